"""A crew's count shared over its records: whole ten-thousandths, none lost, by a rule that the profile states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW
from premium.ingest.sender.cells import Cell
from premium.ingest.sender.rows import PLACE, SEGMENT, Shaped
from premium.ingest.sender.values import NOTHING, as_hours_hmm, as_number, e4_text
from premium.money import NUMBER_DECIMALS

if TYPE_CHECKING:
    from premium.ingest.profile import Profile
    from premium.ingest.sender.cells import Cells

SHARED, WHY_NOT = "_shared", "_why_not_shared"
NOBODY = "not_shared: the crew's count has nobody to be shared over, is negative, or cannot be read"
LARGEST = 10**15
"""Ten-thousandths; a larger count is refused rather than trusted to a product."""


def shared(shaped: Shaped, profile: Profile) -> Shaped:
    """Give each record its part of its crew's count, under the name that the profile's [share] has.

    The part is the floor of count times weight over the sum of weights; what is left over goes one ten-thousandth each
    to the largest remainders, ties to the earlier row.
    """
    share = profile.share
    if share is None:
        return shaped
    cells = shaped.cells
    count = _e4(as_number(cells[share.count], profile.dialect).text)
    weight = _weights(cells, profile, share.over)
    frame = shaped.frame.with_columns(_count=count, _weight=weight)
    said = frame.filter(pl.col(PLACE) == "total").group_by(SEGMENT).agg(_stated=pl.col("_count").first(), _n=pl.len())
    frame = frame.join(said, on=SEGMENT, how="left", maintain_order="left")
    frame = frame.with_columns(_stated=pl.coalesce("_stated", pl.when(pl.col(PLACE) == "record").then("_count")))
    frame = _parts(frame)
    part = Cell(pl.when(pl.col(WHY_NOT).is_null()).then(e4_text(pl.col(SHARED))), pl.lit("s"), pl.col(WHY_NOT))
    return Shaped(shaped.sheet, frame, cells.with_names({share.name: part}), shaped.width)


def _weights(cells: Cells, profile: Profile, over: str | None) -> pl.Expr:
    if over is None:
        return pl.lit(1, dtype=pl.Int64)
    cell = cells[over]
    read = _e4(pl.coalesce(as_number(cell, profile.dialect).text, as_hours_hmm(cell).text))
    return pl.when(cell.text.is_null()).then(0).otherwise(read)


def _e4(text: pl.Expr) -> pl.Expr:
    return text.str.to_decimal(scale=NUMBER_DECIMALS).to_physical().cast(pl.Int64)


def _parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Share each segment's count by largest remainder; products are held in 128 bits.

    A record whose weight cannot be read spoils the whole segment: nobody knows what the others' parts would be.
    """
    record = pl.col(PLACE) == "record"
    weight = pl.when(record).then(pl.col("_weight")).otherwise(0).cast(pl.Int128)
    whole = weight.sum().over(SEGMENT)
    sound = weight.is_between(0, LARGEST).fill_null(value=False).all().over(SEGMENT)
    good = record & pl.col("_stated").is_between(0, LARGEST) & (whole > 0) & sound & (weight > 0)
    frame = frame.with_columns(_good=good.fill_null(value=False), _w=weight, _whole=whole)
    product = pl.col("_stated").cast(pl.Int128) * pl.col("_w")
    divisor = pl.when(pl.col("_whole") > 0).then(pl.col("_whole")).otherwise(1)
    frame = frame.with_columns(_floor=(product // divisor), _rest=(product % divisor))
    left = pl.col("_stated").cast(pl.Int128) - pl.when("_good").then("_floor").otherwise(0).sum().over(SEGMENT)
    order = pl.struct(divisor - pl.col("_rest"), pl.col(ROW)).rank("ordinal").over(SEGMENT, "_good")
    extra = (order.cast(pl.Int128) <= left).cast(pl.Int128)
    part = pl.when("_good").then((pl.col("_floor") + extra).cast(pl.Int64))
    none = pl.when(record & part.is_null() & ((pl.col("_weight") != 0).fill_null(value=True) | ~sound))
    return frame.with_columns(
        part.alias(SHARED), none.then(pl.lit(NOBODY)).otherwise(NOTHING).alias(WHY_NOT)
    ).drop("_good", "_w", "_whole", "_floor", "_rest")  # fmt: skip
