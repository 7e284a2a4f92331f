"""A crew's count shared over its records: whole ten-thousandths, none lost, by a rule that the profile states."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import NUMBER, ROW
from premium.ingest.sender.cells import Cell, plain
from premium.ingest.sender.file import ControlTotal
from premium.ingest.sender.header import names_given, sources_of
from premium.ingest.sender.rows import PLACE, SEGMENT, WHY, Shaped
from premium.ingest.sender.values import NOTHING, as_hours_hmm, as_number, e4_text, scaled_e4

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
    stated = cells[share.count]
    frame = shaped.frame.with_columns(
        _count=scaled_e4(as_number(stated, profile.dialect).text), _counts=stated.text.is_not_null(),
        _weight=_weights(cells, profile, share.over), _crew=_crew(profile, share.count),
    )  # fmt: skip
    frame = _parts(_stated(frame, profile, share.count))
    part = Cell(pl.when(pl.col(WHY_NOT).is_null()).then(e4_text(pl.col(SHARED))), pl.lit(NUMBER), pl.col(WHY_NOT))
    return Shaped(shaped.sheet, frame, cells.with_names({share.name: part}), shaped.width)


def share_totals(shaped: Shaped, profile: Profile) -> list[ControlTotal]:
    """Return each count that a row states beside the sum of the parts that records got of it, in ten-thousandths."""
    share = profile.share
    if share is None:
        return []
    column = next((c for c, s in sources_of(profile) if share.name in (s.titles or ())), "units")
    parts = shaped.frame.filter(pl.col(PLACE) == "record").select(SHARED, SEGMENT, "_crew")
    giving, of_group = _giving(profile, share.count), _of_group(profile)
    place = "group" if giving else "total"
    stated = shaped.frame.filter((pl.col(PLACE) == place) & pl.col("_counts"))
    found = []
    for row in stated.filter(pl.col(WHY).is_in(giving) if giving else pl.lit(value=True)).to_dicts():
        of = "_crew" if giving else SEGMENT if row[WHY] in of_group else None
        got = parts.filter(pl.col(of) == row[of])[SHARED].sum() if of else parts[SHARED].sum()
        found.append(ControlTotal(shaped.sheet, row[ROW], share.count, column, row["_count"], int(got or 0)))
    return found


def _of_group(profile: Profile) -> list[str]:
    """Return which total rules add a group up, as `_why_placed` has them."""
    return [str(i) for i, total in enumerate(profile.rows.total) if total.of == "group"]


def _giving(profile: Profile, count: str) -> list[str]:
    """Return which group rules give the count, as `_why_placed` has them."""
    groups = enumerate(profile.rows.group)
    return [str(i) for i, group in groups if plain(count) in {plain(cut.name) for cut in group.gives}]


def _crew(profile: Profile, count: str) -> pl.Expr:
    """Number the crews: down to the next group row that gives a count, or to the total row of a group, or all rows."""
    giving = _giving(profile, count)
    if giving:
        return ((pl.col(PLACE) == "group") & pl.col(WHY).is_in(giving)).cum_sum()
    of_group = plain(count) not in names_given(profile) and _of_group(profile)
    return pl.col(SEGMENT) if of_group else pl.lit(0, dtype=pl.UInt32)


def _stated(frame: pl.DataFrame, profile: Profile, count: str) -> pl.DataFrame:
    """Add each crew's count: what its rows were given by name, or what its total rows state, if they state one."""
    if plain(count) in names_given(profile):
        return frame.with_columns(_stated=pl.when(pl.col(PLACE) == "record").then("_count"))
    whose = pl.col(WHY).is_in(_of_group(profile)) if _of_group(profile) else pl.lit(value=True)
    one = pl.when(pl.col("_count").n_unique() == 1).then(pl.col("_count").first())
    said = frame.filter((pl.col(PLACE) == "total") & whose & pl.col("_counts")).group_by("_crew").agg(_stated=one)
    return frame.join(said, on="_crew", how="left", maintain_order="left")


def _weights(cells: Cells, profile: Profile, over: str | None) -> pl.Expr:
    if over is None:
        return pl.lit(1, dtype=pl.Int64)
    cell = cells[over]
    read = scaled_e4(pl.coalesce(as_number(cell, profile.dialect).text, as_hours_hmm(cell).text))
    return pl.when(cell.text.is_null()).then(0).otherwise(read)


def _parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Share each crew's count by largest remainder; products are held in 128 bits.

    A record whose weight cannot be read spoils the whole crew: nobody knows what the others' parts would be.
    """
    record = pl.col(PLACE) == "record"
    weight = pl.when(record).then(pl.col("_weight")).otherwise(0).cast(pl.Int128)
    whole = weight.sum().over("_crew")
    sound = weight.is_between(0, LARGEST).fill_null(value=False).all().over("_crew")
    good = record & pl.col("_stated").is_between(0, LARGEST) & (whole > 0) & sound & (weight > 0)
    frame = frame.with_columns(_good=good.fill_null(value=False), _w=weight, _whole=whole)
    product = pl.col("_stated").cast(pl.Int128) * pl.col("_w")
    divisor = pl.when(pl.col("_whole") > 0).then(pl.col("_whole")).otherwise(1)
    frame = frame.with_columns(_floor=(product // divisor), _rest=(product % divisor))
    left = pl.col("_stated").cast(pl.Int128) - pl.when("_good").then("_floor").otherwise(0).sum().over("_crew")
    order = pl.struct(divisor - pl.col("_rest"), pl.col(ROW)).rank("ordinal").over("_crew", "_good")
    extra = (order.cast(pl.Int128) <= left).cast(pl.Int128)
    part = pl.when("_good").then((pl.col("_floor") + extra).cast(pl.Int64))
    nobody = (whole == 0) & (pl.col("_stated") != 0).fill_null(value=False)
    none = pl.when(record & part.is_null() & ((pl.col("_weight") != 0).fill_null(value=True) | ~sound | nobody))
    return frame.with_columns(
        part.alias(SHARED), none.then(pl.lit(NOBODY)).otherwise(NOTHING).alias(WHY_NOT)
    ).drop("_good", "_w", "_whole", "_floor", "_rest")  # fmt: skip
