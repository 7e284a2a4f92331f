"""[dialect]: encoding, delimiter, header, decimals and days, each with what proves it, or a question where nothing does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import labels as labels_of
from premium.ingest.guess import values
from premium.ingest.profile.model import Dialect

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft
    from premium.ingest.guess.sample import Sample

DAYS = ("period_start", "period_end", "check_date")


def dialect(draft: Draft, seen: Sample, matched: Matched) -> None:
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
    _header(draft, seen)
    _numbers(draft, seen)
    _days(draft, seen, matched)
    if written.format == "fixed":
        draft.fields = [
            {"title": t, "start": p.start, "width": p.width}
            for t, p in zip(seen.titles, seen.writing.fields, strict=True)
        ]


def as_model(draft: Draft) -> Dialect:
    """Return the dialect as a reader takes it."""
    return Dialect.model_validate({**draft.dialect, "field": draft.fields})


def _header(draft: Draft, seen: Sample) -> None:
    heads = [p.header for p in seen.parts]
    rows = {h.row for h in heads}
    count = heads[0].rows
    if count and len(rows) == 1:
        draft.dialect["header_row"] = heads[0].row
    if count != 1:
        draft.dialect["header_rows"] = count
    if not count:
        draft.ask("dialect.header_rows", "no row of titles was found: is there none? The columns are called by numbers")
    if len(rows) > 1:
        draft.remark("dialect.header_rows", "the header is not in the same row everywhere; it is looked for")


def _numbers(draft: Draft, seen: Sample) -> None:
    texts = [seen.written(e.title) for e in seen.named.values() if e.is_numbers]
    found = values.marks(texts)
    if found.decimal != "." or found.proof:
        draft.dialect["decimal"] = found.decimal
    if found.proof:
        draft.remark("dialect.decimal", f"as in {found.proof}")
    if found.group:
        draft.dialect["group"] = found.group
    if found.doubtful:
        draft.dialect["decimal"] = "."
        draft.ask("dialect.decimal", f"{found.doubtful} could be thousands or decimals: which?")


def _days(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Find the order of day and month from all columns of days, and from the days that are said once."""
    dated = [c for c, m in matched.columns.items() if seen.named[m.title].days or seen.named[m.title].solid_days]
    texts = [seen.written(matched.columns[c].title) for c in dated]
    texts = [half for t in texts for half in (values.halves(t) if t.str.contains(values.RANGE).any() else (t,))]
    labels = labels_of.propose(seen)
    said = labels.says
    texts += [pl.Series(labels.seen, dtype=pl.String)] if labels.seen else []
    order = values.date_order(texts, _spans(seen, matched, said))
    if order.dates is None and order.asked:
        draft.dialect["dates"] = "ymd"
        proof = order.proof
        told = (
            f"{proof} could be the month or the day first: mdy or dmy?"
            if " and " not in proof
            else (f"{proof} cannot both be days of one order: mdy or dmy?")
        )
        draft.ask("dialect.dates", told + " Until you say so, such days are set aside")
    elif order.proof and order.dates:
        draft.dialect["dates"] = order.dates
        draft.remark("dialect.dates", order.proof if " " in order.proof else f"as in {order.proof}")


def _spans(seen: Sample, matched: Matched, said: dict[str, str]) -> list[tuple[pl.Series, pl.Series]]:
    """Return pairs of days that lie within a month of each other: a period's first and last, its last and its check's."""
    series = {c: seen.texts(matched.columns[c].title) for c in DAYS if c in matched.columns}
    length = len(seen.records)
    for column in ("period_start", "period_end"):
        title = matched.columns[column].title if column in matched.columns else ""
        if title and seen.named[title].ranges >= values.MOST:
            series["period_start"], series["period_end"] = values.halves(seen.texts(title))
    for column, text in said.items():
        series.setdefault(column, pl.Series([text] * max(1, length), dtype=pl.String))
    pairs = [("period_start", "period_end"), ("period_end", "check_date")]
    if "period_end" not in series:
        pairs.append(("period_start", "check_date"))
    return [(series[a], series[b]) for a, b in pairs if a in series and b in series]
