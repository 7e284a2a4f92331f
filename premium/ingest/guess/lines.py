"""Payroll, a line a row: what kind each line is, which class of work it was, and what a mixed column measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import classes, codes, sums, values, wide
from premium.ingest.guess.draft import used_titles
from premium.tables import PAY_KINDS, WAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.codes import Code
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile.model import Dialect

MEASURES = ("units", "hours", "rate", "amount")
ASIDE = "Until codes say so, such rows are set aside"


def payroll(draft: Draft, seen: Sample, matched: Matched, dialect: Dialect) -> None:
    """Say the kind of each line: by its code, by its job, or by the title that its amount stands under."""
    if matched.measures:
        wide.lines_of(draft, seen, matched, dialect)
        _classes(draft, seen, matched, None)
        return
    coded = _coded(seen, matched)
    ours = next((t for t in matched.beside if _is_ours(seen.texts(t))), "")
    if ours:
        draft.columns["kind"] = [{"from": ours}]
        draft.columns.setdefault("pay_code", [{"from": ours}])
        _classes(draft, seen, matched, seen.texts(ours).is_in(WAGE_KINDS))
    elif coded:
        draft.columns["pay_code"] = [{"from": coded}]
        wages = [c.code for c in _kinds(draft, seen, matched, coded, dialect) if c.kind in WAGE_KINDS or not c.kind]
        _mixed(draft, seen, matched, coded)
        _classes(draft, seen, matched, seen.texts(coded).str.replace_all(r"\s+", " ").is_in(wages))
    else:
        draft.columns["pay_code"], draft.columns["kind"] = [{"constant": "PAY"}], [{"constant": "?"}]
        draft.ask("columns.kind", "nothing says what kind of pay a line is: hourly, piece, …?")
        _classes(draft, seen, matched, None)


def _is_ours(texts: pl.Series) -> bool:
    """Whether a column holds the kinds in our own words."""
    known = texts.drop_nulls()
    return len(known) > 0 and bool(known.is_in(PAY_KINDS).all())


def _coded(seen: Sample, matched: Matched) -> str:
    """Return the title of the codes: known as such, or words that are kinds of pay; else descriptions, else jobs."""
    known = matched.title("pay_code") or matched.title("description")
    others = (t for t in (*matched.unknown, matched.title("job_class")) if t)
    return known or next((t for t in others if codes.speaks_of_kinds(seen.texts(t))), "")


def _kinds(draft: Draft, seen: Sample, matched: Matched, title: str, dialect: Dialect) -> tuple[Code, ...]:
    """Fill in `kind` from codes; where only jobs or descriptions tell the premium, those are asked first."""
    texts = seen.texts(title)
    described = _described(seen, matched, title)
    beside = [seen.texts(t) for t in described]
    sources: list[Source] = []
    teller = _tells_premium(seen, matched, title, described, codes.read(texts, beside))
    if teller:
        sources.append({"from": teller, **codes.premium_words(seen.texts(teller)), "other": "empty"})
        texts = texts.set(codes.is_premium(seen.texts(teller)), None)
    read = codes.read(texts, beside, _measured(seen, matched, dialect))
    sources.append({"from": title, "codes": {c.code: c.kind for c in read if c.kind} or {"?": "hourly"}})
    draft.columns["kind"] = sources
    tell(draft, "columns.kind", read)
    return read


def _tells_premium(seen: Sample, matched: Matched, title: str, described: Sequence[str], read: Sequence[Code]) -> str:
    """Return the title of the jobs or descriptions that tell the premium, where no code is the premium's own."""
    others = dict.fromkeys((matched.title("job_class"), matched.title("description"), *described))
    told = [t for t in others if t and t != title and codes.premium_words(seen.texts(t))]
    if not told:
        return ""
    said = codes.is_premium(seen.texts(told[0]))
    own = set(seen.texts(title).filter(said).drop_nulls().to_list())
    shared = set(seen.texts(title).filter(~said).drop_nulls().to_list())
    return "" if any(c.kind == "premium" for c in read) and not own & shared else told[0]


def tell(draft: Draft, entry: str, read: Sequence[Code]) -> None:
    """Say what each code was taken for and why; ask about those that nobody knows."""
    for c in read:
        if c.kind:
            draft.remark(entry, f"{c.code}: {_rows(c)}")
    asked = [f"{c.code} ({_rows(c)})" for c in read if not c.kind]
    if asked:
        draft.ask(entry, f"what kind of pay is {', '.join(asked)}? {ASIDE}")


def _rows(c: Code) -> str:
    return f"{c.count} row{'s' if c.count != 1 else ''}" + (f", {c.why}" if c.why else "")


