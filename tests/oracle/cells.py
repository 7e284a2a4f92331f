"""One cell of text to a value, or the short code of why it has none (section 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

# [0-9] and not \d: other scripts' digits are no digits here. \Z and not $: a line may not end inside a cell.
NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?\Z")
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")


@dataclass(frozen=True)
class Column:
    """One column of section 2's table: `scale` for numbers (18,scale), `choices` for a value from a list."""

    name: str
    type: str = "text"
    required: bool = True
    scale: int = 0
    choices: frozenset[str] = frozenset()


def is_absent(text: str | None) -> bool:
    """Empty text, and text of white space only, is an absent value."""
    return text is None or text.strip() == ""


def read_cell(column: Column, text: str | None) -> tuple[Any, str | None]:
    """The value and no reason, or no value and the reason for setting the row aside (section 2)."""
    if text is None or is_absent(text):
        return None, ("missing" if column.required else None)
    if column.type == "number":
        return read_number(text, column.scale)
    if column.type == "date":
        return read_date(text)
    if column.choices and text not in column.choices:
        return None, "not_in_list"
    return text, None  # section 2: identifiers are text, byte for byte; nothing is trimmed


def read_number(text: str, scale: int) -> tuple[int | None, str | None]:
    """A decimal (18,scale) as a whole number of its smallest unit."""
    match = NUMBER.match(text)
    if match is None:
        return None, "not_a_number"
    sign, whole, fraction = match.group(1), match.group(2), match.group(3) or ""
    if len(fraction) > scale:
        return None, "too_many_decimals"
    if len(whole.lstrip("0")) > 18 - scale:
        return None, "too_many_digits"
    units = int(whole + fraction.ljust(scale, "0"))
    return (-units if sign else units), None


def read_date(text: str) -> tuple[date | None, str | None]:
    """YYYY-MM-DD exactly, and a day that the calendar has."""
    match = DATE.match(text)
    if match is None:
        return None, "not_a_date"
    try:
        return date(int(match.group(1)), int(match.group(2)), int(match.group(3))), None
    except ValueError:
        return None, "not_a_date"
