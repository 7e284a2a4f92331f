"""Parquet as text cells with their kinds: its titles are row 1, its first record row 2."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.errors import InputError
from premium.ingest.files.sheet import DAY, DURATION, NUMBER, ROW, TEXT, TRUTH, Sheet, cell, kind
from premium.workbook import spell

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.ingest.files.limits import Limits


def read(data: bytes, name: str, limits: Limits) -> Sheet:
    """Read a Parquet file.

    Raises:
        InputError: it cannot be read, has nested or binary columns, or is over the limits.
    """
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        schema = lazy.collect_schema()
        rows = int(lazy.select(pl.len()).collect().item()) + 1
        _within(schema, rows, name, limits)
        columns = [_column(lazy.select(title).collect().to_series(), i) for i, title in enumerate(schema)]
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise InputError(f"{name} is not a Parquet file that can be read: {error}", hint="write it again") from error
    cells = pl.DataFrame(
        [
            pl.Series(ROW, range(1, rows + 1), dtype=pl.Int64),
            *(texts for texts, _ in columns),
            *(kinds for _, kinds in columns),
        ]
    )
    return Sheet(name, cells, len(schema))


def _within(schema: pl.Schema, rows: int, name: str, limits: Limits) -> None:
    if len(schema) > limits.columns or rows > limits.rows:
        raise InputError(
            f"{name} has {rows:,} rows and {len(schema):,} columns; {limits.rows:,} and {limits.columns:,} are allowed",
            hint="split it, for instance by pay period",
        )
    for title, dtype in schema.items():
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Unknown):
            raise InputError(
                f"{name}: the column {title!r} holds {dtype}, which is no cell",
                hint="write plain columns: text, numbers, days",
            )


def _column(values: pl.Series, index: int) -> tuple[pl.Series, pl.Series]:
    """Return a column's texts and kinds, its title first."""
    texts, what = _texts(values)
    texts = texts.replace("", None)
    kinds = pl.select(pl.when(texts.is_not_null()).then(pl.lit(what))).to_series()
    title = pl.Series([values.name], dtype=pl.String)
    return (
        pl.concat([title, texts.cast(pl.String)]).alias(cell(index)),
        pl.concat([pl.Series([TEXT]), kinds.cast(pl.String)]).alias(kind(index)),
    )


def _texts(values: pl.Series) -> tuple[pl.Series, str]:
    """Spell a column's values; also say their kind."""
    dtype = values.dtype
    if dtype.is_float():
        return _each(values, spell.number), NUMBER
    if dtype.is_numeric() or dtype == pl.Boolean:
        return values.cast(pl.String), NUMBER if dtype.is_numeric() else TRUTH
    if dtype in (pl.Date, pl.Datetime):
        return _each(values.cast(pl.Datetime("us")), spell.moment), DAY
    if dtype in (pl.Duration, pl.Time):
        micros = values.dt.total_microseconds() if dtype == pl.Duration else values.cast(pl.Int64) // 1_000
        return _each(micros, spell.clock), DURATION
    return values.cast(pl.String), TEXT


def _each(values: pl.Series, spelled: Callable[[Any], str]) -> pl.Series:
    return pl.Series([None if v is None else spelled(v) for v in values.to_list()], dtype=pl.String)
