"""Parquet as it is typed, with the row that a spreadsheet would show; nested and unreadable files are refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest.csv_file import FIRST_ROW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


AHEAD = ("POLARS_ROW_GROUP_PREFETCH_SIZE", "1")
"""Polars' own setting, and ours unless somebody has set it: of a big file's row groups it would hold 128 at once."""


def header(path: Path, name: str) -> dict[str, pl.DataType]:
    """Return the columns of a Parquet file and their types."""
    if not path.stat().st_size:
        raise InputError(f"{name} is empty", hint="an empty table is a Parquet file with columns and no rows")
    try:
        return dict(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(f"{name} is not a Parquet file that can be read: {error}", hint="write it again") from error


def read(path: Path, columns: Iterable[str], mine: pl.Expr | None = None) -> tuple[pl.LazyFrame, int]:
    """Return these columns of the file's rows with `source_row`, and how many its own footer says there are.

    With `mine`, rows before the first that fits and after the last are left out: files mostly lie by grower.
    """
    os.environ.setdefault(*AHEAD)
    file = pl.scan_parquet(path, glob=False)
    rows = int(file.select(pl.len()).collect().item())
    first, length = (0, rows) if mine is None else _between(file, mine)
    frame = file.slice(first, length).select(list(columns)).with_row_index("source_row", FIRST_ROW + first)
    return frame.with_columns(pl.col("source_row").cast(pl.Int64)), rows


def _between(file: pl.LazyFrame, mine: pl.Expr) -> tuple[int, int]:
    """Return where the first row lies that is `mine`, and how many rows there are from it to the last one."""
    at = (
        file.select(_mine=mine)
        .with_row_index("_at")
        .filter("_mine")
        .select(a=pl.col("_at").min(), b=pl.col("_at").max())
    )
    first, last = at.collect(engine="streaming").row(0)
    return (0, 0) if first is None else (int(first), int(last) - int(first) + 1)
