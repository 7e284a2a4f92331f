"""Whether a column's cells can be what its title says: 0 never, 1 surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from premium.ingest.guess.values import Evidence

NOBODY_KNOWS = 0.75
"""Of a column in which nothing stands."""
NAMES, LIKELY, SURELY = 0.3, 0.9, 1.0
PACKED = 0.97
"""Of days without anything between their parts, and of two days in one cell."""
FEW = 10
"""Choices that a column of choices may have."""
OF_RECORDS = frozenset({"line_id", "purchase_id", "sale_id", "payment_id", "receipt_id"})
"""Numbers that make a record itself: they do not repeat."""


def fit(e: Evidence, sort: str, name: str) -> float:  # noqa: PLR0911 - one return per type
    """Say whether a column can be of a type (`date`, `money`, `number`, `id`, `text`, `choice`, or `words`)."""
    if e.empty:
        return NOBODY_KNOWS
    match sort:
        case "date":
            return _date(e)
        case "money":
            return (SURELY if e.has_cents else LIKELY) if e.is_numbers and not e.is_days else 0.0
        case "number":
            return _number(e, name)
        case "id":
            return _id(e, name)
        case "words":
            return SURELY if e.is_words else 0.0
        case "choice":
            return LIKELY if e.distinct <= FEW and e.is_words else 0.0
        case "text" if name == "unit":
            return SURELY if e.is_words else 0.0
        case _:
            return 0.0 if e.is_days or e.has_cents else SURELY


def _date(e: Evidence) -> float:
    return SURELY if e.is_days else PACKED if e.is_packed_days or e.is_ranges else 0.0


def _number(e: Evidence, name: str) -> float:
    """A rate may hold odd cells, such as the percentage of a tax: then it is one for the rows that have a number."""
    if name == "rate" and not e.is_numbers:
        return LIKELY if e.numbers >= 1 / 2 else 0.0
    return SURELY if e.is_numbers and not e.is_days else 0.0


def _id(e: Evidence, name: str) -> float:
    if e.is_days or e.has_cents:
        return 0.0
    if name == "worker_id" and e.is_words and not e.has_digits:
        return NAMES
    if name in OF_RECORDS and e.repeats:
        return 0.0 if name == "line_id" else 1 / 2
    return SURELY
