"""Identifiers that are perhaps one worker, over many workers with numbers that run on; and what applying them costs."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest

from premium.ingest import ingest
from premium.ingest.workers.identities import COLUMNS, FILE
from premium.ingest.workers.likeness import alike
from premium.ingest.workers.propose import propose

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

LINES = int(os.environ.get("PREMIUM_BENCH_LINES", "1000000"))
WORKERS = max(200, LINES // 50)
"""20,000 workers of 1,000,000 lines: half a year of weekly pay, wages and premium."""
AS_OF = date(2026, 12, 31)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Payroll of one grower: numbers that run on, and every hundredth worker's premium under a number with a zero."""
    folder = tmp_path_factory.mktemp("workers")
    line = pl.int_range(LINES)
    worker, week = line % WORKERS, (line // WORKERS) % 25
    is_premium = (line // WORKERS) % 2 == 1
    number = (worker + 10_000).cast(pl.String)
    start = pl.lit(date(2025, 11, 3)) + pl.duration(days=7) * week
    lost = is_premium & (worker % 100 == 0)
    pl.select(
        line_id=line.cast(pl.String), grower_id=pl.lit("alder-bend"),
        worker_id=pl.when(lost).then(pl.lit("0") + number).otherwise(number),
        check_id=line.cast(pl.String), check_date=start + pl.duration(days=11), period_start=start,
        period_end=start + pl.duration(days=6), pay_code=pl.lit("X"),
        kind=pl.when(is_premium).then(pl.lit("premium")).otherwise(pl.lit("piece")),
        job_class=pl.lit("harvest"), amount=pl.lit("41.50"),
        from_name=pl.format("Family{} Given{}", worker // 3, worker % 7),
    ).write_parquet(folder / "payroll.parquet")  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def confirmed(records: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same records, with every lost zero confirmed."""
    folder = tmp_path_factory.mktemp("confirmed")
    (folder / "payroll.parquet").symlink_to(records / "payroll.parquet")
    rows = [f"alder-bend,0{n},{n},lost_zero,Ana Ruiz,2026-01-15,," for n in range(10_000, 10_000 + WORKERS, 100)]
    (folder / FILE).write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return folder


def test_alike(benchmark: BenchmarkFixture) -> None:
    """Pairs among identifiers alone."""
    ids = pl.select(grower_id=pl.lit("g"), worker_id=(pl.int_range(WORKERS) + 10_000).cast(pl.String))
    found = benchmark.pedantic(alike, args=(ids,), rounds=5)
    assert len(found) > 0


def test_propose(benchmark: BenchmarkFixture, records: Path) -> None:
    """From files to proposals, with the evidence for and against each."""
    found = benchmark.pedantic(propose, args=(records,), rounds=3).pairs
    likely = found.filter(pl.col("reasons").list.contains("lost_zero") & pl.col("likely"))
    assert len(likely) == -(-WORKERS // 100)


@pytest.mark.parametrize("which", ["records", "confirmed"])
def test_ingest_with_and_without(
    benchmark: BenchmarkFixture, which: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Clean payroll without a file of identities, and with one."""
    folder = request.getfixturevalue(which)
    receipt = benchmark.pedantic(
        ingest, setup=lambda: ((folder, tmp_path_factory.mktemp("clean"), AS_OF), {}), rounds=3
    )
    assert sum(a.lines for a in receipt.applied) == (0 if which == "records" else LINES // 2 // 100)
