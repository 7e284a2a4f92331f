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

    With `mine`, only the rows that fit: of the others no more pages are decoded than must be.
    """
    os.environ.setdefault(*AHEAD)
    file = pl.scan_parquet(path, glob=False)
    rows = int(file.select(pl.len()).collect().item())
    if "source_row" in pl.read_parquet_schema(path):  # a stranger's
        file = file.drop("source_row").with_row_index("source_row", FIRST_ROW)
    else:  # only so are rows left out while they are read
        file = pl.scan_parquet(path, glob=False, row_index_name="source_row", row_index_offset=FIRST_ROW)
    file = file if mine is None else file.filter(mine)
    return file.select(pl.col("source_row").cast(pl.Int64), *columns), rows