def _described(seen: Sample, matched: Matched, title: str) -> list[str]:
    """Return the titles that describe a code: those known as descriptions, and words that go with each code alone."""
    known = [t for t in [matched.title("description")] if t and t != title]
    others = [t for t in matched.beside if seen.named[t].is_words and t != title]
    return known + [t for t in others if codes.goes_with(seen.texts(title), seen.texts(t))]


def _measured(seen: Sample, matched: Matched, dialect: Dialect) -> dict[str, pl.Series]:
    """Return what lines measure in millionths, implied points put in."""
    indices = {m: seen.named[matched.title(m)].index for m in MEASURES if m in matched.columns}
    return {m: sums.scaled(seen.records, i, dialect) // 10 ** matched.implied.get(m, 0) for m, i in indices.items()}


def _mixed(draft: Draft, seen: Sample, matched: Matched, coded: str) -> None:
    """Read a column that holds hours for some codes and counts for others, by the code; and rates with odd cells."""
    both = [matched.title(n) for n in ("units", "hours") if matched.title(n)]
    for title in [t for t in both if 0 < seen.named[t].hours_minutes < values.MOST]:
        timed = _codes_with(seen, coded, title, values.HOURS_MINUTES)
        counted = [c for c in _codes_with(seen, coded, title, values.NUMBER) if c not in timed]
        draft.columns["hours"] = [{"from": title, "as": "hours_hmm", "when": [_equals(coded, c)]} for c in timed]
        draft.columns["units"] = [{"from": title, "when": [_equals(coded, c)]} for c in counted]
        draft.remark("columns.units", f"counts and hours stand in one column, {title}, and the code says which")
    rate = matched.title("rate")
    good = _codes_with(seen, coded, rate, values.NUMBER) if rate else []
    if good and set(_codes_with(seen, coded, rate, r".")) - set(good):
        draft.columns["rate"] = [{"from": rate, "when": [_equals(coded, c)]} for c in good]
        draft.remark("columns.rate", "a rate only for codes that have numbers there")
    for column in ("hours", "units", "rate"):
        if draft.columns.get(column) == []:
            del draft.columns[column]


def _codes_with(seen: Sample, coded: str, title: str, pattern: str) -> list[str]:
    """Return the codes, used more than once, most of whose cells under a title are of a sort."""
    frame = pl.DataFrame({"code": seen.texts(coded), "text": seen.texts(title)}).drop_nulls()
    share = frame.group_by("code").agg(pl.col("text").str.contains(pattern).mean().alias("share"), pl.len().alias("n"))
    found = share.filter((pl.col("share") > values.HALF) & (pl.col("n") > 1))
    return [str(c) for c in found.sort("n", "code", descending=[True, False])["code"].to_list()]


def _equals(column: str, text: str) -> dict[str, str]:
    return {"column": column, "equals": text}


def _ask_for_classes(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Ask for the class of work, which no title seems to say, and name those that may."""
    without = "without it no premium can be shared out"
    read = used_titles(draft) | set(draft.keep_name)
    may = [t for t in matched.beside if t not in read and classes.may_speak(seen.texts(t))]
    for title in may[:1]:
        told = classes.counted(seen.texts(title))
        draft.ask(
            "columns.job_class",
            f"nothing says the class of work, and {without}; {title!r} has {told}: is it that? "
            f'job_class = {{ from = "{title}", codes = {{ … = "harvest" }} }} says it',
        )
    if not may:
        draft.ask(
            "columns.job_class",
            f"nothing says the class of work, and {without}: is it one for all records, as with "
            'job_class = { constant = "harvest" }?',
        )


def _classes(draft: Draft, seen: Sample, matched: Matched, wages: pl.Series | None) -> None:
    """Say the class of work by jobs, departments, or whatever column speaks of it."""
    job = matched.title("job_class")
    if not job or not classes.speaks(seen.texts(job)):
        job = next((t for t in matched.beside if classes.speaks(seen.texts(t))), job)
    if not job:
        if wages is None or wages.any():
            _ask_for_classes(draft, seen, matched)
        return
    read = classes.read(seen.texts(job), wages)
    if not read.known:
        draft.columns["job_class"] = [{"from": job}]
        if read.unknown:
            shown = ", ".join(read.unknown[:6])
            draft.ask("columns.job_class", f"which classes of the program are {shown}? codes = {{ … }} says it")
        return
    source: Source = {"from": job, "codes": dict(read.known)}
    if read.unknown:
        source["codes"] |= dict.fromkeys(read.without_wages, "")
        draft.ask("columns.job_class", f"which class is {', '.join(read.unknown)}? {ASIDE}")
    elif read.without_wages or seen.texts(job).null_count():
        source["other"] = "empty"
    draft.columns["job_class"] = [source]
    draft.remarks["columns.job_class"] = [t for t in draft.remarks.get("columns.job_class", []) if "sure" not in t]
    draft.ask("columns.job_class", "are these the program's classes?")
