"""How a value is written in the report: by what its column is, never longer than a cell can bear."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from premium.money import dollars

UNKNOWN = "—"
CELL = 32
"""Characters of a name or a value that a cell shows; with the rows that a table shows, this bounds the file's size."""
SENTENCE = 240
WEEKDAYS = 6


def clip(text: str, most: int = CELL) -> str:
    """Cut text with an ellipsis, and put a space for what cannot be seen (line ends and other controls)."""
    seen = "".join(c if c.isprintable() or ord(c) > 0x9F else " " for c in text[: most + 1])  # noqa: PLR2004 - the last control
    return seen if len(seen) <= most else seen[: most - 1].rstrip() + "…"


def day(value: date) -> str:
    """Write a day as `15 April 2026`."""
    return f"{value.day} {value:%B} {value.year}"


def short_day(value: date) -> str:
    """Write a day as `15 Apr 2026`, for tables."""
    return f"{value.day} {value:%b} {value.year}"


def period(value: date, pool: str) -> str:
    """Write a period as people say it: `Nov 2025`, or its first and last day when it is a week."""
    if pool == "month":
        return f"{value:%b} {value.year}"
    if value > date.max - timedelta(days=WEEKDAYS):
        return short_day(value)
    return f"{value.day} {value:%b} – {short_day(value + timedelta(days=WEEKDAYS))}"


def quantity(value: Decimal) -> str:
    """Write a quantity without needless zeros: `1,250.5`."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def cell(column: str, value: Any, pool: str) -> str:  # noqa: ANN401 - a value is whatever the table holds
    """Write one cell of a table."""
    if value is None:
        return UNKNOWN
    if column.endswith("_cents"):
        return dollars(value)
    if isinstance(value, date):
        return period(value, pool) if column == "period" else short_day(value)
    if isinstance(value, Decimal):
        return quantity(value)
    if isinstance(value, int):
        return f"{value:,}"
    return clip(str(value))


def is_number(column: str, rows: tuple[dict[str, Any], ...]) -> bool:
    """Tell whether a column holds numbers, so that it is set to the right."""
    if column.endswith("_cents"):
        return True
    return any(isinstance(row[column], (int, Decimal)) for row in rows)


def count(number: int, one: str, many: str = "") -> str:
    """Write a count with its word: `1 worker`, `1,204 workers`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
