"""Which title is which column: what it is called, and whether its cells can be that; each with how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from premium.ingest.guess import fits, measures, words
from premium.ingest.guess import untitled as by_cells
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from premium.ingest.guess.measures import Measure
    from premium.ingest.guess.values import Evidence
    from premium.tables import Table

SURE_ENOUGH = 0.55
"""How sure a match must be to be proposed at all."""
KNOWN = 0.75
"""How well a title must say what is left out to be left out without a word."""
BY_CELLS = 0.6
"""How sure a match is that only cells speak for."""
CLOSE = 0.02
"""Scores of tables that are nearer than this leave it open which table a file is of."""
BESIDE_A_NAME = 0.12
"""What a bare number gains as the worker's by standing beside a name."""
OF_A_SYSTEM = {"description": "words", "full": "words", "last": "words", "first": "words"}
NEEDED = {
    "payroll": ("worker_id", "check_date", "amount"),
    "purchases": ("purchase_id", "product", "unit", "quantity", "ship_date"),
    "sales": ("sale_id", "product", "unit", "quantity", "ship_date"),
    "payments": ("payment_id", "paid_date", "amount"),
    "receipts": ("receipt_id", "received_date", "amount"),
}
"""What tells a table: what it needs, and what cannot be derived from the rest."""
OTHER_PARTY = {"purchases": "grower_id", "sales": "buyer_id", "payments": "grower_id", "receipts": "buyer_id"}
"""Whom a file names that is not the one who wrote it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A title that is taken for a column, and how sure that is, from 0 to 1."""

    title: str
    sure: float


@dataclass(frozen=True, slots=True)
class Matched:
    """What each title of a file is for.

    `columns` are the table's own; `extra` are known but no columns (`description`, `full`, `last`, `first`);
    `measures` are titles that say the kind of pay; `left_out` are known and not needed, with why; `unknown` the rest.
    `implied` are decimals of columns without a point, `why` what speaks for columns without a title.
    """

    table: str
    columns: Mapping[str, Match]
    extra: Mapping[str, Match]
    measures: Mapping[str, Measure]
    left_out: Mapping[str, str]
    unknown: tuple[str, ...]
    implied: Mapping[str, int] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)

    def title(self, name: str) -> str:
        """Return the title that is taken for a column, or for what is known beside columns; empty without one."""
        found = self.columns.get(name) or self.extra.get(name)
        return found.title if found else ""

    @property
    def beside(self) -> tuple[str, ...]:
        """Titles that are no columns: unknown, or left out."""
        return (*self.unknown, *self.left_out)


def match(evidence: Sequence[Evidence], table: str | None = None) -> tuple[Matched, tuple[str, ...]]:
    """Match titles to the columns of the table that they fit best (or of the one named).

    Returns the match, and the other tables that fit about as well.
    """
    if table is not None:
        return _match(evidence, INPUTS[table]), ()
    tried = [_match(evidence, INPUTS[name]) for name in NEEDED]
    scores = {m.table: _score(m, evidence) for m in tried}
    tried.sort(key=lambda m: -scores[m.table])
    close = tuple(m.table for m in tried[1:] if scores[m.table] >= scores[tried[0].table] - CLOSE)
    return tried[0], close


def untitled(evidence: Sequence[Evidence], records: pl.DataFrame) -> Matched:
    """Match columns that have no titles; a payroll is the only table that is known by its cells."""
    found = by_cells.find(evidence, records)
    title = {e.index: e.title for e in evidence}
    names = [c.name for c in INPUTS["payroll"].columns if c.name in found.columns]
    columns = {name: Match(title[found.columns[name]], BY_CELLS) for name in names}
    extra = {"full": Match(title[found.name], BY_CELLS)} if found.name is not None else {}
    used = {m.title for m in (*columns.values(), *extra.values())}
    unknown = tuple(e.title for e in evidence if e.title not in used)
    return Matched("payroll", columns, extra, {}, {}, unknown, found.implied, found.why)


