"""What total rows add up: compared with the records' sums, exactly, so that a proposed total is known to agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW, cell, kind
from premium.ingest.sender.cells import Cell
from premium.ingest.sender.values import NOTHING, exact_amount, hmm_seconds

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from premium.ingest.guess.rows import Odd
    from premium.ingest.guess.sample import Part
    from premium.ingest.profile.model import Dialect

FINE = 6
"""Decimals in which sums are compared."""
WAYS = ("all", "group", "since_last")


@dataclass(frozen=True, slots=True)
class Adds:
    """How total rows of one sort add up, and whether they do: `agree` of `cells` amounts in them."""

    of: str
    agree: int
    cells: int


def scaled(frame: pl.DataFrame, index: int, dialect: Dialect) -> pl.Series:
    """Return a column's numbers in 10^-6, hours and minutes in seconds; null where there is none."""
    kinds = pl.col(kind(index)) if kind(index) in frame.columns else pl.lit("s")
    here = Cell(pl.col(cell(index)), kinds, NOTHING)
    text = exact_amount(here, dialect)
    fits = pl.when(text.str.contains(rf"^-?[0-9]{{1,14}}(\.[0-9]{{1,{FINE}}})?$")).then(text)
    number = fits.str.to_decimal(scale=FINE).to_physical().cast(pl.Int128)
    return frame.select(n=pl.coalesce(number, hmm_seconds(here).cast(pl.Int128))).get_column("n")


def adds(
    part: Part, members: Sequence[Odd], boundaries: Collection[int], columns: Sequence[int], dialect: Dialect
) -> Adds:
    """Find what some total rows of a sheet add up.

    `boundaries` are the rows of groups and of groups' totals; `columns` those that hold numbers.
    """
    frame = part.sheet.cells.with_columns(pl.col(cell(i)).str.strip_chars() for i in range(part.sheet.width))
    is_record = frame.get_column(ROW).is_in(part.sorted.records.get_column(ROW).implode())
    places = dict(zip(frame.get_column(ROW).to_list(), range(len(frame)), strict=True))
    sums: dict[int, list[int]] = {}
    stated: dict[int, list[int | None]] = {}
    for index in columns:
        numbers = scaled(frame, index, dialect)
        stated[index] = numbers.to_list()
        sums[index] = numbers.set(~is_record, None).fill_null(0).cum_sum().to_list()
    counted = {way: [0, 0] for way in WAYS}
    for way in WAYS:
        for number, odd in enumerate(members):
            begin = _begin(way, odd.row, boundaries, members, number)
            at, before = places[odd.row], places.get(begin, -1)
            for index in set(odd.cells) & set(columns):
                said = stated[index][at]
                if said is None:
                    continue
                read = sums[index][at] - (sums[index][before] if before >= 0 else 0)
                counted[way][0] += said == read
                counted[way][1] += 1
    return _best(counted, len(members))


def _begin(way: str, row: int, boundaries: Collection[int], members: Sequence[Odd], number: int) -> int:
    if way == "group":
        return max((b for b in boundaries if b < row), default=-1)
    if way == "since_last":
        return members[number - 1].row if number else -1
    return -1


def _best(counted: Mapping[str, Sequence[int]], members: int) -> Adds:
    order = ("all", "group", "since_last") if members == 1 else ("group", "since_last", "all")
    way = max(order, key=lambda w: (counted[w][0], -order.index(w)))
    return Adds(way, counted[way][0], counted[way][1])
