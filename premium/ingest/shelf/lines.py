"""A sender's lines as a line file holds them: the table's columns typed, and beside them where each came from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.provenance import BESIDE
from premium.ingest.shelf.slots import RECEIPT
from premium.ingest.take import ROW_GROUP
from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from premium.tables import Table

STORED: dict[str, pl.DataType] = {
    "money": pl.Decimal(MAX_DIGITS, MONEY_DECIMALS),
    "number": pl.Decimal(MAX_DIGITS, NUMBER_DECIMALS),
    "date": pl.Date(),
}
STANDS = pl.col("set_aside_reason").is_null()
"""Whether a line was taken."""


def schema(table: Table) -> dict[str, pl.DataType]:
    """Return a line file's columns: those of the table, then those beside it."""
    return {
        **{column.name: STORED.get(column.type, pl.String()) for column in table.columns},
        **{name: dtype() for name, dtype in BESIDE.items()},
    }


def as_stored(table: Table, lines: pl.DataFrame) -> pl.DataFrame:
    """Return a sender's lines with every column of a line file; those that the sender has not are empty."""
    given = set(lines.columns)
    return lines.select(
        (pl.col(name) if name in given else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema(table).items()
    )


def read(path: Path) -> pl.DataFrame:
    """Return a line file's lines."""
    return pl.read_parquet(path, glob=False)


def write(path: Path, lines: pl.DataFrame, receipt: dict[str, Any]) -> None:
    """Write a line file with its receipt: the same lines and receipt always give the same bytes."""
    text = json.dumps(receipt, ensure_ascii=False, sort_keys=True)
    lines.write_parquet(path, row_group_size=ROW_GROUP, metadata={RECEIPT: text})


def measures(table: Table) -> list[str]:
    """Return the columns that a table's rows measure something in: money and numbers."""
    return [column.name for column in table.columns if column.type in STORED and column.type != "date"]


def content(table: Table, numbered: Iterable[str] = ()) -> list[str]:
    """Return what a line says. A pay line's own number is not of it: senders number lines anew in each export.

    Nor are the columns that a profile numbers by row (`numbered`), in which each file differs from its correction.
    """
    return [column.name for column in table.columns if column.name not in {"line_id", *numbered}]


def sums(table: Table, lines: pl.DataFrame) -> dict[str, int]:
    """Return the sum of each measure in whole cents or ten-thousandths, by the names that typed tables have."""
    added = lines.select(pl.col(name).to_physical().cast(pl.Int128).sum() for name in measures(table))
    return {table.column(name).stored: int(added.item(0, name)) for name in measures(table)}
