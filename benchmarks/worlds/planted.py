"""What a world knows about itself: every finding that its faults lead to, with place and cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

PLACE: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "kind": pl.String,
    "buyer_id": pl.String,
    "grower_id": pl.String,
    "worker_id": pl.String,
    "period": pl.Date,
    "ref": pl.String,
    "amount_cents": pl.Int64,
    "quantity": pl.Decimal(28, 8),
    "note": pl.String,
}
"""The columns of a planted place; null where a finding of that kind has none."""

REJECT = {
    "table_name": pl.String,
    "source_file": pl.String,
    "source_row": pl.Int64,
    "column_name": pl.String,
    "value": pl.String,
    "note": pl.String,
}
"""The columns of a planted row that does not fit its table."""


@dataclass(frozen=True, eq=False)
class Planted:
    """The faults of a world and what must be found when it is reconciled on `as_of`.

    `places` has one row per finding (see PLACE), consequences included; `counts` and `cents` add them up per
    kind. `rejects` are rows to be set aside. `lines` counts pay lines, `pool_cents` and
    `distributable_cents` add up the landed pools, `premium_cents` all premium lines, `pending_cents` what has
    not been paid and is not yet due on `as_of`.
    """

    as_of: date
    counts: Mapping[str, int]
    cents: Mapping[str, int]
    places: pl.DataFrame
    rejects: pl.DataFrame
    lines: int
    pool_cents: int
    distributable_cents: int
    premium_cents: int
    pending_cents: int


def places(frame: pl.DataFrame | pl.LazyFrame, kind: str | pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    """Make planted places of a frame's rows: the named columns are given, those not named are null."""
    given = {"kind": pl.lit(kind) if isinstance(kind, str) else kind, **columns}
    wanted = [given.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in PLACE.items()]
    return frame.lazy().select(wanted).collect()


def gather(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """All places in one frame, in a stable order."""
    keys = [name for name in PLACE if name not in ("amount_cents", "quantity", "note")]
    return pl.concat([pl.DataFrame(schema=PLACE), *parts]).sort(keys, nulls_last=False)


def tally(found: pl.DataFrame) -> tuple[dict[str, int], dict[str, int]]:
    """Count and cents of each kind."""
    sums = found.group_by("kind").agg(pl.len(), pl.col("amount_cents").sum()).sort("kind")
    rows = sums.rows()
    return {kind: count for kind, count, _ in rows}, {kind: cents for kind, _, cents in rows}


def number(value: object) -> int:
    """A sum as a plain whole number; the sum of nothing is 0."""
    return value if isinstance(value, int) else 0
