"""Payroll, a line a row: what kind each line is, which class of work it was, and what a mixed column measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import classes, codes, sums, values, wide
from premium.tables import WAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.codes import Code
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile.model import Dialect

MEASURES = ("units", "hours", "rate", "amount")


def payroll(draft: Draft, seen: Sample, matched: Matched, dialect: Dialect) -> None:
    """Say the kind of each line: by its code, by its job, or by the title that its amount stands under."""
    if matched.measures:
        wide.lines_of(draft, seen, matched)
        _classes(draft, seen, matched, None)
        return
    coded = _coded(seen, matched)
    if not coded:
        draft.columns["pay_code"] = [{"constant": "PAY"}]
        draft.columns["kind"] = [{"constant": "?"}]
        draft.ask("columns.kind", "nothing says what kind of pay a line is: hourly, piece, …?")
        _classes(draft, seen, matched, None)
        return
    draft.columns["pay_code"] = [{"from": coded}]
    read = _kinds(draft, seen, matched, coded, dialect)
    _mixed(draft, seen, matched, coded)
    wages = (
        seen.texts(coded)
        .str.replace_all(r"\s+", " ")
        .is_in([c.code for c in read if c.kind in WAGE_KINDS or not c.kind])
    )
    _classes(draft, seen, matched, wages)


def _coded(seen: Sample, matched: Matched) -> str:
    """Return the title of the codes: known as such, or words that are kinds of pay; else descriptions, else jobs."""
    for name in ("pay_code", "description"):
        if matched.title(name):
            return matched.title(name)
    for title in matched.unknown:
        if codes.speaks_of_kinds(seen.texts(title)):
            return title
    job = matched.title("job_class")
    return job if job and codes.speaks_of_kinds(seen.texts(job)) else ""


def _kinds(draft: Draft, seen: Sample, matched: Matched, title: str, dialect: Dialect) -> tuple[Code, ...]:
    """Fill in `kind` from codes; where only jobs or descriptions tell the premium, those are asked first."""
    sources: list[Source] = []
    texts, all_codes = seen.texts(title), seen.texts(title)
    described = [t for t in _described(seen, matched, title)]
    others = [
        t for t in dict.fromkeys((matched.title("job_class"), matched.title("description"), *described)) if t
    ]
    plain = codes.read(texts, [seen.texts(t) for t in described])
    told = [t for t in others if t != title and codes.premium_words(seen.texts(t))]
    if told and not _told_by_codes(plain, texts, seen.texts(told[0])):
        sources.append({"from": told[0], **codes.premium_words(seen.texts(told[0])), "other": "empty"})
        all_codes = texts.set(codes.is_premium(seen.texts(told[0])), None)
    read = codes.read(all_codes, [seen.texts(t) for t in described], _measured(seen, matched, dialect))
    sources.append({"from": title, "codes": {c.code: c.kind for c in read if c.kind} or {"?": "hourly"}})
    draft.columns["kind"] = sources
    tell(draft, "columns.kind", read)
    return read


def tell(draft: Draft, entry: str, read: Sequence[Code]) -> None:
    """Say what each code was taken for and why; ask about those that nobody knows."""
    for c in read:
        if c.kind:
            draft.remark(entry, f"{c.code}: {_rows(c)}")
    asked = [f"{c.code} ({_rows(c)})" for c in read if not c.kind]
    if asked:
        draft.ask(entry, f"what kind of pay is {', '.join(asked)}? Until codes say so, such rows are set aside")


def _rows(c: Code) -> str:
    return f"{c.count} row{'s' if c.count != 1 else ''}" + (f", {c.why}" if c.why else "")


def _told_by_codes(read: Sequence[Code], texts: pl.Series, told: pl.Series) -> bool:
    """Whether a code is the premium's own: every line that words call premium has it, and no other line."""
    said = codes.is_premium(told)
    own = set(texts.filter(said).drop_nulls().to_list())
    shared = set(texts.filter(~said).drop_nulls().to_list())
    return any(c.kind == "premium" for c in read) and not own & shared