def _match(evidence: Sequence[Evidence], table: Table) -> Matched:
    """Give each column its best title, the surest first, and no title to two columns."""
    titled = [e for e in evidence if e.title]
    wide = measures.wide(titled) if table.name == "payroll" else {}
    rest = [e for e in titled if e.title not in wide]
    pairs = [
        (sure, name, e) for e in rest for name, sure in _candidates(e, table, evidence).items() if sure >= SURE_ENOUGH
    ]
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for sure, name, e in sorted(pairs, key=lambda p: (-p[0], p[2].index, p[1])):
        if name not in taken and e.title not in used and measures.leaves(name, wide):
            taken[name] = Match(e.title, min(sure, 1.0))
            used.add(e.title)
    columns = {c.name: taken[c.name] for c in table.columns if c.name in taken}
    extra = {n: m for n, m in taken.items() if n not in columns}
    others = {e.title: _why_left_out(e, table.name) for e in rest if e.title not in used}
    left = {t: why for t, why in others.items() if why}
    return Matched(table.name, columns, extra, wide, left, tuple(t for t in others if t not in left))


def bare(title: str) -> str:
    """Return a title without the number that tells it from others of the same words."""
    return re.sub(r" \([0-9]+\)$", "", title)


def _candidates(e: Evidence, table: Table, evidence: Sequence[Evidence]) -> dict[str, float]:
    """Return how sure it is that a title is each column, by its words and by its cells."""
    found = {}
    for name in words.entries(table.name):
        sort = OF_A_SYSTEM.get(name) or table.column(name).type
        found[name] = said(e, table.name, name) * fits.fit(e, sort, name)
    if table.name == "payroll":
        for name in words.vocabulary()["names"]:
            found[name] = said(e, "names", name) * fits.fit(e, "words", name)
        if any(words.of_title(bare(t)) == ("number",) for t in e.names) and _beside_a_name(e, evidence):
            found["worker_id"] += BESIDE_A_NAME
    return found


def said(e: Evidence, section: str, entry: str) -> float:
    """Return how well a title says an entry, as a whole or by its own words."""
    return max(words.best(bare(t), section, entry) for t in e.names)


def _beside_a_name(e: Evidence, evidence: Sequence[Evidence]) -> bool:
    near = [other for other in evidence if abs(other.index - e.index) == 1 and other.is_words]
    return any(said(other, "names", n) >= KNOWN for other in near for n in words.vocabulary()["names"])


def _in_both_tongues(title: str, entry: str) -> float:
    """Return how well a title says an entry that says it twice: `Bruto / Gross`; as well as the worse of the two."""
    parts = bare(title).split("/")
    return min(words.best(part, "left_out", entry) for part in parts) if len(parts) > 1 else 0.0


def _why_left_out(e: Evidence, table: str) -> str:
    """Return why a title is left out, if it is one of those that are known and not needed."""
    if e.empty:
        return "nothing stands in it"
    entries = {n: v for n, v in words.vocabulary()["left_out"].items() if table in v.get("tables", [table])}
    sure, entry = max((max(said(e, "left_out", n), _in_both_tongues(e.title, n)), n) for n in entries)
    return str(entries[entry]["why"]) if sure >= KNOWN else ""


def _score(matched: Matched, evidence: Sequence[Evidence]) -> float:
    """Say how well a file is of a table: how much of what tells it is there, and how much of the file it explains."""
    sure = {n: m.sure for n, m in matched.columns.items()}
    if matched.measures:
        sure["amount"] = 1.0
    if "full" in matched.extra or "last" in matched.extra:
        sure["worker_id"] = max(sure.get("worker_id", 0.0), 0.8)
    sure["check_date"] = max(sure.get(n, 0.0) for n in ("check_date", "period_start", "period_end"))
    needed = NEEDED[matched.table]
    titles = [e for e in evidence if e.title]
    explained = len(matched.columns) + len(matched.extra) + len(matched.measures) + len(matched.left_out)
    party = 0.1 * sure.get(OTHER_PARTY.get(matched.table, ""), 0.0)
    return 0.6 * sum(sure.get(n, 0.0) for n in needed) / len(needed) + 0.4 * explained / max(1, len(titles)) + party
