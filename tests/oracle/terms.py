"""Section 3: the program file as data. Money as exact fractions; nothing passes through a float."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from .periods import WEEKDAYS, Calendar, in_force


@dataclass(frozen=True)
class Price:
    """A rate or a minimum wage: cents per unit from a day on (section 3)."""

    from_date: date
    cents: Fraction


@dataclass(frozen=True)
class Program:
    """What the arithmetic needs of a program file (section 3)."""

    calendar: Calendar
    retention: Fraction
    retention_of: str
    basis: str
    buyer_days: int
    pay_days: int
    payout_lag: int
    tolerance: Fraction
    rate_unit: dict[str, str]
    rates: dict[str, list[Price]]
    packs: dict[tuple[str, str], Fraction]
    qualifying: frozenset[str]
    minimum: dict[str, list[Price]]
    codes: dict[str, dict[str, Any]]

    def contains(self, product: str, unit: str) -> Fraction | None:
        """Section 3: "a sold unit is either that or a `pack` that contains so many of it (one step ...)"."""
        per = self.rate_unit.get(product)
        if per is None:
            return None
        return Fraction(1) if unit == per else self.packs.get((unit, per))

    def rate_on(self, product: str, day: date) -> Fraction | None:
        """The rate in force on a day, in cents per rate unit."""
        price = in_force(self.rates.get(product, []), day)
        return None if price is None else price.cents

    def minimum_on(self, place: str | None, day: date) -> Fraction | None:
        """The minimum wage in force at a place on a day, in cents per hour (section 9)."""
        price = in_force(self.minimum.get(place, []), day) if place is not None else None
        return None if price is None else price.cents

    def retained(self, pool: int) -> int:
        """Section 5: floor(pool x r), or floor(pool x r/(1+r)) for retention_of worker_share."""
        share = self.retention if self.retention_of == "total" else self.retention / (1 + self.retention)
        return (pool * share.numerator) // share.denominator

    def code(self, kind: str) -> dict[str, Any]:
        """Section 10: "a finding with no entry is information"."""
        entry = self.codes.get(kind, {})
        return {name: entry.get(name) for name in ("article", "class", "title", "remedy", "remedy_days")}


def cents(amount: str) -> Fraction:
    """An amount of the currency, written as text so that it stays exact, in cents."""
    return Fraction(amount) * 100


def dated_prices(entries: list[dict[str, Any]], key: str, amount: str) -> dict[str, list[Price]]:
    """Section 3: "two with the same key and day are refused"."""
    prices: dict[str, list[Price]] = {}
    for entry in entries:
        prices.setdefault(entry[key], []).append(Price(entry["from"], cents(entry[amount])))
    for name, rows in prices.items():
        if len({row.from_date for row in rows}) < len(rows):
            raise ValueError(f"two of {name!r} begin on the same day")
    return prices


def rate_units(entries: list[dict[str, Any]]) -> dict[str, str]:
    """Section 3: "a product has one rate unit (`per`)"."""
    units: dict[str, str] = {}
    for entry in entries:
        if units.setdefault(entry["product"], entry["per"]) != entry["per"]:
            raise ValueError(f"{entry['product']!r} has two rate units")
    return units


def read_program(program: dict[str, Any]) -> Program:
    """A program file, as `tomllib` gives it, to its terms."""
    premium, calendar = program["premium"], program["calendar"]
    rates = premium.get("rate", [])
    return Program(
        calendar=Calendar(calendar["pool"], WEEKDAYS.index(calendar.get("week_start", "monday"))),
        retention=Fraction(premium["retention"]),
        retention_of=premium.get("retention_of", "total"),
        basis=premium["basis"],
        buyer_days=premium["buyer_pays_within_days"],
        pay_days=premium["pay_within_days"],
        payout_lag=premium.get("payout_lag", 0),
        tolerance=cents(premium["tolerance"]),
        rate_unit=rate_units(rates),
        rates=dated_prices(rates, "product", "amount"),
        packs={(pack["unit"], pack["of"]): Fraction(pack["contains"]) for pack in program.get("pack", [])},
        qualifying=frozenset(program["work"]["qualifying"]),
        minimum=dated_prices(program.get("wages", {}).get("minimum", []), "place", "hourly"),
        codes={entry["finding"]: entry for entry in program.get("code", [])},
    )
