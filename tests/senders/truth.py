"""People, weeks and pay that never were: the truth from which a sender's file and its answer are both written.

Amounts are whole cents, the rest whole ten-thousandths, as everywhere in `premium`. Nobody here exists: first names
and surnames are drawn apart from each other, and numbers are drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random

FIRST = (
    "José Ángel", "María", "Beto", "Lupita", "Íñigo", "Concepción", "Yolanda", "Marie-Ange", "Jean-Robert", "Wislène",
    "Fritznel", "Rosemène", "Efraín", "Ximena", "Nicolás", "Araceli", "Sebastián", "Mireya", "Óscar", "Dieunie",
)  # fmt: skip
LAST = (
    "Muñoz Peña", "Núñez", "Güémez", "Aguilar Tzoc", "Jean-Baptiste", "Désir", "Pierre-Louis", "Saintil", "Étienne",
    "Xol Caal", "de la O", "O'Neal", "Zúñiga", "Ibáñez Roa", "Choc", "Belizaire", "Quiñones", "Yáñez", "Vilchis",
    "Ramírez", "Toussaint", "Cuc Pop", "Ordóñez", "Peralta",
)  # fmt: skip
HOUR = 10_000
QUARTER = HOUR // 4
MINIMUM_E4 = 14 * 10_000


def nearest(value: Fraction) -> int:
    """The whole number nearest to a fraction, halves away from zero."""
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def cents(count_e4: int, rate_e4: int) -> int:
    """What so many units or hours come to at a rate, in cents."""
    return nearest(Fraction(count_e4 * rate_e4, 10**6))


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody on a payroll; the number is text with its zeros."""

    number: str
    first: str
    last: str

    @property
    def listed(self) -> str:
        """The name as payroll systems list it: `Muñoz Peña, María`."""
        return f"{self.last}, {self.first}"


@dataclass(frozen=True, slots=True)
class Week:
    """A pay week by its last day, a Sunday; it is paid on the Friday after."""

    end: date

    @property
    def start(self) -> date:
        """Its Monday."""
        return self.end - timedelta(days=6)

    @property
    def paid(self) -> date:
        """The day on its checks."""
        return self.end + timedelta(days=5)


WEEK = Week(date(2025, 12, 7))


@dataclass(frozen=True, slots=True)
class Pay:
    """One pay line, but for whose it is."""

    kind: str
    amount_cents: int
    units_e4: int | None = None
    hours_e4: int | None = None
    rate_e4: int | None = None

    def reversed(self) -> Pay:
        """The line that takes this one back; a rate has no sign."""
        units, hours = (None if count is None else -count for count in (self.units_e4, self.hours_e4))
        return replace(self, amount_cents=-self.amount_cents, units_e4=units, hours_e4=hours)


class Draw:
    """Draws one layout's truth; each layout has its own seed, so that a new one leaves the others as they are."""

    def __init__(self, layout: str) -> None:
        self.random = Random(f"senders/{layout}")

    def workers(self, count: int, digits: int = 5) -> list[Worker]:
        """Draw workers in the order of their numbers, most of which begin with zeros."""
        numbers = sorted(self.random.sample(range(101, 9990), count))
        lasts = [self.random.choice(LAST) for _ in numbers]
        return [
            Worker(f"{n:0{digits}d}", self.random.choice(FIRST), last) for n, last in zip(numbers, lasts, strict=True)
        ]

    def quarters(self, low: int, high: int) -> int:
        """Draw hours in quarters between two whole hours."""
        return self.random.randrange(low * 4, high * 4 + 1) * QUARTER

    def piece(self, low: int = 350, high: int = 900) -> Pay:
        """Draw buckets and the hours they took."""
        units, rate = self.random.randrange(low, high) * HOUR, self.random.choice((8500, 9000, 9750, 11_000))
        return Pay("piece", cents(units, rate), units, self.quarters(28, 40), rate)

    def hourly(self, low: int = 6, high: int = 40) -> Pay:
        """Draw straight time."""
        hours, rate = self.quarters(low, high), self.random.choice((140_000, 143_700, 147_500, 151_250))
        return Pay("hourly", cents(hours, rate), None, hours, rate)

    def overtime(self) -> Pay:
        """Draw time and a half."""
        hours, rate = self.quarters(1, 9), self.random.choice((210_000, 215_550, 221_250))
        return Pay("overtime", cents(hours, rate), None, hours, rate)

    def flat(self, kind: str, low: int, high: int) -> Pay:
        """Draw a line that is only money, between two amounts in cents; never a whole number of dollars."""
        amount = self.random.randrange(low, high)
        return Pay(kind, amount + 1 if amount % 100 == 0 else amount)

    def premium(self) -> Pay:
        """Draw a premium line."""
        return self.flat("premium", 412, 5990)

    def chance(self, percent: int) -> bool:
        """Say yes this often."""
        return self.random.randrange(100) < percent
