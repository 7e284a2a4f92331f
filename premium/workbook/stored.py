"""A number as a workbook stores it, and what stands there for a person: a kind, a text, and perhaps a reason."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple

from premium.workbook import spell

if TYPE_CHECKING:
    from premium.workbook.formats import Shown

TEXT, NUMBER, DAY, DURATION, TRUTH, FAULT = "s", "n", "d", "h", "b", "e"
"""The kinds of `premium.ingest.files.sheet`."""

LONGEST_EXACT = 10**15
"""A spreadsheet keeps 15 digits; of a whole number from here on, the last are lost."""
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_FIRST_YEAR = 1905
"""The same where the day is known and not its number, whichever year the workbook counts from."""
NOT_A_DAY = "not_a_day: the cell shows a day, and holds what is nearly always a number or hours in a wrong format"
_A_YEAR = 366
"""From this serial on, a stored number is a day; below, it is nearly always a number or hours in a wrong format."""


class Cell(NamedTuple):
    """A cell that holds something; `reason` is why it must not be taken at its word, or empty."""

    kind: str
    text: str
    reason: str = ""


def stored(text: str, shown: Shown, *, from_1904: bool) -> Cell:
    """Return the cell for a stored number, as its format shows it."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return Cell(FAULT, text, "not_a_number: the workbook says that this is a number")
    value = float(text)
    if shown == "number":
        return of_number(value)
    if abs(value) >= LONGEST_EXACT:
        return Cell(FAULT, text, NOT_A_DAY)
    micros = round(value * spell.DAY_MICROS / 1_000) * 1_000
    if shown == "elapsed" or (shown == "time" and 0 <= value < 1):
        return Cell(DURATION, spell.clock(micros))
    return _moment(value, micros, shown, from_1904=from_1904)


def of_number(value: float) -> Cell:
    """Return the cell for a plain number."""
    spelled = spell.number(value)
    if not isfinite(value):
        return Cell(FAULT, spelled, "not_a_number: it is too large for a spreadsheet")
    if abs(value) >= LONGEST_EXACT and value == int(value):
        return Cell(
            FAULT, spelled, "digits_lost: a spreadsheet keeps 15 digits of a number; the last ones are not true"
        )
    return Cell(NUMBER, spelled)


def _moment(value: float, micros: int, shown: Shown, *, from_1904: bool) -> Cell:
    if value < _A_YEAR:
        text = spell.clock(micros)
        if shown == "time" and value >= 1:
            visible = spell.clock(micros % spell.DAY_MICROS)
            return Cell(FAULT, text, f"hours_hidden: the cell shows {visible} and holds {text}")
        return Cell(FAULT, spell.number(value), NOT_A_DAY)
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no zone
    try:
        return Cell(DAY, spell.moment(base + timedelta(microseconds=micros)))
    except OverflowError:
        return Cell(FAULT, spell.number(value), NOT_A_DAY)


def of_moment(moment: datetime) -> Cell:
    """Return the cell for a day, and its time where there is one."""
    text = spell.moment(moment)
    return Cell(FAULT, text, NOT_A_DAY) if moment.year < _FIRST_YEAR else Cell(DAY, text)


def iso_day(text: str) -> Cell:
    """Return the cell for a day or time that is stored as text: `2025-12-05`, `2025-12-05T13:30:00`, `13:30:00`."""
    try:
        if "-" in text:
            return of_moment(datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None))
        return of_time(time.fromisoformat(text))
    except ValueError:
        return Cell(FAULT, text, "not_a_day: the workbook says that this is a day or a time")


def of_time(clock: time) -> Cell:
    """Return the cell for a time of day."""
    whole = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return Cell(DURATION, spell.clock(whole * spell.MICROS + clock.microsecond))
