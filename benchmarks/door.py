"""The door at size: `python -m benchmarks.door --lines 10000000` prints time and peak memory beside the bare read.

Each road is a process of its own, so that its peak is its own; all of them read the same file in the same run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl

from benchmarks.worlds.dirty import TITLES, dirty
from premium.ingest import ingest

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = date(2100, 1, 1)
ROUNDS = 3


def validated(records: Path, place: Path) -> None:
    """Read, judge, and write as Parquet; keep the rejects beside."""
    receipt = ingest(records, place, FAR)
    rejects = pl.concat(receipt.rejects).sort("source_row")
    words = rejects.select("source_row", "column_name", word=pl.col("reason").str.split(":").list.first())
    words.write_parquet(place / "found.parquet")
    (file,) = receipt.files
    assert file.rows_read == file.rows_taken + file.rows_set_aside


def duckdb_bare(records: Path, place: Path) -> None:
    """Read the same file into a table of text, and look at nothing."""
    with duckdb.connect(config={"temp_directory": str(place)}) as db:
        db.execute(
            f"CREATE TABLE t AS SELECT * FROM read_csv('{records / 'payroll.csv'}', header = true, delim = ',', "  # noqa: S608 - a path of ours
            "quote = '\"', auto_detect = false, null_padding = true, strict_mode = false, "
            f"columns = {dict.fromkeys(TITLES, 'VARCHAR')})"
        )


def polars_bare(records: Path, place: Path) -> None:
    """Read the same file into Parquet of text, and look at nothing."""
    frame = pl.scan_csv(records / "payroll.csv", infer_schema=False, truncate_ragged_lines=True)
    frame.sink_parquet(place / "bare.parquet")


ROADS: dict[str, Callable[[Path, Path], None]] = {r.__name__: r for r in (validated, duckdb_bare, polars_bare)}


def measure(road: str, records: Path) -> dict[str, Any]:
    """Run one road in a process of its own; seconds, seconds of computing, and peak memory in GB."""
    with tempfile.TemporaryDirectory() as place:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-m", "benchmarks.door", "--road", road, str(records), place])  # noqa: S603 - ourselves
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        assert status == 0, f"{road} failed"
        found = Path(place, "found.parquet")
        peak = int(Path(place, "peak").read_text(encoding="ascii")) / 1e6
        told = {"seconds": took, "computing": used.ru_utime + used.ru_stime, "peak_gb": peak}
        return told | ({"found": pl.read_parquet(found)} if found.exists() else {})


def table(lines: int) -> str:
    """Make the file, run every road on it, and return what a person reads."""
    with tempfile.TemporaryDirectory() as place:
        path, planted = dirty(Path(place), lines)
        rows, best = ["| road | seconds | ratio | computing | peak GB |", "|---|--:|--:|--:|--:|"], dict[str, Any]()
        for road in ("duckdb_bare", "polars_bare", "validated"):
            runs = sorted((measure(road, path.parent) for _ in range(ROUNDS)), key=lambda r: float(r["seconds"]))
            best[road] = runs[ROUNDS // 2]
        bare = best["duckdb_bare"]["seconds"]
        for road, run in best.items():
            numbers = (run["seconds"], run["seconds"] / bare, run["computing"], run["peak_gb"])
            rows.append(f"| {road} | " + " | ".join(f"{n:.2f}" for n in numbers) + " |")
        same = best["validated"]["found"].equals(planted)
        size = path.stat().st_size / 1e9
    verdict = "all found, and no other" if same else "NOT what was found"
    return "\n".join([f"{lines:,} lines, {size:.2f} GB, {len(planted):,} planted: {verdict}", "", *rows])


def _peak() -> str:
    """Return this process's own peak in KB; what `wait4` says is its parent's, where that was larger."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> int:
    """Measure, or be one of the roads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--road", nargs=3, metavar=("ROAD", "RECORDS", "PLACE"))
    asked = parser.parse_args()
    if asked.road:
        ROADS[asked.road[0]](Path(asked.road[1]), Path(asked.road[2]))
        Path(asked.road[2], "peak").write_text(_peak(), encoding="ascii")
        return 0
    print(table(asked.lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
