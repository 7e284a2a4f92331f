"""The door: canonical CSV with full validation and typed rejects, beside the bare read of the same file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from benchmarks.conftest import LINES
from benchmarks.worlds.dirty import dirty
from premium.ingest import ingest

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from premium.ingest import Receipt

FAR = date(2100, 1, 1)
"""After every day of the world: nothing is later."""


@pytest.fixture(scope="module")
def payroll(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pl.DataFrame]:
    """A payroll as CSV of which one row in a hundred is spoilt, and what must be set aside of it."""
    return dirty(tmp_path_factory.mktemp("dirty"), LINES)


def found(receipt: Receipt) -> pl.DataFrame:
    """Return the rejects as they were planted: row, column, and the word that the reason begins with."""
    rejects = pl.concat(receipt.rejects).sort("source_row")
    return rejects.select("source_row", "column_name", word=pl.col("reason").str.split(":").list.first())


def test_validated(
    benchmark: BenchmarkFixture, payroll: tuple[Path, pl.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """From CSV to typed Parquet and rejects; all that is planted is found, and nothing else."""
    path, planted = payroll
    receipt = benchmark.pedantic(
        ingest, setup=lambda: ((path.parent, tmp_path_factory.mktemp("clean"), FAR), {}), rounds=3
    )
    assert found(receipt).equals(planted)
    (file,) = receipt.files
    assert file.rows_read == file.rows_taken + len(planted)


def test_bare_duckdb(benchmark: BenchmarkFixture, payroll: tuple[Path, pl.DataFrame]) -> None:
    """DuckDB reads the same file into a table of text, and looks at nothing."""
    with payroll[0].open(encoding="utf-8") as file:
        columns = dict.fromkeys(file.readline().strip().split(","), "VARCHAR")
    sql = (
        f"CREATE OR REPLACE TABLE t AS SELECT * FROM read_csv('{payroll[0]}', all_varchar = true, "  # noqa: S608 - a path of ours
        "header = true, delim = ',', quote = '\"', auto_detect = false, null_padding = true, strict_mode = false, "
        f"columns = {columns})"
    )
    with duckdb.connect() as db:
        benchmark.pedantic(db.execute, args=(sql,), rounds=3)


def test_bare_polars(benchmark: BenchmarkFixture, payroll: tuple[Path, pl.DataFrame]) -> None:
    """Polars reads the same file into a frame of text, and looks at nothing."""
    frame = pl.scan_csv(payroll[0], infer_schema=False, truncate_ragged_lines=True)
    benchmark.pedantic(lambda: frame.collect(engine="streaming"), rounds=3)
