"""The class of work, in the words of the programs: what jobs and departments say of it, for a person to agree with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.ingest.guess import words
from premium.ingest.guess.values import shape_of

if TYPE_CHECKING:
    import polars as pl

MOST = 60
FEWEST, FEW, EACH = 2, 12, 3
"""How many words a column of classes has at least and at most, and how often each is said."""
CODE = 5
"""Letters up to which a word is a code, and nobody's name."""
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
        found = [n for n in words.row_words()["classes"] if _shortens(said[0], n)]
        return str(found[0]) if found else _begun(said[0])
    return ""


def _begun(short: str) -> str:
    """Return the one class whose words begin so: PIZ for pizcador; nothing where several classes' do."""
    known = {n: words.known("classes", n) for n in words.row_words()["classes"]}
    found = [n for n, all_ in known.items() if any(len(p) == 1 and p[0].startswith(short) for p in all_)]
    return found[0] if len(found) == 1 else ""


def _shortens(short: str, name: str) -> bool:
    """Whether a word shortens one of a class's words: its letters in order, from the first, and no later vowel."""
    if any(c in "aeiou" for c in short[1:]):
        return False
    return any(len(p) == 1 and p[0][0] == short[0] and _in_order(short, p[0]) for p in words.known("classes", name))


def _in_order(short: str, word: str) -> bool:
    letters = iter(word)
    return all(c in letters for c in short)


def may_speak(jobs: pl.Series) -> bool:
    """Whether a column's words may be classes of work: a few of them, each of many records, and none a number."""
    known = jobs.drop_nulls()
    few = FEWEST <= known.n_unique() <= FEW and len(known) >= EACH * known.n_unique()
    return few and 2 * len(known) >= len(jobs) and not known.str.contains("[0-9]").any()


def counted(jobs: pl.Series) -> str:
    """Say which words a column has, and in how many records each; longer ones, which may be names, as shapes."""
    told = jobs.drop_nulls().value_counts(sort=True).sort("count", jobs.name, descending=[True, False]).head(FEW).rows()
    return ", ".join(f"{word if len(word) <= CODE else shape_of(word)} {n:,} records" for word, n in told)


def speaks(jobs: pl.Series) -> bool:
    """Whether most words of a column are classes of work, whatever its title is."""
    known = jobs.drop_nulls().unique().to_list()
    return 0 < len(known) <= MOST and sum(bool(class_of(t)) for t in known) >= 0.6 * len(known)
