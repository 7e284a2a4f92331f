"""Each proof is seen red: with one step spoilt, exactly that proof finds where the cents or rows went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
import pytest

import premium.audit
from folders import VALLEY, VALLEY_DAY
from premium.audit import Settings, audit
from premium.errors import ProofError
from premium.ingest import ingest
from premium.reconcile.plan import CHECKS, CONCLUSIONS, PROOFS, STEPS, Check, Sql
from premium.reconcile.run import Plan, nothing_is_homeless

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from premium.ingest import Part, Receipt
    from premium.run_folder import RunFolder


@dataclass(frozen=True, slots=True)
class Spoilt(Check):
    """An SQL file with one place of its text replaced."""

    old: str = ""
    new: str = ""

    @property
    def text(self) -> str:
        """The SQL, spoilt."""
        assert self.path.read_text(encoding="utf-8").count(self.old) >= 1, f"{self.name} no longer says {self.old!r}"
        return self.path.read_text(encoding="utf-8").replace(self.old, self.new, 1)


def spoil(name: str, old: str, new: str) -> Plan:
    """Return our plan with one file spoilt."""

    def put(files: tuple[Sql, ...]) -> tuple[Sql, ...]:
        return tuple(Spoilt(f.name, f.folder, old=old, new=new) if f.name == name else f for f in files)

    checks = tuple(Spoilt(c.name, c.folder, c.needs, old, new) if c.name == name else c for c in CHECKS)
    return Plan(put(STEPS), checks, put(CONCLUSIONS))


MOVED = (
    "CASE WHEN p.worker_id = 'W01' AND p.period = DATE '2025-10-01' THEN 1 WHEN p.worker_id = 'W22' THEN -1 ELSE 0 END"
)

SPOILT: dict[str, tuple[str, str, str, list[str]]] = {
    # the proof: the step, what it says, what it is made to say, and the places where something is then missing
    "due_is_in_or_outstanding": (
        "money_by_period",
        "SUM(separate_cents)",
        "SUM(separate_cents - CASE WHEN separate_cents = 6000 THEN 1 ELSE 0 END)",
        ["bistro alder-farm"],
    ),
    "pool_money_lands": (
        "money_by_period",
        "FROM dated_payments",
        "FROM dated_payments WHERE payment_id <> 'M02'",
        ["alder-farm"],
    ),
    "pool_is_kept_and_shared": (
        "origins",
        "s.pool_cents - s.retained_cents ELSE",
        "s.pool_cents - s.retained_cents - CASE WHEN s.landed_period IS NULL THEN 1 ELSE 0 END ELSE",
        ["cedar-farm 2026-01-01"],
    ),
    "share_reaches_or_is_short": (
        "shares",
        "THEN 1 ELSE 0 END AS entitled_cents",
        f"THEN 1 ELSE 0 END + {MOVED} AS entitled_cents",
        ["alder-farm 2025-10-01", "cedar-farm 2025-10-01"],
    ),
    "premium_lines_count_once": ("premium_lines", "LEFT JOIN entitlements", "JOIN entitlements", ["cedar-farm"]),
    "counted_reaches_or_exceeds": ("worker_paid", " AND NOT is_duplicate", "", ["alder-farm 2025-11-01"]),
    "passthrough_adds_up": (
        "passthrough_reached",
        "place <= left_over_cents",
        "place < left_over_cents",
        ["birch-farm 2025-11-01", "cedar-farm 2025-10-01"],
    ),
    "wages_are_whole": (
        "worker_weeks",
        "LEFT JOIN qualifying",
        "JOIN qualifying",
        ["dogwood-farm W31", "dogwood-farm W39"],
    ),
    "every_basis_has_its_share": (
        "worker_basis",
        "WHERE basis > 0",
        "WHERE basis > 0 AND NOT (worker_id = 'W01' AND period = DATE '2025-12-01')",
        ["alder-farm 2025-12-01 W01"],
    ),
    "findings_are_proved": (
        "evidence",
        "FROM identified",
        "FROM identified WHERE kind <> 'rate_missing'",
        ["rate_missing "],
    ),
    "flow_adds_up": ("flow_out", "31, 'kept', 'leak', -retained", "31, 'kept', 'leak', retained", ["pooled to share"]),
}


def told(error: ProofError) -> list[tuple[str, str]]:
    """The proofs and places that a failed run names."""
    found = [
        re.fullmatch(r"  (\w+), (.*): (-?\d+) on one side, (-?\d+) on the other", line)
        for line in str(error).splitlines()[1:]
    ]
    return [(one[1], one[2]) for one in found if one]


def test_every_proof_is_seen_red_here() -> None:
    assert {*SPOILT, "rows_are_placed"} == {proof.name for proof in PROOFS}


def test_the_plan_as_it_stands_proves_itself(valley_run: RunFolder) -> None:
    for identity in valley_run.manifest["identities"]:
        assert identity["left_cents"] == identity["right_cents"], identity
    assert len(valley_run.manifest["identities"]) == 6


@pytest.mark.parametrize("proof", SPOILT)
def test_a_spoilt_step_fails_exactly_its_proof_and_leaves_no_run(proof: str, tmp_path: Path) -> None:
    step, old, new, places = SPOILT[proof]
    with pytest.raises(ProofError) as failed:
        audit(VALLEY / "records", "fair-food", tmp_path / "run", VALLEY_DAY, Settings(plan=spoil(step, old, new)))
    found = told(failed.value)
    assert {name for name, _ in found} == {proof}
    assert len(found) == len(places)
    assert all(place.startswith(wanted) for (_, place), wanted in zip(sorted(found), places, strict=True))


def test_a_cent_of_what_has_not_landed_that_no_buyer_is_told_of_fails_the_proof(tmp_path: Path) -> None:
    plan = spoil("not_landed", "1 ELSE 0 END AS distributable_cents", "1 ELSE 0 END - 1 AS distributable_cents")
    with pytest.raises(ProofError) as failed:
        audit(VALLEY / "records", "fair-food", tmp_path / "run", VALLEY_DAY, Settings(plan=plan))
    assert told(failed.value) == [("passthrough_adds_up", "cedar-farm 2026-01-01")]
    assert failed.value.exit_status == 3
    assert "fault in premium, not in your records" in failed.value.hint
    assert list(tmp_path.iterdir()) == [], "neither a run nor a half one is left"


def test_a_row_lost_between_file_and_table_fails_the_proof_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(records: Path, out: Path, as_of: date, progress: Callable[[str], None], part: Part) -> Receipt:
        receipt = ingest(records, out, as_of, progress, part)
        path = receipt.tables["growers"]
        pl.read_parquet(path).slice(1).write_parquet(path)
        return receipt

    monkeypatch.setattr(premium.audit, "ingest", losing)
    with pytest.raises(ProofError) as failed:
        audit(VALLEY / "records", "fair-food", tmp_path / "run", VALLEY_DAY)
    assert told(failed.value) == [("rows_are_placed", "growers.csv")]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("proof", "step", "old", "new"),
    [
        ("due_is_in_or_outstanding", "ledger", "FROM known", "FROM known WHERE buyer_id <> 'bistro'"),
        ("wages_are_whole", "worked", "CROSS JOIN terms t", "JOIN terms t ON w.worker_id <> 'W01'"),
        ("findings_are_proved", "evidence", "source_file, source_row", "'no-such.csv' AS source_file, source_row"),
        ("findings_are_proved", "evidence", "source_file, source_row", "source_file, source_row + 90000 AS source_row"),
    ],
)
def test_what_is_lost_on_the_way_is_missed_by_a_proof(
    proof: str, step: str, old: str, new: str, tmp_path: Path
) -> None:
    with pytest.raises(ProofError, match=proof):
        audit(VALLEY / "records", "fair-food", tmp_path / "run", VALLEY_DAY, Settings(plan=spoil(step, old, new)))


def test_a_failed_proof_leaves_an_older_run_as_it_was(own_run: RunFolder) -> None:
    before = {path: path.read_bytes() for path in own_run.path.rglob("*") if path.is_file()}
    step, old, new, _ = SPOILT["flow_adds_up"]
    with pytest.raises(ProofError):
        audit(VALLEY / "records", "fair-food", own_run.path, VALLEY_DAY, Settings(plan=spoil(step, old, new)))
    assert {path: path.read_bytes() for path in own_run.path.rglob("*") if path.is_file()} == before


def test_the_message_names_both_sides_of_each_place() -> None:
    wrong = {"proof": "a_proof", "place": "here", "left_side": 3, "right_side": -4}
    with pytest.raises(ProofError, match="a_proof, here: 3 on one side, -4 on the other"):
        nothing_is_homeless([wrong])
    nothing_is_homeless([])
