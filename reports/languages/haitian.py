"""Days in Haitian Creole. Babel knows the language only as a kind of French, and writes `22 mars 2026`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

MONTHS = (
    "janvye", "fevriye", "mas", "avril", "me", "jen", "jiyè", "out", "septanm", "oktòb", "novanm", "desanm",
)  # fmt: skip


def day(value: date) -> str:
    """Write a day as `15 avril 2026`; the first of a month as `1ye avril 2026`."""
    return f"{'1ye' if value.day == 1 else value.day} {month(value)}"


def month(value: date) -> str:
    """Write a month as `avril 2026`."""
    return f"{MONTHS[value.month - 1]} {value.year}"
