"""The two programs' terms, as the program files that ship with us state them, in whole units.

Cents carry `_cents`; quantities, hours, units and rates are ten-thousandths (`_e4`), packs
hundredths (`_e2`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl


@dataclass(frozen=True)
class Terms:
    """What a program file says, as far as a world needs it."""

    program: str
    pool: str
    week_start: int
    """Monday 0 to Sunday 6."""
    retention_percent: int
    basis: str
    buyer_days: int
    pay_days: int
    payout_lag: int
    tolerance_cents: int
    rates: tuple[tuple[str, str, date, int], ...]
    """Product, rate unit, first day, rate in ten-thousandths."""
    packs: tuple[tuple[str, int], ...]
    """Sold unit, how many rate units it holds in hundredths; rate units hold 100."""
    qualifying: tuple[str, ...]
    place: str
    minimum_wage_cents: int


FAIR_FOOD: Final = Terms(
    program="fair-food",
    pool="month",
    week_start=0,
    retention_percent=13,
    basis="gross",
    buyer_days=45,
    pay_days=30,
    payout_lag=0,
    tolerance_cents=2,
    rates=(
        ("tomato-round", "lb", date(2011, 1, 1), 100),
        ("tomato-round", "lb", date(2025, 12, 1), 150),
        ("tomato-grape", "lb", date(2011, 1, 1), 250),
        ("pepper-bell", "lb", date(2015, 10, 1), 125),
    ),
    packs=(("lb", 100), ("carton-25lb", 2500), ("bucket-32lb", 3200)),
    qualifying=("harvest", "field"),
    place="FL",
    minimum_wage_cents=1400,
)

MILK_WITH_DIGNITY: Final = Terms(
    program="milk-with-dignity",
    pool="week",
    week_start=6,
    retention_percent=60,
    basis="equal",
    buyer_days=20,
    pay_days=16,
    payout_lag=1,
    tolerance_cents=1,
    rates=(("milk", "cwt", date(2018, 1, 1), 12500),),
    packs=(("cwt", 100), ("lb", 1)),
    qualifying=("milker", "barn"),
    place="VT",
    minimum_wage_cents=1401,
)

PROGRAMS: Final = {terms.program: terms for terms in (FAIR_FOOD, MILK_WITH_DIGNITY)}


def period_of(day: pl.Expr, terms: Terms) -> pl.Expr:
    """The first day of the period that holds `day`."""
    if terms.pool == "month":
        return day.dt.truncate("1mo")
    # Day 0 of the count is a Thursday, 3 days after a Monday.
    since_start = (day.cast(pl.Int32) + 3 - terms.week_start) % 7
    return (day.cast(pl.Int32) - since_start).cast(pl.Date)


def last_day(period: pl.Expr, terms: Terms) -> pl.Expr:
    """The last day of the period that begins on `period`."""
    return period.dt.month_end() if terms.pool == "month" else plus_days(period, 6)


def plus_days(day: pl.Expr, days: int | pl.Expr) -> pl.Expr:
    """The day that comes `days` later."""
    return (day.cast(pl.Int32) + days).cast(pl.Date)
