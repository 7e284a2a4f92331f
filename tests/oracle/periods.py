"""Section 1: periods and time. A period is the date on which it begins.

The first and the last year of the calendar have neighbours that no date can name; there the arithmetic stops
at the calendar's first or last day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol, TypeVar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
T = TypeVar("T")


def plus_days(day: date, days: int) -> date:
    """A day so many days later (or earlier), kept within the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True)
class Calendar:
    """Section 1: "a program pools premium money by `week` or by `month`"."""

    pool: str
    week_start: int

    def period_of(self, day: date) -> date:
        """Section 1: "the first of the month, or the week's first day"."""
        if self.pool == "month":
            return day.replace(day=1)
        return plus_days(day, -((day.weekday() - self.week_start) % 7))

    def back(self, period: date, periods: int) -> date:
        """Section 1: "moved back by `payout_lag` periods"."""
        for _ in range(periods):
            period = self.period_of(plus_days(period, -1))
        return period

    def last_day(self, period: date) -> date:
        """The last day of a period, from which the terms of sections 3 and 5 are counted."""
        if self.pool == "week":
            return plus_days(period, 6)
        return period.replace(day=monthrange(period.year, period.month)[1])


class Dated(Protocol):
    """Anything that holds from a day on."""

    @property
    def from_date(self) -> date | None:
        """The first day; None is always."""


D = TypeVar("D", bound=Dated)


def in_force(rows: Sequence[D], day: date) -> D | None:
    """The row with the latest first day on or before `day`: each "until the next one" (sections 2, 3)."""
    held = [row for row in rows if (row.from_date or date.min) <= day]
    # An empty from_date comes before every real one, also before one on the calendar's first day.
    return max(held, key=lambda row: (row.from_date is not None, row.from_date or date.min), default=None)
