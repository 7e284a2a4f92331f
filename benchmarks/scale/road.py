"""Our roads and DuckDB's floors, each in a process of its own: `python -m benchmarks.scale.road NAME WORLD PLACE`."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from benchmarks.scale.engine import engine
from benchmarks.timed import timed
from benchmarks.worlds.tables import COLUMNS
from premium.audit import Settings, audit
from premium.engine import OnDuckDB
from premium.reconcile.plan import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS = ("units", "hours", "rate", "amount")


def floor_sum(world: Path, _: Path) -> list[int]:
    """Add up every column of numbers; return the lines and the cents."""
    sums = ", ".join(f"SUM({name})" for name in NUMBERS)
    row = _one(f"SELECT COUNT(*), {sums} FROM '{world}/records/payroll.parquet'")  # noqa: S608 - a path of ours
    return [int(row[0]), int(row[-1] * 100)]


def floor_group(world: Path, _: Path) -> list[int]:
    """One group-by of worker and week; return the cents of all groups."""
    groups = (
        "SELECT grower_id, worker_id, period_end, SUM(amount) AS amount "  # noqa: S608 - a path of ours
        f"FROM '{world}/records/payroll.parquet' GROUP BY grower_id, worker_id, period_end"
    )
    row = _one(f"SELECT COUNT(*), SUM(amount) FROM ({groups})")  # noqa: S608 - as above
    return [int(row[1] * 100)]


def csv_bare(world: Path, place: Path) -> list[int]:
    """Read the payroll's CSV into a table of text, and look at nothing."""
    columns = dict.fromkeys(COLUMNS["payroll"].split(), "VARCHAR")
    with duckdb.connect(config={"temp_directory": str(place)}) as db:
        db.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{world}/csv/payroll.csv', auto_detect = false, header = true, "  # noqa: S608 - a path of ours
            f"delim = ',', quote = '\"', escape = '\"', columns = {columns})"
        )
        (lines,) = db.execute("SELECT COUNT(*) FROM t").fetchall()[0]
        return [int(lines)]


def join(world: Path, place: Path) -> dict[str, int]:
    """Meet shares and pay by our own SQL, and write the rows that differ."""
    with OnDuckDB(place / "spill") as made:
        weeks, differ = world / "weeks", place / "differ.parquet"
        rows = "SELECT grower_id, period, worker_id, cents AS {}{} FROM read_parquet('{}')"
        made.define("shares", rows.format("entitled_cents", ", 1 AS basis", weeks / "entitled.parquet"))
        made.define("worker_paid", rows.format("paid_cents", "", weeks / "paid.parquet"))
        made.define("reached", next(step.text for step in STEPS if step.name == "reached"))
        made.write("differ", "SELECT * FROM reached WHERE entitled_cents <> paid_cents OR NOT has_lines", differ)
        (told,) = made.rows(
            "SELECT COUNT(*) FILTER (basis IS NOT NULL AND has_lines) AS changed, "
            "COUNT(*) FILTER (NOT has_lines) AS only_left, COUNT(*) FILTER (basis IS NULL) AS only_right FROM differ"
        )
        return {name: int(count) for name, count in told.items()}


def _one(sql: str) -> tuple[int, ...]:
    with duckdb.connect() as db:
        row: tuple[int, ...] = db.execute(sql).fetchall()[0]
        return row


FLOORS: dict[str, Callable[[Path, Path], object]] = {r.__name__: r for r in (floor_sum, floor_group, csv_bare, join)}


def main() -> int:
    """Be one road."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("road", choices=[*FLOORS, "engine", "audit"])
    parser.add_argument("world", type=Path)
    parser.add_argument("place", type=Path)
    parser.add_argument("--program", default="fair-food")
    parser.add_argument("--as-of", default="")
    parser.add_argument("--memory")
    parser.add_argument("--records", default="records")
    parser.add_argument("--only")
    asked = parser.parse_args()
    run = asked.place / "run"
    if asked.road == "engine":
        timed(asked.place, lambda: engine(asked.world / "clean", run, asked.memory))
    elif asked.road == "audit":
        day, settings = date.fromisoformat(asked.as_of), Settings(only=asked.only)
        timed(asked.place, lambda: str(audit(asked.world / asked.records, asked.program, run, day, settings).path))
    else:
        timed(asked.place, lambda: FLOORS[asked.road](asked.world, asked.place))
    return 0


if __name__ == "__main__":
    sys.exit(main())
