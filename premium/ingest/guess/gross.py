"""Titles that add others up, such as the gross: left out only where the arithmetic holds in every record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW, cell, kind
from premium.ingest.guess import words
from premium.ingest.sender.cells import Cell
from premium.ingest.sender.values import NOTHING, exact_amount, hmm_seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from premium.ingest.guess.draft import Draft
    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile.model import Dialect

FINE = 6
"""Decimals that are looked at: behind them a spreadsheet only holds what binary fractions leave."""
HALF_A_CENT = 5_000
MOST = 12
"""Columns of which every choice is tried."""
NET = frozenset({"net", "neto", "netos"})
"""Words of titles that say what is left of the pay."""
TAKEN = frozenset({"deduction", "tax"})
"""Kinds of lines that take from the gross."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a title adds others up: `why` it does, in every record, or what is to be `asked` where it does not."""

    why: str = ""
    asked: str = ""
    of_several: bool = False
    """Whether it is not just what one other title says."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A title that is read: its numbers in millionths, blanks as 0; whether it takes; whether it has parts of cents."""

    title: str
    numbers: list[int]
    takes: bool
    fine: bool


def judge(draft: Draft, seen: Sample, title: str, dialect: Dialect) -> Verdict:
    """Try whether a title adds up titles that the draft reads: amounts, else hours."""
    stated = _numbers(seen, title, dialect)
    rows = [i for i, n in enumerate(stated) if n is not None]
    said = [stated[i] or 0 for i in rows]
    if not rows:
        return Verdict(asked=f"{title!r} seems to add up others, and its cells cannot be read as numbers: what is it?")
    if not any(said):
        return Verdict(why="nothing but zeros stands in it")
    amounts = _parts(draft, seen, "amount", rows, dialect)
    for parts in (amounts, _parts(draft, seen, "hours", rows, dialect)):
        found = _found(said, parts)
        if found:
            several = " + " in found or " - " in found
            return Verdict(why=f"adds up {found} in all {len(rows)} rows", of_several=several)
    return Verdict(asked=_asked(seen, title, said, rows, amounts))


def _numbers(seen: Sample, title: str, dialect: Dialect) -> list[int | None]:
    index = seen.named[title].index
    kinds = pl.col(kind(index)) if kind(index) in seen.records.columns else pl.lit("s")
    here = Cell(pl.col(cell(index)), kinds, NOTHING)
    text = exact_amount(here, dialect)
    short = text.str.replace(rf"(\.[0-9]{{{FINE}}})[0-9]+$", "${1}")
    fits = pl.when(short.str.contains(r"^-?[0-9]{1,14}(\.[0-9]+)?$")).then(short)
    number = fits.str.to_decimal(scale=FINE).to_physical().cast(pl.Int64)
    return seen.records.select(n=pl.coalesce(number, hmm_seconds(here))).get_column("n").to_list()


def _parts(draft: Draft, seen: Sample, measure: str, rows: Sequence[int], dialect: Dialect) -> list[_Part]:
    found: dict[str, _Part] = {}
    for line in draft.line or [{}]:
        columns = {**draft.columns, **line}
        takes = columns.get("kind", [{}])[0].get("constant") in TAKEN
        for source in columns.get(measure, []):
            title = source.get("from")
            if isinstance(title, str) and title in seen.named and title not in found:
                all_ = _numbers(seen, title, dialect)
                numbers = [all_[i] or 0 for i in rows]
                found[title] = _Part(title, numbers, takes, any(n % (2 * HALF_A_CENT) for n in numbers))
    return list(found.values())


def _found(said: Sequence[int], parts: Sequence[_Part]) -> str:
    """Return the titles that add up to what is said in every record, as many as can be; empty without any."""
    earned, taken = [p for p in parts if not p.takes], [p for p in parts if p.takes]
    for plus, minus in (([], []), ([], taken), (taken, [])) if taken else (([], []),):
        for chosen in _choices(earned):
            if _adds(said, [*chosen, *plus], minus):
                return " + ".join(p.title for p in (*chosen, *plus)) + "".join(f" - {p.title}" for p in minus)
    return next((" + ".join(p.title for p in c) for c in _choices(taken) if _adds(said, c, [])), "")


def _choices(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """Return every choice of titles, all of them first; of many titles only all, and all but one or two."""
    least = 1 if len(parts) <= MOST else len(parts) - 2
    for count in range(len(parts), least - 1, -1):
        yield from combinations(parts, count)


def _adds(said: Sequence[int], plus: Sequence[_Part], minus: Sequence[_Part]) -> bool:
    """Whether some titles add up, up to the rounding of the sender's own sheet."""
    slack = _slack([*plus, *minus])
    return all(abs(n - _sum(plus, i) + _sum(minus, i)) <= slack for i, n in enumerate(said))


def _slack(parts: Sequence[_Part]) -> int:
    """Return how much rounding makes: half a cent for the sum, and for each title with parts of cents."""
    return HALF_A_CENT * (1 + sum(p.fine for p in parts)) if any(p.fine for p in parts) else 0


def _sum(parts: Sequence[_Part], row: int) -> int:
    return sum(p.numbers[row] for p in parts)


def _asked(seen: Sample, title: str, said: Sequence[int], rows: Sequence[int], parts: Sequence[_Part]) -> str:
    """Say what the titles that are read come to, in the first record in which it is not what is said."""
    earned = [p for p in parts if not p.takes]
    if not earned:
        return f"{title!r} seems to add up others, and nothing that is read adds up to it: what is it?"
    slack = _slack(earned)
    wrong = [i for i, n in enumerate(said) if abs(n - _sum(earned, i)) > slack]
    at = wrong[0] if wrong else 0
    missing = "a tax or a deduction" if NET & set(words.of_title(title)) else "a column of pay"
    number = seen.records.get_column(ROW)[rows[at]]
    names = " + ".join(p.title for p in earned)
    return (
        f"{title!r} is not what the columns that are read add up to, so {missing} is missing, or it is something "
        f"else: row {number} says {_shown(said[at])}, and {names} is {_shown(_sum(earned, at))}; "
        f"{len(said) - len(wrong)} of {len(said)} rows agree. Name what is missing, and put it into ignore then"
    )


def _shown(number: int) -> str:
    sign, (whole, part) = "-" if number < 0 else "", divmod(abs(number), 10**FINE)
    return f"{sign}{whole:,}.{f'{part:06d}'.rstrip('0').ljust(2, '0')}"
