"""[dialect]: encoding, delimiter, header, decimals, days, each with what proves it; where nothing does, a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW
from premium.ingest.guess import order, values
from premium.ingest.profile.model import Dialect
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft
    from premium.ingest.guess.labels import Labels
    from premium.ingest.guess.sample import Sample

DAYS = ("period_start", "period_end", "check_date")
MANY_SHORT = 0.2
"""The share of records that are shorter than the header above which it seems to be the system's way."""
UNTIL = "Until you say so, such cells are set aside"


def dialect(draft: Draft, seen: Sample, matched: Matched, said: Labels) -> None:
    """Fill in [dialect]."""
    written = seen.writing.dialect
    d = draft.dialect
    d["format"] = written.format
    if written.format in ("csv", "fixed"):
        d["encoding"] = written.encoding
    if written.format == "csv":
        d["delimiter"] = written.delimiter
    if written.quote != '"':
        d["quote"] = written.quote
    for entry, why in (seen.writing.why or {}).items():
        draft.remark(f"dialect.{entry}", why)
    for entry, doubt in (seen.writing.asked or {}).items():
        draft.ask(f"dialect.{entry}", doubt)
    _short_rows(draft, seen)
    _header(draft, seen)
    _numbers(draft, seen)
    _days(draft, seen, matched, said)
    if written.format == "fixed":
        named = zip(seen.titles, seen.writing.fields, strict=True)
        draft.fields = [{"title": t, "start": p.start, "width": p.width} for t, p in named]


def _short_rows(draft: Draft, seen: Sample) -> None:
    """Ask whether the system leaves out empty cells at the end, where so many records lack cells that it seems so."""
    lengths = [p.sheet.lengths.filter(pl.col(ROW).is_in(list(p.sorted.rows)))["length"] for p in seen.parts]
    heads = [p.sheet.lengths.filter(pl.col(ROW).is_between(p.header.row, p.header.last))["length"] for p in seen.parts]
    short = sum(
        int((n < (h.max() if p.header.rows else p.sheet.width)).sum())
        for n, h, p in zip(lengths, heads, seen.parts, strict=True)
        if len(n)
    )
    if short > MANY_SHORT * len(seen.records):
        draft.dialect["short_rows"] = "blank"
        draft.ask(
            "dialect.short_rows",
            f"{short:,} of {len(seen.records):,} records have fewer cells than the header: does the system leave out "
            "empty cells at the end? If not, take this line out, and they are set aside",
        )


def as_model(draft: Draft) -> Dialect:
    """Return the dialect as a reader takes it."""
    return Dialect.model_validate({**draft.dialect, "field": draft.fields})


def _header(draft: Draft, seen: Sample) -> None:
    """Say how many rows the header fills; where it stands is looked for, but in aligned columns, which have none."""
    heads = [p.header for p in seen.parts]
    count = heads[0].rows
    if count and draft.dialect["format"] == "fixed":
        draft.dialect["header_row"] = heads[0].row
    draft.dialect["header_rows"] = count
    if count:
        rows = sorted({h.row for h in heads})
        draft.remark("dialect.header_rows", f"from row {' or '.join(map(str, rows))} on")
    else:
        draft.ask("dialect.header_rows", "no row of titles was found: is there none? Columns are called by numbers")


def _numbers(draft: Draft, seen: Sample) -> None:
    """Say which characters stand before decimals and between thousands; what is not proved is refused, and asked."""
    found = order.marks([seen.written(e.title) for e in seen.named.values() if e.is_numbers])
    if found.doubtful:
        draft.dialect["decimal"] = "," if "." in found.doubtful else "."
        draft.ask("dialect.decimal", f"{found.doubtful} could be thousands or decimals: which? {UNTIL}")
    elif found.proof:
        draft.dialect["decimal"] = found.decimal
        draft.remark("dialect.decimal", f"as in {found.proof}")
    if found.group:
        draft.dialect["group"] = found.group


def _days(draft: Draft, seen: Sample, matched: Matched, said: Labels) -> None:
    """Find the order of day and month from all columns of days, and from the days that are said once."""
    types = {c.name: c.type for c in INPUTS[matched.table].columns}
    texts = [seen.written(m.title) for c, m in matched.columns.items() if types.get(c) == "date"]
    texts = [half for t in texts for half in (order.halves(t) if t.str.contains(values.RANGE).any() else (t,))]
    texts += [pl.Series(said.seen, dtype=pl.String)] if said.seen else []
    found = order.date_order(texts, _spans(seen, matched, said), _other_days(seen, said))
    if found.asked:
        draft.dialect["dates"] = "ymd"
        both = " and " in found.proof
        told = "cannot both be days of one order" if both else "could be the month or the day first"
        draft.ask("dialect.dates", f"{found.proof} {told}: mdy or dmy? {UNTIL}")
    elif found.proof and found.dates:
        draft.dialect["dates"] = found.dates
        draft.remark("dialect.dates", found.proof if " " in found.proof else f"as in {found.proof}")


def _other_days(seen: Sample, said: Labels) -> list[pl.Series]:
    """Return every other day in the files, in columns that nothing reads and above the tables."""
    return [*(seen.written(e.title) for e in seen.named.values() if e.is_days), pl.Series(said.others, dtype=pl.String)]


def _spans(seen: Sample, matched: Matched, said: Labels) -> list[tuple[pl.Series, pl.Series]]:
    """Return pairs of days within a month of each other: a period's first and last, its last and its check's."""
    series = {c: seen.texts(matched.title(c)) for c in DAYS if c in matched.columns}
    ranged = next((matched.title(c) for c in DAYS[:2] if c in series and seen.named[matched.title(c)].is_ranges), "")
    if ranged:
        series["period_start"], series["period_end"] = order.halves(seen.texts(ranged))
    for column in DAYS:
        if column in said.says:
            series.setdefault(column, pl.Series([said.says[column]] * len(seen.records), dtype=pl.String))
    pairs = [("period_start", "period_end"), ("period_end", "check_date")]
    if "period_end" not in series:
        pairs = [("period_start", "check_date")]
    return [(series[a], series[b]) for a, b in pairs if a in series and b in series]
