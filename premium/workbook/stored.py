"""A number as a workbook stores it, and what stands there for a person: a kind, a text, and perhaps a reason."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from premium.workbook import spell

if TYPE_CHECKING:
    from premium.workbook.formats import Shown

TEXT, NUMBER, DAY, DURATION, TRUTH, FAULT = "s", "n", "d", "h", "b", "e"
"""The kinds of `premium.ingest.files.sheet`."""

LONGEST_EXACT = 10**15
"""A spreadsheet keeps 15 digits; of a whole number from here on, the last are lost."""
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_LEAP_BUG = 60
"""Serial of 1900-02-29, a day that never was but that spreadsheets count."""
_A_YEAR = 366
"""From this serial on, a number shown as a time of day is a moment; below, hours that were added up."""


class Cell(NamedTuple):
    """A cell that holds something; `reason` is why it must not be taken at its word, or empty."""

    kind: str
    text: str
    reason: str = ""


def stored(text: str, shown: Shown, *, from_1904: bool) -> Cell:
    """Return the cell for a stored number, as its format shows it."""
    if not _NUMBER.fullmatch(text):
        return Cell(FAULT, text, "not_a_number: the workbook says that this is a number")
    value = float(text)
    if shown == "number":
        return _number(value, text)
    try:
        micros = round(value * spell.DAY_MICROS / 1_000) * 1_000
    except OverflowError:
        return Cell(FAULT, text, "not_a_day: a number far too large to be a day")
    if shown == "elapsed":
        return Cell(DURATION, spell.clock(micros))
    if shown == "time" and 0 <= value < 1:
        return Cell(DURATION, spell.clock(micros))
    return _moment(value, micros, shown, from_1904=from_1904)


def _number(value: float, text: str) -> Cell:
    spelled = spell.number(value)
    if value in (float("inf"), float("-inf")):
        return Cell(FAULT, text, "not_a_number: it is too large for a spreadsheet")
    if abs(value) >= LONGEST_EXACT and value == int(value):
        return Cell(
            FAULT, spelled, "digits_lost: a spreadsheet keeps 15 digits of a number; the others are not the sender's"
        )
    return Cell(NUMBER, spelled)


def _moment(value: float, micros: int, shown: Shown, *, from_1904: bool) -> Cell:
    if shown == "time" and 1 <= value < _A_YEAR:
        text = spell.clock(micros)
        visible = spell.clock(micros % spell.DAY_MICROS)
        return Cell(
            FAULT, text, f"hours_hidden: the cell shows {visible} and holds {text}: its format drops whole days"
        )
    first = 0 if from_1904 else 1
    if value < first or (not from_1904 and _LEAP_BUG <= value < _LEAP_BUG + 1):
        return Cell(FAULT, spell.number(value), "not_a_day: the number is shown as a day, and is none")
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value > _LEAP_BUG else 31)  # noqa: DTZ001 - a sheet's days have no zone
    try:
        return Cell(DAY, spell.moment(base + timedelta(microseconds=micros)))
    except OverflowError:
        return Cell(FAULT, spell.number(value), "not_a_day: the number is shown as a day, and is none")


def iso_day(text: str) -> Cell:
    """Return the cell for a day or time that is stored as text: `2025-12-05`, `2025-12-05T13:30:00`, `13:30:00`."""
    try:
        if "-" in text:
            return Cell(DAY, spell.moment(datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=None)))
        clock = time.fromisoformat(text)
    except ValueError:
        return Cell(FAULT, text, "not_a_day: the workbook says that this is a day or a time")
    whole = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return Cell(DURATION, spell.clock(whole * spell.MICROS + clock.microsecond))
