"""What every step of making a world shares: the draws, the odd names, and text for numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from oracle.facts import Facts, compute
from oracle.periods import Calendar
from oracle.reading import read_world
from oracle.terms import Program
from oracle.world import Cells

FAR = date(2031, 1, 1)  # after every date that a world draws

# Case, zeros, spaces, scripts, the same letter composed and decomposed, and what CSV has to quote.
BUYERS = ("b1", "B1", "7", "007", " 7", "Ünion", "a,b")
GROWERS = ("g1", "G1", "01", "1", "Peña Farm", "g|1", "𝔤")
WORKERS = (
    "w1",
    "W1",
    "1",
    "01",
    " 1",
    "1 ",
    "Muñoz",
    "Mun\u0303oz",
    "ñ",
    "z",
    "Zoë",
    "日本",
    "ﬀ",
    "𝔷",
    'say "x"',
)


@dataclass
class Draft:
    """A world in the making: one list of rows per table, and the program that it is made for."""

    rng: Random
    program: dict[str, Any]
    terms: Program
    scale: str
    periods: list[date]
    buyers: list[str]
    growers: list[str]
    workers: dict[str, list[str]]
    rows: dict[str, list[Cells]] = field(default_factory=dict)
    ids_given: int = 0

    @property
    def calendar(self) -> Calendar:
        """The program's periods."""
        return self.terms.calendar

    def chance(self, probability: float) -> bool:
        """True this often. A float is fine here: it is no money."""
        return self.rng.random() < probability

    def add(self, table: str, row: Cells) -> Cells:
        """Append a row to a table."""
        self.rows.setdefault(table, []).append(row)
        return row

    def day_in(self, period: date) -> date:
        """A day of a period, its first and last ones often."""
        last = self.calendar.last_day(period)
        draw = self.rng.random()
        if draw < 0.25:
            return period
        if draw < 0.5:
            return last
        return period + timedelta(days=self.rng.randint(0, (last - period).days))

    def forward(self, period: date, periods: int) -> date:
        """The period so many later."""
        for _ in range(periods):
            period = self.calendar.period_of(self.calendar.last_day(period) + timedelta(days=1))
        return period

    def new_id(self, prefix: str) -> str:
        """An identifier not yet used; byte order is not the order of making."""
        self.ids_given += 1
        return f"{prefix}{(self.ids_given * 7919) % 1000}"

    def facts(self) -> Facts:
        """The draft as the oracle sees it after everything has happened."""
        world = {table: {f"{table}.csv": rows} for table, rows in self.rows.items()}
        return compute(read_world(world, FAR), self.terms, FAR)


def decimal_text(rng: Random, units: int, scale: int) -> str:
    """A number of smallest units as text, in one of the ways that the grammar allows."""
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(scale + 1, "0")
    whole, fraction = digits[:-scale], digits[-scale:]
    if rng.random() < 0.5:
        fraction = fraction.rstrip("0")
    if rng.random() < 0.03:
        whole = "00" + whole
    return f"{sign}{whole}.{fraction}" if fraction else f"{sign}{whole}"


def days_after(day: date, days: int) -> date:
    """Short for adding days."""
    return day + timedelta(days=days)