def _described(seen: Sample, matched: Matched, title: str) -> list[str]:
    """Return the titles that describe a code: those known as descriptions, and words that go with each code alone."""
    known = [t for t in [matched.title("description")] if t and t != title]
    taken = {m.title for m in (*matched.columns.values(), *matched.extra.values())}
    for other in (*matched.unknown, *matched.left_out):
        if other not in taken and seen.named[other].is_words and other != title:
            if codes.goes_with(seen.texts(title), seen.texts(other)):
                known.append(other)
    return known


def _measured(seen: Sample, matched: Matched, dialect: Dialect) -> dict[str, pl.Series]:
    return {
        m: sums.scaled(seen.records, seen.named[matched.columns[m].title].index, dialect) // 10 ** matched.implied.get(m, 0)
        for m in MEASURES if m in matched.columns
    }  # fmt: skip


def _mixed(draft: Draft, seen: Sample, matched: Matched, coded: str) -> None:
    """Read a column that holds hours for some codes and counts for others, each by its code; so too rates with odd cells."""
    title = next((m.title for n, m in matched.columns.items()
                  if n in ("units", "hours") and 0 < seen.named[m.title].hours_minutes < values.MOST), "")  # fmt: skip
    if title:
        timed = _codes_with(seen, coded, title, values.HOURS_MINUTES)
        counted = [c for c in _codes_with(seen, coded, title, values.NUMBER) if c not in timed]
        draft.columns["hours"] = [{"from": title, "as": "hours_hmm", "when": [_equals(coded, c)]} for c in timed]
        draft.columns["units"] = [{"from": title, "when": [_equals(coded, c)]} for c in counted]
        draft.remark("columns.units", f"counts and hours stand in one column, {title}, and the code says which")
    rate = matched.columns.get("rate")
    if rate and not seen.named[rate.title].is_numbers:
        good = _codes_with(seen, coded, rate.title, values.NUMBER)
        draft.columns["rate"] = [{"from": rate.title, "when": [_equals(coded, c)]} for c in good]
        draft.remark("columns.rate", "a rate only for codes that have numbers there")


def _codes_with(seen: Sample, coded: str, title: str, pattern: str) -> list[str]:
    """Return the codes most of whose cells under a title are of a sort."""
    frame = pl.DataFrame({"code": seen.texts(coded), "text": seen.texts(title)}).drop_nulls()
    share = frame.group_by("code").agg(pl.col("text").str.contains(pattern).mean().alias("share"), pl.len().alias("n"))
    found = share.filter((pl.col("share") > 0.5) & (pl.col("n") > 1)).sort("n", "code", descending=[True, False])
    return [str(c) for c in found["code"].to_list()]


def _equals(column: str, text: str) -> dict[str, str]:
    return {"column": column, "equals": text}


def _classes(draft: Draft, seen: Sample, matched: Matched, wages: pl.Series | None) -> None:
    """Say the class of work by jobs, departments, or whatever column speaks of it."""
    job = matched.title("job_class")
    if not job or not classes.speaks(seen.texts(job)):
        others = [t for t in (*matched.unknown, *matched.left_out) if classes.speaks(seen.texts(t))]
        job = others[0] if others else job
    if not job:
        return
    read = classes.read(seen.texts(job), wages)
    remarks = draft.remarks.pop("columns.job_class", [])
    if not read.known:
        draft.columns["job_class"] = [{"from": job}]
        draft.remarks["columns.job_class"] = remarks
        if read.unknown:
            shown = ", ".join(read.unknown[:6])
            draft.ask("columns.job_class", f"which classes of the program are {shown}? codes = {{ … }} says it")
        return
    source: Source = {"from": job, "codes": dict(read.known)}
    if read.unknown:
        source["codes"] |= dict.fromkeys(read.without_wages, "")
        draft.ask(
            "columns.job_class",
            f"which class is {', '.join(read.unknown)}? Until codes say so, such rows are set aside",
        )
    elif read.without_wages or seen.texts(job).null_count():
        source["other"] = "empty"
    draft.columns["job_class"] = [source]
    draft.ask("columns.job_class", "are these the program's classes?")
