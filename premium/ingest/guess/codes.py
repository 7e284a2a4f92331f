"""What the sender's codes mean: by their own words, by those beside them, or by what the amounts are the product of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import words
from premium.ingest.guess.measures import kind_of
from premium.ingest.guess.values import MOST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from polars import Series

MANY = 200
"""Codes beyond which a column is no list of codes."""
KINDS = 30
"""Words beyond which a column is no list of kinds of pay."""
HALF, MOSTLY = 0.5, 0.6
ABOUT = (130, 170)
"""Per cent of straight time between which all rates of overtime lie."""
SLIP = 2
"""Rows up to which a code that says what another says may be a slip of the pen."""
ONE, CENT = 1_000_000, 10_000
"""Measures come in millionths."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: how many records have it, the kind of pay that it is (empty: nobody knows), and what says so.

    `by_product` is whether only its amounts say the kind.
    """

    code: str
    count: int
    kind: str
    why: str
    by_product: bool = False


def read(codes: Series, beside: Sequence[Series], measures: Mapping[str, Series] | None = None) -> tuple[Code, ...]:
    """Read a column of codes, the most used first.

    `beside` are columns of words that describe codes; `measures` are `units`, `hours`, `rate`, `amount` in millionths.
    """
    told = {f"b{i}": b for i, b in enumerate(beside)}
    frame = pl.DataFrame({"code": codes.str.replace_all(r"\s+", " "), **told, **(measures or {})})
    frame = frame.filter(pl.col("code").is_not_null())
    counted = frame.group_by("code").len().sort("len", "code", descending=[True, False]).head(MANY)
    found = []
    for code, count in counted.iter_rows():
        rows = frame.filter(pl.col("code") == code)
        texts = [t for b in told for t in rows[b].drop_nulls().unique(maintain_order=True).to_list()]
        found.append(_code(code, count, texts, rows))
    return _overtime(_slips(found), frame)


def _code(code: str, count: int, texts: Sequence[str], rows: pl.DataFrame) -> Code:
    shown = "; ".join(texts[:3])
    if "?" in code:
        return Code(code, count, "", f"{shown}; the sender doubts it too".lstrip("; "))
    kinds = list(dict.fromkeys(k for k in map(kind_of, texts) if k))
    kind = kinds[0] if len(kinds) == 1 else kind_of(code) or words.row_words()["letters"].get(code.casefold(), "")
    if kind:
        return Code(code, count, kind, shown)
    for kind, measure in (("piece", "units"), ("hourly", "hours")):
        if {measure, "rate", "amount"} <= set(rows.columns) and _is_product(rows, measure):
            why = "; ".join(t for t in (shown, f"its amounts are {measure} times rate") if t)
            return Code(code, count, kind, why, by_product=True)
    return Code(code, count, "", shown)


def _is_product(rows: pl.DataFrame, measure: str) -> bool:
    full = rows.filter(pl.col(measure).is_not_null() & (pl.col(measure) != 0) & pl.col("rate").is_not_null())
    if full.is_empty():
        return False
    made = full[measure] * full["rate"] // ONE
    near = ((made - full["amount"]).abs() <= CENT).fill_null(value=False)
    return int(near.sum()) >= MOST * len(full)


def _slips(found: Sequence[Code]) -> list[Code]:
    """Ask about a rare code of which others say what they say of a common one, and itself nothing: it may be a slip."""
    seen: dict[str, str] = {}
    kept = []
    for code in found:
        twin = seen.setdefault(code.why, code.code) if code.why and not code.by_product else code.code
        is_slip = twin != code.code and code.count <= SLIP and not kind_of(code.code)
        kept.append(replace(code, kind="", why=f"{code.why}; says the same as {twin}") if is_slip else code)
    return kept


def _overtime(found: list[Code], frame: pl.DataFrame) -> tuple[Code, ...]:
    """Tell overtime from straight time where rates are one and a half times another code's."""
    hourly = [c.code for c in found if c.kind == "hourly" and c.by_product]
    rates = {c: set(frame.filter(pl.col("code") == c)["rate"].drop_nulls().to_list()) for c in hourly}
    bases = {c: next((o for o in hourly if o != c and _one_and_a_half(rates[c], rates[o])), "") for c in hourly}
    return tuple(
        replace(c, kind="overtime", why=f"{c.why}; its rates are 1.5 times those of {bases[c.code]}")
        if bases.get(c.code)
        else c
        for c in found
    )


def _one_and_a_half(mine: set[int], theirs: set[int]) -> bool:
    """Whether most rates are one and a half times another code's; where none is, whether all are about that."""
    fits = sum(r * 2 % 3 == 0 and r * 2 // 3 in theirs for r in mine)
    if not mine or not theirs or fits > HALF * len(mine):
        return fits > 0
    low, high = ABOUT
    return all(low * other <= 100 * rate <= high * other for rate in mine for other in theirs)


def premium_words(texts: Series) -> dict[str, dict[str, str]]:
    """Return how words tell the premium: `codes` where they are fixed, `contains` where they vary."""
    known = texts.drop_nulls().str.replace_all(r"\s+", " ").unique(maintain_order=True).head(MANY).to_list()
    said = {t: p for t in known if (p := words.holds(t, "kinds", "premium"))}
    if len(said) == 1 and not any(c.isdigit() for t in said for c in t):
        return {"codes": dict.fromkeys(said, "premium")}
    phrases = dict.fromkeys(" ".join(p) for p in said.values())
    return {"contains": dict.fromkeys(phrases, "premium")} if said else {}


def is_premium(texts: Series) -> Series:
    """Say which texts speak of the premium."""
    known = texts.drop_nulls().unique().to_list()
    return texts.is_in([t for t in known if words.holds(t, "kinds", "premium")]).fill_null(value=False)


def goes_with(codes: Series, texts: Series) -> bool:
    """Whether texts go with codes: nearly each code has one text, in several rows, and there are several of both."""
    frame = pl.DataFrame({"code": codes, "text": texts}).drop_nulls()
    pairs = frame.group_by("code").agg(pl.col("text").n_unique().alias("n"))
    several = min(len(pairs), frame["text"].n_unique()) > 1
    return several and len(frame) > 2 * len(pairs) and int((pairs["n"] == 1).sum()) >= MOST * len(pairs)


def speaks_of_kinds(texts: Series) -> bool:
    """Whether most of a column's words are kinds of pay, whatever its title is."""
    known = texts.drop_nulls().unique().to_list()
    return 0 < len(known) <= KINDS and sum(bool(kind_of(t)) for t in known) >= MOSTLY * len(known)
