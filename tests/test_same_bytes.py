"""The same inputs are the same bytes, for any number of threads and any memory."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.worlds import big
from folders import ROOT
from premium.run_folder import open_run

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LINES = {"parquet": 150_000, "csv": 40_000}
"""So many that a file has two row groups, and so few that CI does not wait."""
WAYS = (("--threads", "1"), ("--threads", "4"), ("--threads", "3", "--memory", "90MB"))
"""The last is so little that tables are spilled to the disk."""


def tables(records: Path, out: Path, as_of: date, way: tuple[str, ...]) -> dict[str, str]:
    """Reconcile in a process of its own, as threads must be known at its start; return each table's SHA-256."""
    command = [sys.executable, "-m", "premium.cli", "reconcile", str(records), "--program", "milk-with-dignity"]
    command += ["--out", str(out), "--as-of", as_of.isoformat(), "--quiet", "--no-documents", *way]
    done = subprocess.run(
        command, check=False, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 1, done.stderr
    return {name: entry["sha256"] for name, entry in open_run(out).manifest["tables"].items()}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_threads_and_memory_change_no_byte(kind: str, tmp_path: Path) -> None:
    planted = big(tmp_path / "records", lines=LINES[kind], program="milk-with-dignity", seed=11, format=kind, files=2)  # type: ignore[arg-type] # one of the two
    made = [
        tables(tmp_path / "records", tmp_path / f"run{number}", planted.as_of, way) for number, way in enumerate(WAYS)
    ]
    assert made[0] == made[1] == made[2]
    assert len(made[0]) > 45
