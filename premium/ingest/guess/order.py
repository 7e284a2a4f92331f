"""What proves the order of day and month, and which characters stand before decimals and between thousands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess.values import PARTED, SOLID_YMD

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTHS = 12
CENTURY = 100


@dataclass(frozen=True, slots=True)
class Order:
    """The order of day, month and year, and the cell that proves it (or one that could be either)."""

    dates: str | None
    proof: str
    asked: bool
    """Whether there are days at all whose order is not proved."""


def date_order(
    columns: Sequence[pl.Series], spans: Sequence[tuple[pl.Series, pl.Series]], others: Sequence[pl.Series] = ()
) -> Order:
    """Find the order from days over 12; else from pay periods, which are no longer than a month.

    `spans` are pairs of columns, the first and the last day of pay periods; `others` are days that are not read, and
    asked only where those that are read leave it open.
    """
    cells = pl.concat([c.drop_nulls() for c in columns]) if columns else pl.Series(dtype=pl.String)
    parts = cells.filter(cells.str.contains(PARTED))
    if parts.is_empty():
        return _solid(cells, spans)
    beside = pl.concat([c.drop_nulls() for c in others]) if others else pl.Series(dtype=pl.String)
    proved = _over_12(parts) or _over_12(beside.filter(beside.str.contains(PARTED)))
    return proved or _by_spans(spans, str(parts[0]))


def _over_12(parts: pl.Series) -> Order | None:
    """Return the order that days over 12 prove; None where there are none."""
    one, two = (parts.str.extract(PARTED, g).cast(pl.Int64) for g in (1, 2))
    day_first, month_first = parts.filter(one > MONTHS), parts.filter(two > MONTHS)
    fewer, more = sorted((day_first, month_first), key=len)
    if len(fewer) > SLIPS * len(more):
        return Order(None, f"{day_first[0]} and {month_first[0]}", asked=True)
    if len(fewer):
        told = f"{len(more)} cells such as {more[0]}, against {len(fewer)} such as {fewer[0]}"
        return Order("dmy" if more is day_first else "mdy", told, asked=False)
    if len(day_first):
        return Order("dmy", f"{day_first[0]} can only be day first", asked=False)
    if len(month_first):
        return Order("mdy", f"{month_first[0]} can only be month first", asked=False)
    return None


SLIPS = 0.2
"""The share of days that may be written wrongly before they speak for another order."""


def _solid(cells: pl.Series, spans: Sequence[tuple[pl.Series, pl.Series]]) -> Order:
    """Return the order of days written without anything between, or with the year first."""
    first = next(iter(cells.to_list()), "")
    digits = cells.filter(cells.str.contains(r"^[0-9]{6}([0-9]{2})?$"))
    if len(digits) < SLIPS * len(cells) or not len(digits):
        return Order("ymd", first, asked=False)
    years = int(digits.str.contains(SOLID_YMD).sum())
    if years >= (1 - SLIPS) * len(digits):
        return Order("ymd", first, asked=False)
    return _by_spans(spans, str(digits[0]))


def halves(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the first and the last days of texts such as `12/01/2025-12/07/2025`."""
    parts = texts.str.extract_all(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{2,4}")
    return parts.list.get(0, null_on_oob=True), parts.list.get(1, null_on_oob=True)


LONGEST = 31
"""Days that a pay period can have."""


SPOKEN = {"mdy": "month first", "dmy": "day first", "ymd": "year first"}


def _by_spans(spans: Sequence[tuple[pl.Series, pl.Series]], sample: str) -> Order:
    """Find the one order in which no pay period, and no wait for its check, is longer than a month."""
    fits = []
    for order in ("mdy", "dmy", "ymd"):
        lengths = [(_days(b, order) - _days(a, order)).dt.total_days().drop_nulls() for a, b in spans]
        good = [int(((n >= 0) & (n < LONGEST)).sum()) >= (1 - SLIPS) * len(n) for n in lengths if len(n)]
        if good and all(good):
            fits.append(order)
    if len(fits) == 1:
        told = f"{SPOKEN[fits[0]]}: were {sample} read in another order, a pay period would be longer than a month"
        return Order(fits[0], told, asked=False)
    return Order(None, sample, asked=True)


SOLID = {"mdy": (3, 1, 2), "dmy": (3, 2, 1), "ymd": (1, 2, 3)}
"""Where year, month and day stand."""


def _days(texts: pl.Series, order: str) -> pl.Series:
    """Read days in an order; those written with the year first and signs between are themselves."""
    places = SOLID[order]
    apart = [pl.col("t").str.extract(PARTED, g) for g in places]
    width = "([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})" if order == "ymd" else "([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})"
    solid = [pl.col("t").str.extract(f"^{width}$", g) for g in places]
    said = [pl.coalesce(a, s) if order != "ymd" else s for a, s in zip(apart, solid, strict=True)]
    year, month, day = (part.cast(pl.Int32) for part in said)
    full = pl.when(year < CENTURY).then(year + 2000).otherwise(year)
    text = pl.format("{}-{}-{}", full, month, day).str.to_date("%Y-%m-%d", strict=False)
    iso = pl.col("t").str.extract(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})", 1).str.to_date("%Y-%m-%d", strict=False)
    return pl.DataFrame({"t": texts}).select(day=pl.coalesce(text, iso)).get_column("day")


@dataclass(frozen=True, slots=True)
class Marks:
    """The decimal and group characters: what the cells prove, and a cell that could be either."""

    decimal: str
    group: str
    doubtful: str = ""
    proof: str = ""


def marks(columns: Sequence[pl.Series]) -> Marks:
    """Find the decimal and the group character from cells that can be read in one way only."""
    cells = pl.concat([c.drop_nulls() for c in columns]) if columns else pl.Series(dtype=pl.String)
    cells = cells.filter(cells.str.contains(r"[.,' \u00a0]"))
    bare = cells.str.replace_all(r"[^0-9.,' \u00a0]", "").str.strip_chars()
    comma = bare.filter(bare.str.contains(r"^[0-9.' \u00a0]*,([0-9]{1,2}|[0-9]{4,})$"))
    point = bare.filter(bare.str.contains(r"^[0-9,' \u00a0]*\.([0-9]{1,2}|[0-9]{4,})$"))
    decimal = "," if len(comma) > len(point) else "."
    proof = (comma if decimal == "," else point).head(1).to_list()
    other = "." if decimal == "," else ","
    groups = [g for g in (other, "'", " ") if _grouped(bare, g, decimal)]
    unsure = bare.filter(bare.str.contains(r"^[0-9]{1,3}[.,][0-9]{3}$"))
    doubtful = str(unsure[0]) if len(unsure) and not proof else ""
    group = "" if doubtful else groups[0] if groups else other if proof else ""
    return Marks(decimal, group, doubtful, str(proof[0]) if proof else "")


def _grouped(bare: pl.Series, group: str, decimal: str) -> bool:
    pattern = rf"^[0-9]{{1,3}}({re.escape(group)}[0-9]{{3}})+({re.escape(decimal)}[0-9]+)?$"
    return bool(bare.str.replace_all("\u00a0", " ").str.contains(pattern).any())
