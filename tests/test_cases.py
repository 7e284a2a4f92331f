"""Every kind of finding, at its edges: the engine and the oracle are held to the cases in `tests/cases`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from case_files import FIELDS, Case, all_cases, cases_of, kinds
from engine_of_worlds import answer, differences
from oracle import reconcile as oracle
from oracle.findings import KINDS as KNOWN_TO_ORACLE
from premium.reconcile.plan import KINDS

if TYPE_CHECKING:
    from oracle.world import Rows

CASES = all_cases()
JUDGED = [case for case in CASES if case.kind in KNOWN_TO_ORACLE]
FOUND = ("kind", *FIELDS.values())


def _in_order(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: [(value is None, str(value)) for value in row.values()])


def _of_kind(rows: Rows, kind: str) -> Rows:
    """Return the findings of a kind, as a case writes them: without id and article."""
    return _in_order([{column: row[column] for column in FOUND} for row in rows if row["kind"] == kind])


def _columns(rows: Rows, wanted: Rows) -> Rows:
    """Return a table's rows by the columns that a case names; all columns where it wants no row."""
    return _in_order([{column: row[column] for column in (wanted[0] if wanted else row)} for row in rows])


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_engine_finds_what_the_case_says(case: Case) -> None:
    given = answer(case.small)
    assert (case.kind not in given.not_run) == case.runs, given.not_run.get(case.kind, "it ran")
    assert _of_kind(given.tables["findings"], case.kind) == _in_order(case.expected)
    for finding in given.findings(case.kind):
        assert given.evidence(finding["finding_id"]), "a finding has rows that prove it"
    for expected, evidence in zip(case.expected, case.evidence, strict=True):
        (found,) = [f for f in given.findings(case.kind) if {c: f[c] for c in FOUND} == expected]
        assert evidence is None or given.evidence(found["finding_id"]) == sorted(evidence)
    for name, rows in case.tables.items():
        assert _columns(given.tables[name], rows) == _in_order(rows)
    if case.kind in KNOWN_TO_ORACLE:
        assert differences(case.small, given) == []


@pytest.mark.parametrize("case", JUDGED, ids=str)
def test_the_oracle_says_so_too(case: Case) -> None:
    judged = oracle(case.small.world, case.small.program, case.small.as_of)
    assert (case.kind not in judged["not_run"]) == case.runs
    assert _of_kind(judged["findings"], case.kind) == _in_order(case.expected)
    for name, rows in case.tables.items():
        assert _columns(judged[name], rows) == _in_order(rows)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_in_the_plan_has_a_passing_and_a_failing_case(kind: str) -> None:
    assert kind in kinds(), f"tests/cases/{kind}.yaml is missing"
    assert any(case.passes for case in cases_of(kind))
    assert any(case.fails for case in cases_of(kind))


def test_every_case_file_is_named_by_a_kind_in_the_plan() -> None:
    assert set(kinds()) <= set(KINDS)


@pytest.mark.parametrize("kind", kinds())
def test_a_sentence_stands_once_in_its_file_and_no_case_sets_rows_aside_unsaid(kind: str) -> None:
    sentences = [case.sentence for case in cases_of(kind)]
    assert len(sentences) == len(set(sentences))
    for case in cases_of(kind):
        judged = oracle(case.small.world, case.small.program, case.small.as_of)
        assert case.tables.get("rejects", judged["rejects"]) == [] or "rejects" in case.tables
