"""What lines measure, added up as far as it can be read: hours, units, quantity and dollars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.sender.totals import PLACES_OF
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping

MEASURES = ("units", "hours", "quantity", "amount")


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines, and what they measure: in cents and ten-thousandths, null where their table has no such column.

    `not_read` counts lines whose measure (`quantity` or `amount`) is blank or cannot be read: they add nothing.
    """

    lines: int
    units_e4: int | None
    hours_e4: int | None
    quantity_e4: int | None
    amount_cents: int | None
    not_read: int

    @classmethod
    def of(cls, row: Mapping[str, int]) -> Sum:
        """Make a sum of a row that `expressions` gave."""
        units, hours, quantity, amount = (row.get(f"_{name}") for name in MEASURES)
        return cls(row["_lines"], units, hours, quantity, amount, row.get("_not_read", 0))


def expressions(table: str) -> list[pl.Expr]:
    """Return what adds a table's typed lines up, in columns that `Sum.of` knows."""
    has = [c.name for c in INPUTS[table].columns if c.name in MEASURES]
    whole = [pl.col(n).to_physical().cast(pl.Int128).sum().alias(f"_{n}") for n in has]
    measure = next((n for n in PLACES_OF if n in has), None)
    unread = [pl.col(measure).null_count().alias("_not_read")] if measure else []
    return [pl.len().alias("_lines"), *whole, *unread]


def added(table: str, lines: pl.DataFrame) -> Sum:
    """Add a table's typed lines up."""
    return Sum.of(lines.select(expressions(table)).to_dicts()[0])


def by_kind(table: str, lines: pl.DataFrame) -> tuple[tuple[str, Sum], ...]:
    """Add a table's typed lines up by kind, where it has kinds, the most lines first."""
    of = pl.col("kind") if "kind" in lines.columns else pl.lit(table)
    found = lines.group_by(_kind=of).agg(expressions(table)).sort("_lines", "_kind", descending=[True, False])
    return tuple((str(row["_kind"]), Sum.of(row)) for row in found.to_dicts())
