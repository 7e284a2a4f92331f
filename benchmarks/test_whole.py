"""The whole of a run, from Parquet records to a finished run folder, as a user starts it."""

from __future__ import annotations

import shutil
import sys
from subprocess import run
from typing import TYPE_CHECKING

from premium.audit import audit

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from benchmarks.conftest import World


def test_audit(benchmark: BenchmarkFixture, world: World, tmp_path: Path) -> None:
    """From records to a run folder, in one process."""
    out = tmp_path / "run"
    benchmark.extra_info["program"] = world.program
    made = benchmark.pedantic(
        lambda: audit(world.records, world.program, out, world.as_of),
        setup=lambda: shutil.rmtree(out, ignore_errors=True),
        rounds=3,
    )
    assert made.violations > 0


def test_command_line(benchmark: BenchmarkFixture, world: World, tmp_path: Path) -> None:
    """The command, with its documents: what a batch run costs."""
    out = tmp_path / "run"
    command = [sys.executable, "-m", "premium.cli", "reconcile", str(world.records), "--program", world.program]
    command += ["--out", str(out), "--as-of", world.as_of.isoformat(), "--quiet"]
    done = benchmark.pedantic(
        lambda: run(command, check=False),  # noqa: S603 - our own command
        setup=lambda: shutil.rmtree(out, ignore_errors=True),
        rounds=1,
    )
    assert done.returncode == 1, "planted faults are violations"
    assert (out / "report.html").is_file()
