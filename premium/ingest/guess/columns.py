"""Which title is which column: what it is called, and whether its cells can be that; each with how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from premium.ingest.guess import measures, words
from premium.ingest.guess import untitled as by_cells
from premium.ingest.guess.header import known_as
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from premium.ingest.guess.measures import Measure
    from premium.ingest.guess.values import Evidence
    from premium.tables import Table

SURE_ENOUGH = 0.55
"""How sure a match must be to be proposed at all."""
TYPES = {"description": "words", "full": "words", "last": "words", "first": "words"}
WAGES = frozenset({"hourly", "overtime", "piece", "makeup", "other_wage"})


@dataclass(frozen=True, slots=True)
class Match:
    """A title that is taken for a column, and how sure that is, from 0 to 1."""

    title: str
    sure: float


@dataclass(frozen=True, slots=True)
class Matched:
    """What each title of a file is for.

    `columns` are the table's own; `extra` are known but no columns (`description`, `full`, `last`, `first`);
    `measures` are titles that say the kind of pay; `left_out` are known and not needed, with why; `unknown` are not known.
    """

    table: str
    columns: Mapping[str, Match]
    extra: Mapping[str, Match]
    measures: Mapping[str, Measure]
    left_out: Mapping[str, str]
    unknown: tuple[str, ...]
    score: float = field(default=0.0)
    implied: Mapping[str, int] = field(default_factory=dict)
    """Decimals that are implied in columns without a point."""
    why: Mapping[str, str] = field(default_factory=dict)
    """What says that a column without a title is what it is taken for."""


def match(evidence: Sequence[Evidence], table: str | None = None) -> tuple[Matched, tuple[str, ...]]:
    """Match titles to the columns of the table that they fit best (or of the one named).

    Returns the match, and the other tables that fit about as well.
    """
    tables = [table] if table else [t.name for t in INPUTS.values() if t.whose != "monitor"]
    tried = sorted((_match(evidence, INPUTS[t]) for t in tables), key=lambda m: -m.score)
    best = tried[0]
    close = tuple(m.table for m in tried[1:] if m.score >= best.score - 0.02)
    return best, close


def _match(evidence: Sequence[Evidence], table: Table) -> Matched:
    filled = [e for e in evidence if e.title]
    wide = _wide(filled) if table.name == "payroll" else {}
    rest = [e for e in filled if e.title not in wide]
    pairs = sorted(
        ((sure, name, e) for e in rest for name, sure in _candidates(e, table).items() if sure >= SURE_ENOUGH),
        key=lambda p: (-p[0], p[2].index, p[1]),
    )
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for sure, name, e in pairs:
        if name not in taken and e.title not in used and _still_wanted(name, wide, e):
            taken[name] = Match(e.title, sure)
            used.add(e.title)
    columns = {c.name: taken[c.name] for c in table.columns if c.name in taken}
    extra = {n: m for n, m in taken.items() if n not in columns}
    left, unknown = {}, []
    for e in rest:
        if e.title not in used:
            why = _why_left_out(e, table.name)
            if why:
                left[e.title] = why
            else:
                unknown.append(e.title)
    return Matched(table.name, columns, extra, wide, left, tuple(unknown), _score(table, columns, extra, wide))


def untitled(evidence: Sequence[Evidence], records: pl.DataFrame) -> Matched:
    """Match columns that have no titles; a payroll is the only table that is known by its cells."""
    found = by_cells.find(evidence, records)
    title = {e.index: e.title for e in evidence}
    columns = {
        c.name: Match(title[found.columns[c.name]], 0.6) for c in INPUTS["payroll"].columns if c.name in found.columns
    }
    extra = {"full": Match(title[found.name], 0.6)} if found.name is not None else {}
    used = {m.title for m in (*columns.values(), *extra.values())}
    left = {e.title: "not known" for e in evidence if e.title not in used}
    return Matched("payroll", columns, extra, {}, left, (), 1.0, found.implied, found.why)


def _still_wanted(name: str, wide: Mapping[str, Measure], e: Evidence) -> bool:
    """In a wide payroll, titles that add others up are no measures of their own."""
    if not _is_wide(wide) or name not in ("amount", "hours"):
        return True
    if name == "hours":
        return not any(m.measure == "hours" and m.kind == "hourly" for m in wide.values())
    return not any(m.measure == "amount" and m.kind in WAGES for m in wide.values())


def _is_wide(wide: Mapping[str, Measure]) -> bool:
    return len({m.stem for m in wide.values() if m.measure in ("amount", "units")}) > 1


def _wide(evidence: Sequence[Evidence]) -> dict[str, Measure]:
    """Return the titles that say kinds of pay, if there are several kinds of money; else they are plain columns."""
    found = {e.title: m for e in evidence if (m := measures.of(e.title)) and _measures_fit(e, m)}
    found |= _slots(evidence)
    found = {t: m for t, m in found.items() if not _plainly(t, m)}
    return found if _is_wide(found) else {}


def _plainly(title: str, measure: Measure) -> bool:
    """Whether a title is a known column that only sounds like a kind: `Tax Frequency` or `Regular Hours Offered`."""
    bare = re.sub(r" \([0-9]+\)$", "", title)
    sure = max((words.best(bare, "left_out", e) for e in words.vocabulary()["left_out"]), default=0.0)
    return sure >= 0.95 and measure.measure != "code"


def _slots(evidence: Sequence[Evidence]) -> dict[str, Measure]:
    """Return pairs of a code and what it measures: `Earnings 3 Code` beside `Earnings 3 Amount`."""
    coded: dict[str, list[str]] = {}
    for e in evidence:
        stem = re.sub(r"(?i)[\s_-]*(code|codigo|clave|amount|importe|monto)$", "", e.title)
        if stem != e.title and re.search(r"[0-9]$", stem):
            coded.setdefault(stem, []).append(e.title)
    found = {}
    for stem, pair in coded.items():
        if len(pair) > 1:
            number = re.findall(r"[0-9]+$", stem)[0]
            sort = "hours" if "hours" in words.of_title(stem) else "amount"
            for title in pair:
                is_code = bool(re.search(r"(?i)(code|codigo|clave)$", title))
                found[title] = measures.Measure("", "code" if is_code else sort, f"slot {number}")
    return found


def _measures_fit(e: Evidence, measure: Measure) -> bool:
    return e.empty or (e.is_numbers if measure.measure != "code" else True)


def _candidates(e: Evidence, table: Table) -> dict[str, float]:
    """Return how sure it is that a title is each column, by its words and by its cells."""
    title = re.sub(r" \([0-9]+\)$", "", e.title)
    found = {}
    for name in words.vocabulary()[table.name]:
        sort = TYPES.get(name) or table.column(name).type
        found[name] = words.best(title, table.name, name) * fit(e, sort, name)
    if table.name == "payroll":
        for name in words.vocabulary()["names"]:
            found[name] = words.best(title, "names", name) * fit(e, "words", name)
    return found


def fit(e: Evidence, sort: str, name: str) -> float:  # noqa: PLR0911 - a verdict per type of column
    """Say whether a column's cells can be of a type: 0 never, 1 surely."""
    if e.empty:
        return 0.75
    if sort == "date":
        return 1.0 if e.is_days else 0.97 if e.solid_days >= 0.8 or e.ranges >= 0.8 else 0.0
    if sort == "money":
        return (1.0 if e.cents > 0.5 else 0.9) if e.is_numbers and not e.is_days else 0.0
    if sort == "number":
        if name == "rate" and not e.is_numbers and e.numbers >= 0.5:
            return 0.8
        return 1.0 if e.is_numbers and not e.is_days else 0.0
    if sort == "id":
        return _fit_id(e, name)
    if sort == "words":
        return 1.0 if e.letters >= 0.5 else 0.0
    if sort == "choice":
        return 0.9 if e.distinct <= 10 and e.letters >= 0.5 else 0.0
    return 0.0 if e.is_days or e.cents > 0.5 else 1.0


