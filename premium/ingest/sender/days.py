"""How a day is read: the order that the profile says, or the year first, which nobody can mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.sender.values import Read

if TYPE_CHECKING:
    from premium.ingest.profile.model import Dialect
    from premium.ingest.sender.cells import Cell

NOT_A_DATE = "not_a_date: this is no day in the order that the profile says this sender writes them"
NO_DAY = "not_a_date: this does not look like a day; does the profile look for it where it stands?"
HAS_A_TIME = "not_a_date: this is a day with a time of day"

NAMES = (
    "january enero", "february febrero", "march marzo", "april abril", "may mayo", "june junio", "july julio",
    "august agosto", "september septiembre setiembre", "october octubre", "november noviembre", "december diciembre",
)  # fmt: skip
MONTHS = {
    name[:letters]: number
    for number, names in enumerate(NAMES, 1) for name in names.split() for letters in range(3, len(name) + 1)
}  # fmt: skip
"""English and Spanish months by their first letters, three or more; they never contradict each other."""

MIDNIGHT = r"(?i)[ T](?:0?0:00(?::00(?:\.0+)?)?|12:00(?::00)? ?a\.?m\.?)$"
"""The time of day that programs write behind a day that has none."""
ISO = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})$"
TIMED = r"[0-9][ T]+[0-9]{1,2}:[0-9]{2}"
PARTS = {
    "ymd": (r"^([0-9]{4}|[0-9]{2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})$", r"^([0-9]{4}|[0-9]{2})([0-9]{2})([0-9]{2})$"),
    "dmy": (r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})$", r"^([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})$"),
    "mdy": (r"^([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})$", r"^([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})$"),
}
DAY_FIRST = r"(?i)^([0-9]{1,2})[-/. ]+(?:de +)?([a-z]{3,10})\.?,?[-/. ]+(?:de +)?([0-9]{4}|[0-9]{2})$"
MONTH_FIRST = r"(?i)^([a-z]{3,10})\.? +([0-9]{1,2}),? +([0-9]{4}|[0-9]{2})$"

LIKE_A_DAY = r"^[0-9]{1,4}([-/. ])[0-9]{1,2}([-/. ])[0-9]{1,4}$|^[0-9]{6,8}$"
"""What is a day in some order, if not in the stated one."""


def as_date(cell: Cell, dialect: Dialect, order: str | None, add_days: int) -> Read:
    """Read a day, and move it by some days where the profile derives one day from another."""
    order = order or dialect.dates
    text = cell.text.str.replace(MIDNIGHT, "")
    ways = [text.str.extract(ISO, 1), *(_in_order(text, p, order, dialect.century) for p in PARTS[order])]
    ways += [_named(text, DAY_FIRST, (2, 1, 0), dialect.century), _named(text, MONTH_FIRST, (2, 0, 1), dialect.century)]
    day = pl.coalesce(ways).str.to_date("%Y-%m-%d", strict=False)
    moved = day.dt.offset_by(f"{add_days}d") if add_days else day
    timed, like = text.str.contains(TIMED), text.str.contains(LIKE_A_DAY)
    reason = pl.when(timed).then(pl.lit(HAS_A_TIME)).when(like).then(pl.lit(NOT_A_DATE)).otherwise(pl.lit(NO_DAY))
    no_day = text.is_not_null() & ~moved.dt.year().is_between(1, 9999).fill_null(value=False)
    why = pl.coalesce(cell.fault, pl.when(no_day).then(reason))
    return Read(pl.when(why.is_null()).then(moved.dt.to_string("%Y-%m-%d")), why, cell.text)


def _in_order(text: pl.Expr, pattern: str, order: str, century: int) -> pl.Expr:
    parts = text.str.extract_groups(pattern)
    year, month, day = (parts.struct.field(str(order.index(part) + 1)) for part in "ymd")
    return _written(year, month, day, century)


def _named(text: pl.Expr, pattern: str, places: tuple[int, int, int], century: int) -> pl.Expr:
    parts = text.str.extract_groups(pattern)
    year, month, day = (parts.struct.field(str(place + 1)) for place in places)
    number = month.str.to_lowercase().replace_strict(MONTHS, default=None, return_dtype=pl.Int64).cast(pl.String)
    return _written(year, number, day, century)


def _written(year: pl.Expr, month: pl.Expr, day: pl.Expr, century: int) -> pl.Expr:
    full = pl.when(year.str.len_chars() == 2).then((year.cast(pl.Int64) + century).cast(pl.String)).otherwise(year)  # noqa: PLR2004 - digits
    return pl.concat_str([full, pl.lit("-"), month.str.zfill(2), pl.lit("-"), day.str.zfill(2)])
