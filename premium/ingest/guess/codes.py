"""What the sender's codes mean: each code's kind by its own words, or by the words that always stand beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import words
from premium.ingest.guess.measures import kind_of

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 200
"""Codes beyond which a column is no list of codes."""
UNDECIDED = frozenset({"adj", "adjustment", "ajuste", "bn", "misc", "other", "otro"})


@dataclass(frozen=True, slots=True)
class Code:
    """One code: how many records have it, what stands beside it, and the kind that this says (empty: none)."""

    code: str
    count: int
    beside: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a column, most used first; `premium_in` is where the premium is told apart, if not by the code."""

    codes: tuple[Code, ...]
    premium: tuple[str, ...] = field(default=())


def read(codes: pl.Series, beside: Sequence[pl.Series]) -> Codes:
    """Read a column of codes with the columns of words beside it (descriptions in one language or several)."""
    frame = pl.DataFrame({"code": codes.str.replace_all(r"\s+", " "), **{f"b{i}": b for i, b in enumerate(beside)}})
    frame = frame.filter(pl.col("code").is_not_null())
    said = [pl.col(f"b{i}").drop_nulls().unique(maintain_order=True) for i in range(len(beside))]
    grouped = frame.group_by("code").agg(pl.len().alias("n"), *said)
    grouped = grouped.sort("n", "code", descending=[True, False]).head(MOST)
    return Codes(tuple(_code(row, len(beside)) for row in grouped.to_dicts()))


def _code(row: dict[str, object], columns: int) -> Code:
    texts = [t for i in range(columns) for t in _flat(row[f"b{i}"])]
    code = str(row["code"])
    kinds = [kind_of(t) for t in texts]
    known = list(dict.fromkeys(k for k in kinds if k))
    kind = known[0] if known and (len(known) == 1 or known[0] == kinds[0]) else ""
    return Code(code, int(str(row["n"])), tuple(texts[:3]), kind or kind_of(code))


def _flat(value: object) -> list[str]:
    """Return the texts of a list, whatever its depth."""
    if value is None:
        return []
    if isinstance(value, list):
        return [t for v in value for t in _flat(v)]
    return [str(value)]


def premium_words(texts: pl.Series) -> tuple[str, ...]:
    """Return the texts of a column that speak of the premium: jobs such as `FFP BONUS`."""
    known = texts.drop_nulls().unique(maintain_order=True).head(MOST).to_list()
    return tuple(t for t in known if words.holds(t, "kinds", "premium"))


def goes_with(codes: pl.Series, texts: pl.Series) -> bool:
    """Whether texts go with codes: each code has one text (but for a slip or two), and there is more than one of both."""
    frame = pl.DataFrame({"code": codes, "text": texts}).drop_nulls()
    pairs = frame.group_by("code").agg(pl.col("text").n_unique().alias("n"), pl.len().alias("rows"))
    if len(pairs) < 2 or texts.n_unique() < 2:  # noqa: PLR2004 - one code says nothing
        return False
    return bool((pairs["n"] == 1).sum() >= 0.8 * len(pairs)) and len(frame) > 2 * len(pairs)
