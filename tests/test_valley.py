"""The small valley: the engine gives the answer that was worked by hand, table by table."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import VALLEY
from oracle.findings import KINDS as KNOWN_TO_ORACLE

if TYPE_CHECKING:
    from premium.run_folder import RunFolder

ANSWERS = sorted(path.stem for path in (VALLEY / "answer").glob("*.csv"))


def by_hand(table: str) -> list[dict[str, str | None]]:
    """The answer's rows as text; an empty cell means that there is nothing to say."""
    with (VALLEY / "answer" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: cell or None for column, cell in row.items()} for row in csv.DictReader(file)]


def by_engine(run: RunFolder, table: str, columns: list[str]) -> list[dict[str, Any]]:
    rows = pl.read_parquet(run.table(table)).select(columns).to_dicts()
    return [{column: spelt(value) for column, value in row.items()} for row in rows]


def spelt(value: object) -> str | None:
    """A value as the answer spells it."""
    text = str(value)
    return None if value is None else text.rstrip("0").rstrip(".") if "." in text and text[-1] == "0" else text


def in_order(rows: list[dict[str, Any]]) -> list[list[str]]:
    return sorted([str(value) for value in row.values()] for row in rows)


@pytest.mark.parametrize("table", ANSWERS)
def test_the_engine_gives_the_answer_worked_by_hand(valley_run: RunFolder, table: str) -> None:
    answer = by_hand(table)
    got = by_engine(valley_run, table, list(answer[0]))
    assert in_order(got) == in_order(answer)


def test_every_table_but_evidence_has_an_answer_by_hand() -> None:
    assert (
        sorted(
            [
                "buyer_ledger",
                "origins",
                "pools",
                "entitlements",
                "premium_lines",
                "passthrough",
                "wages",
                "findings",
                "rejects",
            ]
        )
        == ANSWERS
    )


def test_every_kind_of_finding_of_the_contract_occurs_and_all_but_one_exactly_once(valley_run: RunFolder) -> None:
    counts = pl.read_parquet(valley_run.table("findings"))["kind"].value_counts().rows()
    assert dict(counts) == {kind: 3 if kind == "pool_short" else 1 for kind in KNOWN_TO_ORACLE}


def test_the_totals_are_those_of_the_page(valley_run: RunFolder) -> None:
    totals = valley_run.manifest["totals"]
    wanted = {
        "due_cents": 33_000,
        "money_in_cents": 33_050,
        "outstanding_cents": -50,
        "pool_cents": 32_850,
        "retained_cents": 4269,
        "distributable_cents": 28_581,
        "reached_cents": 26_779,
        "short_cents": 1802,
        "excess_cents": 400,
        "pending_cents": 435,
        "not_landed_cents": 600,
    }
    assert {name: totals[name] for name in wanted} == wanted


def test_what_came_in_is_that_of_the_page(valley_run: RunFolder) -> None:
    rows: dict[str, list[int]] = {}
    for file in valley_run.manifest["files"]:
        counts = rows.setdefault(file["table_name"], [0, 0, 0, 0])
        for place, name in enumerate(("rows_read", "rows_taken", "rows_set_aside", "rows_later")):
            counts[place] += file[name]
    assert rows == {
        "purchases": [16, 15, 1, 0],
        "payments": [15, 13, 1, 1],
        "sales": [2, 2, 0, 0],
        "receipts": [1, 1, 0, 0],
        "payroll": [39, 38, 1, 0],
        "growers": [4, 4, 0, 0],
        "standing": [5, 5, 0, 0],
    }
    aside = {entry["table_name"]: entry["amount_cents"] for entry in valley_run.manifest["set_aside"]}
    assert aside == {"purchases": 0, "payments": 2550, "payroll": 10_000}
    assert valley_run.manifest["later"]["payments"] == 1
    assert valley_run.manifest["not_run"] == []
