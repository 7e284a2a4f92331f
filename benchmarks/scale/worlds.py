"""The worlds that the roads run over, made once: records, clean tables, our own answer, and what is planted.

DIR/PROGRAM-LINES/
  told.json          the day to look at it, its lines, its cents, and the findings planted, per kind: how many, cents
  records/, csv/     the records, as Parquet and (monthly pools only) as CSV
  clean/             a run's folder before its engine starts: inputs/ and rejects.parquet
  ours/              the same after it: what the peers' answers are held against
  weeks/             each worker's share and pay in each pool: what the peers compare
  week/              records with a grower's newest week in a file of its own, for two growers (monthly pools only)
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from benchmarks.scale.engine import engine
from benchmarks.worlds import big
from benchmarks.worlds.big_lines import CHUNK
from benchmarks.worlds.planted import tally
from premium import run_tables
from premium.ingest import ingest
from premium.program import load, rule_tables

if TYPE_CHECKING:
    from datetime import date

MONTHLY, WEEKLY = "fair-food", "milk-with-dignity"
SEED = 7
TOLD = "told.json"
LONE = ("usual", "largest")
"""A grower of the size in which the middle pay line was written, and the one with the most lines."""


@dataclass(frozen=True, slots=True)
class World:
    """What is known of a made world.

    `planted` has for each kind how many and how many cents, `lone` the same for one grower; `weeks` how many workers'
    shares and pay differ, or stand on one side only.
    """

    folder: Path
    program: str
    as_of: str
    lines: int
    cents: int
    planted: dict[str, list[int]]
    lone: dict[str, dict[str, list[int]]]
    growers: dict[str, str]
    lone_lines: dict[str, int]
    weeks: dict[str, int]

    @property
    def compared(self) -> int:
        """How many workers' weeks have a share, where they are compared alone."""
        path = self.folder / "weeks/entitled.parquet"
        return int(pl.scan_parquet(path).select(pl.len()).collect().item()) if path.exists() else 0


def world(place: Path, program: str, lines: int) -> World:
    """Return the world of that size, made in a process of its own if it is not there yet."""
    folder = place / f"{program}-{lines}"
    if not (folder / TOLD).is_file():
        shutil.rmtree(folder, ignore_errors=True)
        command = [sys.executable, "-m", "benchmarks.scale.worlds", str(folder), program, str(lines)]
        subprocess.run(command, check=True)  # noqa: S603 - ourselves
    told = json.loads((folder / TOLD).read_text(encoding="utf-8"))
    return World(**{**told, "folder": folder})


def _make(folder: Path, program: str, lines: int) -> World:
    records = folder / "records"
    planted = big(records, lines=lines, program=program, seed=SEED)
    _clean(folder / "clean", records, program, planted.as_of)
    engine(folder / "clean", folder / "ours")
    lone: dict[str, dict[str, list[int]]] = {}
    growers: dict[str, str] = {}
    lone_lines: dict[str, int] = {}
    if program == MONTHLY:
        big(folder / "csv", lines=lines, program=program, seed=SEED, format="csv")
        growers, lone_lines = _growers(records)
        _weekly(records, folder / "week", growers)
        for name, grower in growers.items():
            lone[name] = _per_kind(*tally(planted.places.filter(pl.col("grower_id") == grower)))
    weeks = {} if program == MONTHLY else _weeks(folder / "ours", folder / "weeks")
    cents = int(pl.scan_parquet(folder / "clean/inputs/payroll.parquet").select("amount_cents").sum().collect().item())
    told = _per_kind(dict(planted.counts), dict(planted.cents))
    return World(
        folder, program, planted.as_of.isoformat(), planted.lines, cents, told, lone, growers, lone_lines, weeks
    )


def _clean(place: Path, records: Path, program: str, as_of: date) -> None:
    place.mkdir()
    receipt = ingest(records, run_tables.inputs(place), as_of)
    run_tables.write_rules(place, rule_tables(load(program).program, as_of), receipt)


def _per_kind(counts: dict[str, int], cents: dict[str, int]) -> dict[str, list[int]]:
    return {kind: [count, cents[kind]] for kind, count in counts.items()}


def _growers(records: Path) -> tuple[dict[str, str], dict[str, int]]:
    """Return the grower of the middle pay line, growers in order of size, and the largest; and their lines."""
    sizes = pl.scan_parquet(records / "payroll.parquet").group_by("grower_id").len().sort("len", "grower_id").collect()
    middle = sizes.filter(pl.col("len").cum_sum() * 2 >= pl.col("len").sum())
    chosen = {name: frame.row(at) for name, frame, at in zip(LONE, (middle, sizes), (0, -1), strict=True)}
    return {name: grower for name, (grower, _) in chosen.items()}, {name: lines for name, (_, lines) in chosen.items()}


def _weekly(records: Path, folder: Path, growers: dict[str, str]) -> None:
    """Write records as they lie after a grower's newest week came in: the season in one file, the week beside it."""
    (folder / "payroll").mkdir(parents=True)
    for path in records.glob("*.parquet"):
        if path.stem != "payroll":
            os.link(path, folder / path.name)
    lines = pl.scan_parquet(records / "payroll.parquet")
    newest = lines.select(pl.col("period_end").max()).collect().item()
    for name, grower in growers.items():
        week = (pl.col("grower_id") == grower) & (pl.col("period_end") == newest)
        lines.filter(week).sink_parquet(folder / "payroll" / f"{name}.parquet")
        lines = lines.filter(~week)
    lines.sink_parquet(folder / "payroll" / "season.parquet", row_group_size=CHUNK)


def _weeks(run: Path, folder: Path) -> dict[str, int]:
    """Write what each worker of each pool is entitled to and what was paid, under the same names on both sides.

    Return how many rows are unlike, counted in the run's own table, which no join of ours here has made.
    """
    folder.mkdir()
    shares, lines = (
        "basis IS NOT NULL",
        "(grower_id, period, worker_id) IN (SELECT (grower_id, period, worker_id) FROM l)",
    )
    entitlements = f"FROM '{run}/entitlements.parquet'"
    with duckdb.connect() as db:
        counted = "status <> 'duplicate' AND period IS NOT NULL"
        db.execute(f"CREATE VIEW l AS SELECT * FROM '{run}/premium_lines.parquet' WHERE {counted}")  # noqa: S608 - paths of ours
        for name, column, where in (("entitled", "entitled_cents", shares), ("paid", "paid_cents", lines)):
            rows = f"SELECT grower_id, period, worker_id, {column} AS cents {entitlements} WHERE {where} ORDER BY ALL"
            db.execute(f"COPY ({rows}) TO '{folder}/{name}.parquet'")
        told = db.execute(
            f"SELECT COUNT(*) FILTER ({shares} AND {lines} AND entitled_cents <> paid_cents), "
            f"COUNT(*) FILTER (NOT {lines}), COUNT(*) FILTER (NOT {shares}) {entitlements}"
        ).fetchall()[0]
    return dict(zip(("changed", "only_left", "only_right"), told, strict=True))


def main() -> int:
    """Make one world: FOLDER PROGRAM LINES."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("program")
    parser.add_argument("lines", type=int)
    asked = parser.parse_args()
    made = asdict(_make(asked.folder, asked.program, asked.lines))
    (asked.folder / TOLD).write_text(json.dumps({**made, "folder": None}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
