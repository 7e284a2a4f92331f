"""What a column's cells say of themselves: days, money, hours, counts, identifiers; and samples that name nobody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

NUMBER = r"^[-+(]?\s*(US\$|USD|[$€])?\s*[-+]?([0-9][0-9.,' \u00a0]*|[.,][0-9]+)\s*(USD|[$€])?\s*[)-]?\s*(USD|CR|DR)?$"
CENTS = r"[0-9][.,][0-9]{2}\D*$"
PARTED = r"^(0?[1-9]|[12][0-9]|3[01])[-/.](0?[1-9]|[12][0-9]|3[01])[-/.]([0-9]{4}|[0-9]{2})$"
PARTS = r"\.[0-9]{3,}$"
YEAR_FIRST = r"^[12][0-9]{3}[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12][0-9]|3[01])(T| 00:00(:00)?)?$"
SOLID_YMD = r"^(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])$"
SOLID_MDY = r"^(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])((19|20)?[0-9]{2})$"
WORDED = (
    r"(?i)^[0-9]{1,2}[- /]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*[- /,]+[0-9]{2,4}$"
)
DAY = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|(?i:\d{1,2}[- ](?:de )?[a-z]{3,10}\.?,?[- ](?:de )?\d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4})"
)
"""A day somewhere in a text."""
HOURS_MINUTES = r"^-?[0-9]{1,4}:[0-5][0-9](:[0-5][0-9])?$"
RANGE = r"^[0-9]{1,4}([-/.][0-9]{1,4}){2}\s*(-|–|—|to|al|a|thru|through)\s*[0-9]{1,4}([-/.][0-9]{1,4}){2}$"
SAMPLES = 3
DENSE = 0.6
"""The share of records that fill a column which all of them are expected to fill."""
SHOWN = 24
HALF, MOST = 0.5, 0.8
"""The share of a column's cells that must be of a sort for the column to be."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One title's cells, pooled over all the records: what share of the filled ones is what."""

    index: int
    title: str
    rows: int
    filled: int
    distinct: int
    days: float
    solid_days: float
    numbers: float
    cents: float
    parts_of_cents: float
    hours_minutes: float
    ranges: float
    letters: float
    digits: float
    stored: frozenset[str]
    samples: tuple[str, ...]
    lengths: tuple[int, ...]
    nonzero: bool
    coded: bool
    """Whether some of its numbers begin with zeros, as only numbers do that count nothing."""
    over: str = ""
    """What stands over this title and others, in a header of several rows."""
    own: str = ""
    """The title without that; empty where it is the whole."""

    @property
    def names(self) -> tuple[str, ...]:
        """The title as a whole, and its own words where others stand over it."""
        return (self.title, self.own) if self.own and self.over else (self.title,)

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.filled == 0

    @property
    def dense(self) -> bool:
        """Whether it is filled in most records."""
        return self.rows > 0 and self.filled >= DENSE * self.rows

    @property
    def is_days(self) -> bool:
        """Whether it holds days, written apart or solid."""
        return self.days >= MOST

    @property
    def is_numbers(self) -> bool:
        """Whether it holds numbers, hours and minutes among them."""
        return self.filled > 0 and self.numbers + self.hours_minutes >= MOST

    @property
    def is_packed_days(self) -> bool:
        """Whether it holds days without anything between their parts."""
        return self.solid_days >= MOST

    @property
    def is_ranges(self) -> bool:
        """Whether it holds two days in each cell."""
        return self.ranges >= MOST

    @property
    def measures(self) -> bool:
        """Whether most of its cells are numbers: enough where the title says so, and a few cells hold words."""
        return self.numbers + self.hours_minutes >= HALF

    @property
    def is_words(self) -> bool:
        """Whether most of its cells hold letters."""
        return self.letters >= HALF

    @property
    def has_digits(self) -> bool:
        """Whether most of its cells hold digits."""
        return self.digits >= HALF

    @property
    def has_cents(self) -> bool:
        """Whether most of its cells end in two decimals."""
        return self.cents > HALF

    @property
    def repeats(self) -> bool:
        """Whether most of its values stand there more than once."""
        return self.distinct < HALF * self.filled


def examine(index: int, title: str, texts: pl.Series, stored: pl.Series | None) -> Evidence:
    """Gather a column's evidence from its cells' texts (null: blank) and, where the file has them, their kinds."""
    filled = texts.drop_nulls()
    kinds = stored.filter(texts.is_not_null()).drop_nulls().unique().to_list() if stored is not None else []

    def share(*patterns: str) -> float:
        """Return the share of filled cells that are of one of some shapes."""
        return sum(int(filled.str.contains(p).sum()) for p in patterns) / max(1, len(filled))

    whole = filled.filter(filled.str.contains(r"^[0-9]+$")).str.len_chars().unique().sort()
    return Evidence(
        index=index, title=title, rows=len(texts), filled=len(filled), distinct=filled.n_unique(),
        days=share(PARTED, YEAR_FIRST, WORDED), solid_days=max(share(SOLID_YMD), share(SOLID_MDY)),
        ranges=share(RANGE), numbers=share(NUMBER), cents=share(CENTS),
        parts_of_cents=share(PARTS) if "n" in kinds else 0.0, hours_minutes=share(HOURS_MINUTES),
        letters=share(r"\pL"), digits=share("[0-9]"), stored=frozenset(kinds), samples=tuple(_first(filled)),
        lengths=tuple(whole.to_list()), nonzero=bool(filled.str.contains("[1-9]").any()),
        coded=bool(filled.str.contains("^0[0-9]+$").any()),
    )  # fmt: skip


def _first(filled: pl.Series) -> list[str]:
    different = filled.unique(maintain_order=True).head(SAMPLES).to_list()
    return [t if len(t) <= SHOWN else t[: SHOWN - 1] + "…" for t in different]


def shape_of(text: str) -> str:
    """Return what a name looks like and not what it is: `Xxxx, Xxxxx`; what is longer than three letters is cut."""
    shape = re.sub(r"[^\W\d_]", lambda m: "X" if m[0].isupper() else "x", text)
    return re.sub(r"\d", "9", re.sub(r"x{4,}", "xxx", re.sub(r"X{4,}", "XXX", shape)))
