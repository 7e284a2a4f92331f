"""Rows that cannot stand: the first wrong cell of each, in the contract's order of columns, and the others too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 500
"""Characters of a cell that a reject shows."""

ALSO = r" \(wrong too:.*\)$"
"""What a reason says of further columns: lines are counted by what is wrong first."""


def why(column: str) -> str:
    """Return the name of the column that holds why a canonical column's cell is wrong."""
    return f"_why_{column}"


def raw(column: str) -> str:
    """Return the name of the column that holds a canonical column's cell as people saw it."""
    return f"_raw_{column}"


def first_wrong(columns: Sequence[str]) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Return column, value and reason of each row's first wrong cell, over columns named by `why` and `raw`."""
    wrong = {c: pl.col(why(c)).is_not_null() for c in columns}
    name = pl.coalesce(pl.when(wrong[c]).then(pl.lit(c)) for c in columns)
    cell = pl.coalesce(pl.when(wrong[c]).then(pl.struct(v=raw(c), r=why(c))) for c in columns)
    others = pl.concat_str(
        [pl.when(wrong[c] & (name != c)).then(pl.lit(f" {c}")) for c in columns], ignore_nulls=True
    )  # fmt: skip
    also = pl.when(others == "").then(pl.lit("")).otherwise(pl.lit(" (wrong too:") + others + ")")
    return name, cell.struct.field("v"), cell.struct.field("r") + also


def shown(cell: pl.Expr) -> pl.Expr:
    """Return a cell as people saw it, cut to a line's worth; null where it is absent."""
    text = cell.cast(pl.String)
    return pl.when(text.str.strip_chars() != "").then(text.str.slice(0, SHOWN))