def _fit_id(e: Evidence, name: str) -> float:
    if e.is_days or e.cents > 0.5:
        return 0.0
    if name == "worker_id" and e.letters > 0.5 and not e.has_digits:
        return 0.3  # a name
    if name in ("line_id", "purchase_id", "sale_id", "payment_id", "receipt_id") and e.distinct < 0.5 * e.filled:
        return 0.5 if name != "line_id" else 0.0
    return 1.0


def _why_left_out(e: Evidence, table: str) -> str:
    """Return why a title is left out, if it is one of those that are known and not needed."""
    title = re.sub(r" \([0-9]+\)$", "", e.title)
    if e.empty:
        return "nothing stands in it"
    entries = words.vocabulary()["left_out"]
    sure, entry = max(
        (words.best(title, "left_out", n), n) for n in entries if table in entries[n].get("tables", [table])
    )
    if sure >= 0.75:
        return str(words.vocabulary()["left_out"][entry]["why"])
    return ""


def _score(
    table: Table, columns: Mapping[str, Match], extra: Mapping[str, Match], wide: Mapping[str, Measure]
) -> float:
    """Say how well a file is of a table: the share of what the table needs that was found, less what it should not have."""
    needed = [
        c.name for c in table.columns if c.required and c.name not in ("grower_id", "buyer_id", "kind", "pay_code")
    ]
    sure = {n: columns[n].sure for n in columns}
    if wide:
        sure["amount"] = 0.9
    if "full" in extra or "last" in extra:
        sure["worker_id"] = max(sure.get("worker_id", 0.0), 0.6)
    found = sum(sure.get(n, 0.0) for n in needed) / max(1, len(needed))
    beside = sum(sure.get(c.name, 0.0) for c in table.columns if c.name not in needed)
    return found + 0.05 * beside + 0.1 * min(3, len(extra)) + (0.3 if wide else 0.0)


def known_words(title: str) -> bool:
    """Whether a title is known at all."""
    return known_as(title) > 0
