"""A program as tables: what the SQL steps read of it, dated and scaled to whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, get_args

from premium import money
from premium.program.model import Weekday

if TYPE_CHECKING:
    from collections.abc import Iterable

    from premium.program.model import Program

LAST_DAY = date.max
"""A rate with no successor holds to the end of the calendar."""

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A small typed table: column names with their types (`str`, `int` or `date`), and rows."""

    columns: dict[str, type]
    rows: list[tuple[Value, ...]]


def rule_tables(program: Program, as_of: date) -> dict[str, RuleTable]:
    """Return the program's rule tables by name, as of a day.

    - `terms`: one row; retention as a fraction of the pool, tolerance in cents, the weekday as 1 (Monday) to 7.
    - `prices`: per product, unit sold and days (both inclusive), the premium of one unit in cents times `price_scale`.
    - `conversions`: how many ten-thousandths of the product's rate unit a unit sold holds.
    - `minimum_wages`, `qualifying`, `codes`: as in the file.
    """
    scale = _price_places(program)
    return {
        "terms": _terms(program, as_of, 10**scale),
        "prices": _prices(program, scale),
        "conversions": _conversions(program),
        "minimum_wages": _minimum_wages(program),
        "qualifying": RuleTable({"job_class": str}, [(c,) for c in sorted(set(program.work.qualifying))]),
        "codes": _codes(program),
    }


def _terms(program: Program, as_of: date, price_scale: int) -> RuleTable:
    premium = program.premium
    places = money.decimals(premium.retention)
    numerator, denominator = money.scaled(premium.retention, places), 10**places
    if premium.retention_of == "worker_share":
        denominator += numerator  # r on top of the workers' part is r/(1+r) of the whole (section 5)
    row: dict[str, Value] = {
        "program_id": program.id,
        "pool": program.calendar.pool,
        "week_start": get_args(Weekday).index(program.calendar.week_start) + 1,
        "retention_num": numerator,
        "retention_den": denominator,
        "basis": premium.basis,
        "buyer_pays_within_days": premium.buyer_pays_within_days,
        "pay_within_days": premium.pay_within_days,
        "payout_lag": premium.payout_lag,
        "tolerance_cents": money.scaled(premium.tolerance, money.MONEY_DECIMALS),
        "price_scale": price_scale,
        "as_of": as_of,
    }
    return RuleTable({name: type(value) for name, value in row.items()}, [tuple(row.values())])


def _units(program: Program) -> Iterable[tuple[str, str, Decimal]]:
    """Yield each product, each unit it may be sold in, and how many rate units that holds (one step, section 3)."""
    rate_unit = {r.product: r.per for r in program.premium.rate}
    for product, per in sorted(rate_unit.items()):
        yield product, per, Decimal(1)
        for pack in program.pack:
            if pack.of == per and pack.unit != per:
                yield product, pack.unit, pack.contains


def _conversions(program: Program) -> RuleTable:
    rows: list[tuple[Value, ...]] = [(p, u, money.scaled(n, money.NUMBER_DECIMALS)) for p, u, n in _units(program)]
    return RuleTable({"product": str, "unit": str, "contains_e4": int}, rows)


def _price_places(program: Program) -> int:
    """Return how many decimals of a cent the finest price has, so that every price is whole at one scale."""
    finest = [r.amount * 100 * n for r in program.premium.rate for p, _, n in _units(program) if p == r.product]
    return max(money.decimals(price) for price in finest)


def _prices(program: Program, places: int) -> RuleTable:
    rates = sorted((r.product, r.first_day, r.amount) for r in program.premium.rate)
    rows: list[tuple[Value, ...]] = [
        (product, unit, first, last, money.scaled(amount * 100 * contains, places))
        for (product, first, amount), last in zip(rates, _last_days([(p, d) for p, d, _ in rates]), strict=True)
        for sold, unit, contains in _units(program)
        if sold == product
    ]
    types = {"product": str, "unit": str, "from_date": date, "last_date": date, "unit_price": int}
    return RuleTable(types, rows)


def _minimum_wages(program: Program) -> RuleTable:
    wages = sorted((w.place, w.first_day, w.hourly) for w in program.wages.minimum)
    rows: list[tuple[Value, ...]] = [
        (place, first, last, money.scaled(hourly, money.NUMBER_DECIMALS))
        for (place, first, hourly), last in zip(wages, _last_days([(p, d) for p, d, _ in wages]), strict=True)
    ]
    return RuleTable({"place": str, "from_date": date, "last_date": date, "hourly_e4": int}, rows)


def _last_days(dated: list[tuple[str, date]]) -> list[date]:
    """Return the last day on which each entry holds, the list being sorted by key and first day."""
    return [
        following[1] - timedelta(days=1) if following and following[0] == key else LAST_DAY
        for (key, _), following in zip_longest(dated, dated[1:])
    ]


def _codes(program: Program) -> RuleTable:
    rows: list[tuple[Value, ...]] = [
        (c.finding, c.article, c.class_, c.title, c.remedy, c.remedy_days) for c in program.code
    ]
    types = {"finding": str, "article": str, "class": str, "title": str, "remedy": str, "remedy_days": int}
    return RuleTable(types, rows)
