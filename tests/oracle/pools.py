"""Section 5: origins, where they land, and the pools that they make."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .basis import Bases, GrowerPeriod
from .money_in import Key, MoneyIn, Pair, transfer_period
from .periods import plus_days
from .terms import Program
from .world import Records


@dataclass(frozen=True)
class Origin:
    """The money of a grower's period. `landed` None: it has not landed, or it is not positive."""

    grower: str
    period: date
    landed: date | None
    pool: int
    retained: int
    distributable: int
    deadline: date | None


@dataclass(frozen=True)
class Pool:
    """Section 5: "what lands together is summed", deadline "the latest of its origins'"."""

    grower: str
    period: date
    pool: int
    retained: int
    distributable: int
    deadline: date
    origins: tuple[Origin, ...]

    def overdue(self, as_of: date) -> bool:
        """Section 5: "while `as_of` <= deadline nothing is short yet"."""
        return as_of > self.deadline


def paid_dates(records: Records, program: Program) -> dict[GrowerPeriod, date]:
    """Section 5: the latest date on which a buyer paid into an origin.

    "The dates are those of positive payments for that period, or, only for a buyer and grower without any
    payment row at all, the *earliest* positive receipt of that period."
    """
    dates: dict[GrowerPeriod, list[date]] = defaultdict(list)
    has_payment_row: set[Pair] = {(row.buyer, row.grower) for row in records.payments or []}
    for payment in records.payments or []:
        if payment.amount > 0:
            dates[(payment.grower, transfer_period(program, payment))].append(payment.day)
    earliest: dict[Key, date] = {}
    for receipt in records.receipts or []:
        if receipt.amount > 0 and (receipt.buyer, receipt.grower) not in has_payment_row:
            key = (receipt.buyer, receipt.grower, transfer_period(program, receipt))
            earliest[key] = min(earliest.get(key, receipt.day), receipt.day)
    for (_, grower, period), day in earliest.items():
        dates[(grower, period)].append(day)
    return {place: max(days) for place, days in dates.items()}


def origin(program: Program, bases: Bases, place: GrowerPeriod, pool: int, paid_date: date | None) -> Origin:
    """Section 5: "an origin whose pool is zero or negative distributes nothing and reduces no other"."""
    grower, period = place
    if pool <= 0:
        return Origin(grower, period, None, pool, 0, 0, None)
    landed = bases.landing(grower, period)
    last = program.calendar.last_day(period if landed is None else landed)
    later = last if paid_date is None else max(last, paid_date)
    retained = program.retained(pool)
    deadline = plus_days(later, program.pay_days)
    return Origin(grower, period, landed, pool, retained, pool - retained, deadline)


def origins(records: Records, program: Program, money: MoneyIn, bases: Bases) -> list[Origin]:
    """Section 11: "every origin with money in, also a pool of zero or less"."""
    pool: dict[GrowerPeriod, int] = defaultdict(int)
    with_money_in: set[GrowerPeriod] = set()
    for row in money.ledger:
        place = (row.grower, row.period)
        pool[place] += money.pool_money[(row.buyer, row.grower, row.period)]
        if row.money_in is not None:
            with_money_in.add(place)
    dates = paid_dates(records, program)
    return [origin(program, bases, place, pool[place], dates.get(place)) for place in sorted(with_money_in)]


def pools(all_origins: list[Origin]) -> dict[GrowerPeriod, Pool]:
    """Section 5: the origins that land in the same period are one pool."""
    together: dict[GrowerPeriod, list[Origin]] = defaultdict(list)
    for one in all_origins:
        if one.landed is not None:
            together[(one.grower, one.landed)].append(one)
    return {place: summed(place, tuple(parts)) for place, parts in sorted(together.items())}


def summed(place: GrowerPeriod, parts: tuple[Origin, ...]) -> Pool:
    """Retained is floored per origin, and then summed like everything else."""
    return Pool(
        grower=place[0],
        period=place[1],
        pool=sum(one.pool for one in parts),
        retained=sum(one.retained for one in parts),
        distributable=sum(one.distributable for one in parts),
        deadline=max(one.deadline for one in parts if one.deadline is not None),
        origins=parts,
    )


def some_pool_money(all_origins: list[Origin]) -> bool:
    """Section 10: "some pool money: an origin whose pool is not zero"."""
    return any(one.pool != 0 for one in all_origins)
