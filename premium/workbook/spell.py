"""How a stored number, day or time is spelled as text: exactly, the same for every kind of file."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

MICROS = 1_000_000
"""A second."""
DAY_MICROS = 86_400 * MICROS


def number(value: float) -> str:
    """Return the shortest decimal that is this binary number, without an exponent: `0.1`, `123`, `-0.5`."""
    text = repr(value)
    if "e" in text:
        text = format(Decimal(text), "f")
    return "0" if text == "-0.0" else text.removesuffix(".0")


def clock(micros: int) -> str:
    """Return hours and minutes, however many hours, with seconds where there are any: `38:15`, `-0:30:15.5`."""
    whole, part = divmod(abs(micros), MICROS)
    hours, rest = divmod(whole, 3_600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{part:06}".rstrip("0") if part else ""
    tail = f":{seconds:02}{fraction}" if seconds or part else ""
    return f"{'-' if micros < 0 else ''}{hours}:{minutes:02}{tail}"


def moment(value: datetime) -> str:
    """Return a day, and its time where there is one: `2025-12-05`, `2025-12-05 13:30:00`."""
    if value.time() == datetime.min.time():
        return value.date().isoformat()
    text = value.isoformat(sep=" ")
    return text.rstrip("0") if value.microsecond else text
