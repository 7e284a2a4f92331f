"""Traps of the calendar: weeks that lie in two years, leap days, and the first and last day that there are."""

from __future__ import annotations

from datetime import date

from traps.rows import Rows

CLASSES = ("harvest", "milker")
"""A class that qualifies in one program or the other."""


def _week(rows: Rows, grower: str, days: tuple[date, ...], paid: date) -> None:
    """Wages on each day, money for each day, and premium that says no period or one of the days."""
    for day in days:
        rows.payment((f"{grower} buyer", grower), 1_001, paid, for_period=str(day))
        for number, job_class in enumerate(CLASSES):
            rows.wage((grower, f"w{number}"), 10_00 + number, paid, period_start=str(day), period_end=str(day),
                      job_class=job_class)  # fmt: skip
            rows.premium((grower, f"w{number}"), 75, paid, period_start=str(day), period_end=str(day))
            rows.premium((grower, f"w{number}"), 50, paid, for_period=str(day))


def weeks_across_years() -> Rows:
    """Weeks with days of two years, of 53 in a year, and around 29 February."""
    rows = Rows()
    ends = {
        "2025": (date(2025, 12, 28), date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 4)),
        "2020": (date(2020, 12, 27), date(2020, 12, 31), date(2021, 1, 1), date(2021, 1, 2), date(2021, 1, 3)),
        "2016": (date(2016, 12, 31), date(2017, 1, 1), date(2017, 1, 7), date(2017, 1, 8)),
        "leap": (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2000, 2, 29), date(1900, 2, 28)),
    }
    for name, days in ends.items():
        _week(rows, f"year {name}", days, date(2026, 3, 2))
    return rows


def ends_of_the_calendar() -> Rows:
    """The first and last days of the calendar, and those where calendars were reformed or clocks began."""
    rows = Rows()
    _week(rows, "first days", (date(1, 1, 1), date(1, 1, 2), date(1, 1, 6), date(1, 1, 7)), date(2026, 2, 2))
    _week(rows, "last days", (date(9999, 12, 25), date(9999, 12, 31)), date(2026, 2, 2))
    _week(rows, "reform", (date(1582, 10, 4), date(1582, 10, 15), date(1752, 9, 14)), date(2026, 2, 2))
    _week(rows, "clock", (date(1969, 12, 31), date(1970, 1, 1), date(2038, 1, 19)), date(2026, 2, 2))
    rows.add("growers", {"grower_id": "first days", "from_date": "0001-01-01", "basis": "equal"})
    rows.add("growers", {"grower_id": "first days", "from_date": "", "basis": "hours"})
    rows.add("growers", {"grower_id": "last days", "from_date": "9999-12-31", "basis": "equal"})
    for day in ("0001-01-01", "1970-01-01"):
        rows.shipment("purchases", ("first days buyer", "first days"), 10_0000, ship_date=day)
    return rows
