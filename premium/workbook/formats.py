"""What a number format makes of a stored number: a day, a time of day, hours that run on, or a number."""

from __future__ import annotations

import re
from typing import Literal

Shown = Literal["number", "day", "time", "elapsed"]

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_HALF_DAY = re.compile(r"AM/PM|A/P", re.IGNORECASE)
_NO_DATES = ("general", "standard", "@", "")

BUILT_IN: dict[int, Shown] = {
    **dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 59)), "day"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 47), "time"),
    46: "elapsed",
}
"""The formats that a workbook names by number only; 27 to 36 and 50 to 58 are those of East Asia."""


def shown_as(code: str) -> Shown:
    """Return what a format code shows; the first of its sections that shows a day or time decides."""
    if code.strip().lower() in _NO_DATES:
        return "number"
    bare = _LITERAL.sub("", code)
    if _ELAPSED.search(bare):
        return "elapsed"
    letters = _HALF_DAY.sub("h", _BRACKETS.sub("", bare)).lower()
    if "y" in letters or "d" in letters:
        return "day"
    if "h" in letters or "s" in letters:
        return "time"
    return "day" if "m" in letters else "number"
