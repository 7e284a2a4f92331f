"""What the sender's codes mean: by their own words, by the words beside them, or by what the amounts are the product of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import words
from premium.ingest.guess.measures import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST = 200
"""Codes beyond which a column is no list of codes."""
SLIP = 2
"""Rows up to which a code that says what another says may be a slip of the pen."""
CENT = 10_000
ONE = 1_000_000
"""Measures come in millionths."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code: how many records have it, the kind of pay that it is (empty: nobody knows), and what says so."""

    code: str
    count: int
    kind: str
    why: str


def read(
    codes: pl.Series, beside: Sequence[pl.Series], measures: Mapping[str, pl.Series] | None = None
) -> tuple[Code, ...]:
    """Read a column of codes, the most used first.

    `beside` are columns of words that describe codes; `measures` are `units`, `hours`, `rate`, `amount` in millionths.
    """
    frame = pl.DataFrame({"code": codes.str.replace_all(r"\s+", " "), **{f"b{i}": b for i, b in enumerate(beside)},
                          **(measures or {})}).filter(pl.col("code").is_not_null())  # fmt: skip
    order = frame.group_by("code").agg(pl.len().alias("n")).sort("n", "code", descending=[True, False]).head(MOST)
    found = []
    for code, count in order.iter_rows():
        rows = frame.filter(pl.col("code") == code)
        texts = [
            t for i in range(len(beside)) for t in rows[f"b{i}"].drop_nulls().unique(maintain_order=True).to_list()
        ]
        found.append(_code(code, count, texts, rows))
    return _overtime(_slips(found), frame)


def _code(code: str, count: int, texts: Sequence[str], rows: pl.DataFrame) -> Code:
    shown = "; ".join(texts[:3])
    if "?" in code:
        return Code(code, count, "", f"{shown}; the sender doubts it too".lstrip("; "))
    kinds = list(dict.fromkeys(k for k in map(kind_of, texts) if k))
    kind = kinds[0] if len(kinds) == 1 else kind_of(code)
    if kind:
        return Code(code, count, kind, shown)
    kind, why = _by_product(rows)
    return Code(code, count, kind, "; ".join(t for t in (shown, why) if t))


def _by_product(rows: pl.DataFrame) -> tuple[str, str]:
    """Say what a code is from what its amounts are the product of."""
    for kind, count in (("piece", "units"), ("hourly", "hours")):
        if {count, "rate", "amount"} <= set(rows.columns) and _is_product(rows, count):
            return kind, f"its amounts are {count} times rate"
    return "", ""


def _is_product(rows: pl.DataFrame, count: str) -> bool:
    full = rows.filter(pl.col(count).is_not_null() & (pl.col(count) != 0) & pl.col("rate").is_not_null())
    if full.is_empty():
        return False
    made = full[count] * full["rate"] // ONE
    near = ((made - full["amount"]).abs() <= CENT).fill_null(value=False)
    return int(near.sum()) >= 0.8 * len(full)


def _slips(found: Sequence[Code]) -> list[Code]:
    """Ask about a code that says what a more common one says: it may be a slip."""
    seen: dict[str, str] = {}
    kept = []
    for code in found:
        twin = seen.get(code.why) if code.why and " times " not in code.why else None
        kept.append(
            replace(code, kind="", why=f"{code.why}; says the same as {twin}") if twin and code.count <= SLIP else code
        )
        seen.setdefault(code.why, code.code)
    return kept


def _overtime(found: list[Code], frame: pl.DataFrame) -> tuple[Code, ...]:
    """Tell overtime from straight time where rates are one and a half times another code's."""
    by_product = [c for c in found if c.kind == "hourly" and " times " in c.why]
    rates = {c.code: set(frame.filter(pl.col("code") == c.code)["rate"].drop_nulls().to_list()) for c in by_product}
    kept = []
    for code in found:
        base = next((o for o, theirs in rates.items() if o != code.code and code.code in rates
                     and _one_and_a_half(rates[code.code], theirs)), None)  # fmt: skip
        if base:
            kept.append(replace(code, kind="overtime", why=f"{code.why}; its rates are 1.5 times those of {base}"))
        else:
            kept.append(code)
    return tuple(kept)


def _one_and_a_half(mine: set[int], theirs: set[int]) -> bool:
    """Whether most rates are one and a half times one of another code's."""
    fits = sum(r * 2 % 3 == 0 and r * 2 // 3 in theirs for r in mine)
    return 2 * fits > len(mine) and fits > 0


def premium_words(texts: pl.Series) -> dict[str, dict[str, str]]:
    """Return how a column of words tells the premium: `codes` where they are fixed words, `contains` where they vary."""
    known = texts.drop_nulls().str.replace_all(r"\s+", " ").unique(maintain_order=True).head(MOST).to_list()
    said = {t: p for t in known if (p := words.holds(t, "kinds", "premium"))}
    if not said:
        return {}
    if len(said) == 1 and not any(c.isdigit() for t in said for c in t):
        return {"codes": dict.fromkeys(said, "premium")}
    return {"contains": dict.fromkeys(dict.fromkeys(" ".join(p) for p in said.values()), "premium")}


def is_premium(texts: pl.Series) -> pl.Series:
    """Say which texts speak of the premium."""
    known = texts.drop_nulls().unique().to_list()
    return texts.is_in([t for t in known if words.holds(t, "kinds", "premium")]).fill_null(value=False)


def goes_with(codes: pl.Series, texts: pl.Series) -> bool:
    """Whether texts go with codes: each code has one text (but for a slip or two), and there is more than one of both."""
    frame = pl.DataFrame({"code": codes, "text": texts}).drop_nulls()
    pairs = frame.group_by("code").agg(pl.col("text").n_unique().alias("n"), pl.len().alias("rows"))
    if len(pairs) < 2 or texts.n_unique() < 2:  # noqa: PLR2004 - one code says nothing
        return False
    return bool((pairs["n"] == 1).sum() >= 0.8 * len(pairs)) and len(frame) > 2 * len(pairs)


def speaks_of_kinds(texts: pl.Series) -> bool:
    """Whether most of a column's words are kinds of pay, whatever its title is."""
    known = texts.drop_nulls().unique().to_list()
    return 0 < len(known) <= 30 and sum(bool(kind_of(t)) for t in known) >= 0.6 * len(known)  # noqa: PLR2004 - a list of codes
