"""What a run is told by is what its tables add up to, also where little was reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from folders import VALLEY_DAY
from premium.audit import audit
from premium.tables import OUTPUTS
from story import ANSWERS, buyer_answers, finding_id, grower_totals, leaks, totals
from strategies import random_world, write_world

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder


def agrees(run: RunFolder) -> None:
    """The totals, each grower's and the flow are what the contract's tables add up to."""

    def rows(name: str) -> list[dict[str, Any]]:
        return pl.read_parquet(run.table(name)).to_dicts()

    tables = {name: rows(name) for name in OUTPUTS}
    (terms,) = rows("terms")
    reported = run.manifest["reported"]
    assert run.manifest["totals"] == totals(tables, reported, terms["as_of"])
    assert sorted(rows("grower_totals"), key=lambda row: row["grower_id"]) == grower_totals(
        tables, reported, terms["as_of"]
    )
    flow = {row["item"]: row["amount_cents"] for row in rows("flow") if row["kind"] == "leak"}
    flow.pop("booked_above_paid", None)
    assert all(row["answers"] == ANSWERS.get(row["item"], "none") for row in rows("flow") if row["kind"] == "leak")
    evidence = [tuple(row.values()) for row in tables["evidence"]]
    assert len(evidence) == len(set(evidence)), "a row proves a finding once"
    assert flow == leaks(tables, reported, terms)
    answers = rows("buyer_answers")
    told = sorted((tuple(row.values()) for row in answers), key=lambda row: (row[:2], row[2], row[3]))
    assert told == buyer_answers(tables, reported, terms["as_of"])
    for row in tables["findings"]:
        assert row["finding_id"] == finding_id(terms["program_id"], row)


def test_the_valley_is_told_as_its_tables_add_up(valley_run: RunFolder) -> None:
    assert valley_run.manifest["as_of"] == VALLEY_DAY.isoformat()
    agrees(valley_run)


@pytest.mark.parametrize("seed", range(6))
def test_a_random_world_is_told_as_its_tables_add_up(tmp_path: Path, seed: int) -> None:
    small = random_world(seed)
    write_world(small, tmp_path / "records")
    (tmp_path / "program.toml").write_text(small.program_toml, encoding="utf-8")
    agrees(audit(tmp_path / "records", str(tmp_path / "program.toml"), tmp_path / "run", small.as_of))
