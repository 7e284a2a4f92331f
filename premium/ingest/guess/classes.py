"""The class of work, in the words of the programs: what jobs and departments say of it, for a person to agree with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.ingest.guess import words

if TYPE_CHECKING:
    import polars as pl

MOST = 60
SHORT = 3
"""Letters that an abbreviation has at least: HRV for harvest."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What jobs mean: the class of each that is known, those that only lines without wages have, and the rest."""

    known: dict[str, str]
    without_wages: tuple[str, ...]
    unknown: tuple[str, ...]


def read(jobs: pl.Series, wages: pl.Series | None) -> Classes:
    """Read a column of jobs; `wages` says which records are wages (None: all)."""
    plain = jobs.str.replace_all(r"\s+", " ")
    all_ = plain.drop_nulls().unique(maintain_order=True).head(MOST).to_list()
    earned = set(all_) if wages is None else set(plain.filter(wages).drop_nulls().unique().to_list())
    known = {j: c for j in all_ if j in earned and (c := class_of(j))}
    return Classes(
        known, tuple(j for j in all_ if j not in earned), tuple(j for j in all_ if j in earned and j not in known)
    )


def class_of(job: str) -> str:
    """Return the class that a job says; empty where it says none."""
    for name in words.row_words()["classes"]:
        if words.holds(job, "classes", name):
            return str(name)
    said = words.tokens(job)
    if len(said) == 1 and len(said[0]) >= SHORT:
        return next((n for n in words.row_words()["classes"] if _shortens(said[0], n)), "")
    return ""


def _shortens(short: str, name: str) -> bool:
    """Whether a word shortens one of a class's words: its letters in order, from the first, and no later vowel."""
    if any(c in "aeiou" for c in short[1:]):
        return False
    return any(len(p) == 1 and p[0][0] == short[0] and _in_order(short, p[0]) for p in words.known("classes", name))


def _in_order(short: str, word: str) -> bool:
    letters = iter(word)
    return all(c in letters for c in short)


def speaks(jobs: pl.Series) -> bool:
    """Whether most words of a column are classes of work, whatever its title is."""
    known = jobs.drop_nulls().unique().to_list()
    return 0 < len(known) <= MOST and sum(bool(class_of(t)) for t in known) >= 0.6 * len(known)
