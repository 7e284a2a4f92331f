"""Payroll: what kind a line is, and the several lines that one wide row gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.ingest.guess import codes, words
from premium.tables import PAY_KINDS

if TYPE_CHECKING:
    from premium.ingest.guess.codes import Code
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.measures import Measure
    from premium.ingest.guess.sample import Sample

MEASURES = ("units", "hours", "rate", "amount")
ORDER = {kind: i for i, kind in enumerate(("hourly", "overtime", "piece", *PAY_KINDS))}


def payroll(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Say the kind of each line: by its code, by its job, or by the title that its amount stands under."""
    if matched.measures:
        _wide(draft, seen, matched)
        return
    coded = next((c for c in ("pay_code", "description") if _title(matched, c)), None)
    if coded is None:
        _by_job(draft, seen, matched)
        return
    title = _title(matched, coded)
    draft.columns.setdefault("pay_code", [{"from": title}])
    beside = [seen.texts(t) for t in _described(seen, matched, title)]
    read = codes.read(seen.texts(title), beside)
    _told_apart(draft, seen, matched, title, read.codes)


def _title(matched: Matched, name: str) -> str:
    found = matched.columns.get(name) or matched.extra.get(name)
    return found.title if found else ""


def _described(seen: Sample, matched: Matched, title: str) -> list[str]:
    """Return the titles that describe a code: those known as descriptions, and words that go with each code alone."""
    known = [t for t in [_title(matched, "description")] if t and t != title]
    codes_ = seen.texts(title)
    for other in matched.unknown:
        e = seen.named[other]
        if e.letters >= 0.5 and codes.goes_with(codes_, seen.texts(other)):
            known.append(other)
    return known


def _told_apart(draft: Draft, seen: Sample, matched: Matched, title: str, read: tuple[Code, ...]) -> None:
    """Fill in `kind` from codes; where jobs or descriptions say that a line is premium, those are asked first."""
    sources: list[Source] = []
    for other in (_title(matched, "job_class"), _title(matched, "description")):
        said = codes.premium_words(seen.texts(other)) if other else ()
        if said and other != title and not any(c.kind == "premium" for c in read):
            sources.append({"from": other, "codes": dict.fromkeys(said, "premium"), "other": "empty"})
    known = {c.code: c.kind for c in read if c.kind}
    sources.append({"from": title, "codes": known or {"?": "hourly"}})
    draft.columns["kind"] = sources
    entry = f"columns.kind.{len(sources) - 1}"
    for code in read:
        beside = f" ({'; '.join(code.beside)})" if code.beside else ""
        times = f"{code.count} row{'s' if code.count != 1 else ''}{beside}"
        if code.kind:
            draft.remark(f"{entry}.codes.{code.code}", times)
        else:
            draft.ask(f"{entry}.codes.{code.code}", f"{code.code}: {times}: what kind of pay is it?")
            draft.unknown_codes.setdefault(entry, []).append(code.code)


def _by_job(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Without any code, the job may say the kind; else nothing does, and a person must."""
    job = _title(matched, "job_class")
    if job:
        read = codes.read(seen.texts(job), [])
        if any(c.kind for c in read.codes):
            draft.columns["pay_code"] = [{"from": job}]
            _told_apart(draft, seen, matched, job, read.codes)
            return
    draft.columns["pay_code"] = [{"constant": "PAY"}]
    draft.columns["kind"] = [{"constant": "?"}]
    draft.ask("columns.kind", "nothing says what kind of pay a line is: hourly, piece, …?")


def _wide(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Give each kind of pay in a row its own line."""
    stems: dict[str, dict[str, str]] = {}
    kinds: dict[str, Measure] = {}
    for title, m in matched.measures.items():
        if m.measure in stems.get(m.stem, {}) and not seen.named[title].nonzero:
            continue
        stems.setdefault(m.stem, {}).setdefault(m.measure, title)
        kinds.setdefault(m.stem, m)
    plain = {m: matched.columns[m].title for m in MEASURES if m in matched.columns}
    if "amount" in plain:
        stems = {"": {m: t for m, t in plain.items()}, **stems}
    for measure in MEASURES:
        draft.columns.pop(measure, None)
    for stem, titles in stems.items():
        if "amount" not in titles and not ("units" in titles):
            continue
        _line(draft, seen, stem, titles, kinds.get(stem), matched)
    if "amount" not in plain:
        _hand_out(draft, plain, kinds)


def _line(draft: Draft, seen: Sample, stem: str, titles: dict[str, str], m: Measure | None, matched: Matched) -> None:
    number = len(draft.line)
    line: dict[str, list[Source]] = {}
    if m is None:
        _plain_line(draft, seen, line, matched)
    elif "code" in titles:
        line["pay_code"] = [{"from": titles["code"]}]
        read = codes.read(seen.texts(titles["code"]), [])
        line["kind"] = [{"from": titles["code"], "codes": {c.code: c.kind for c in read.codes if c.kind} or {"?": "hourly"}}]
        _ask_codes(draft, f"line.{number}.kind.0", read.codes)
    else:
        named = titles.get("amount") or titles.get("units") or stem
        line["pay_code"] = [{"constant": named}]
        line["kind"] = [{"constant": m.kind}]
    for measure in MEASURES:
        if measure in titles:
            timed = seen.named[titles[measure]].hours_minutes > 0.5 and measure == "hours"
            line[measure] = [{"from": titles[measure], "as": "hours_hmm"}] if timed else [{"from": titles[measure]}]
    draft.line.append(line)


def _ask_codes(draft: Draft, entry: str, read: tuple[Code, ...]) -> None:
    for code in read:
        if code.kind:
            draft.remark(f"{entry}.codes.{code.code}", f"{code.count} rows")
        else:
            draft.ask(f"{entry}.codes.{code.code}", f"{code.code}: {code.count} rows: what kind of pay is it?")
            draft.unknown_codes.setdefault(entry, []).append(code.code)


def _plain_line(draft: Draft, seen: Sample, line: dict[str, list[Source]], matched: Matched) -> None:
    """Say the kind of the wages that stand under plain titles beside taxes and deductions."""
    title = _title(matched, "pay_code") or _title(matched, "job_class")
    if title:
        read = codes.read(seen.texts(title), [])
        if any(c.kind for c in read.codes):
            line["pay_code"] = [{"from": title}]
            line["kind"] = [{"from": title, "codes": {c.code: c.kind for c in read.codes if c.kind}}]
            _ask_codes(draft, f"line.{len(draft.line)}.kind.0", read.codes)
            draft.columns.pop("pay_code", None)
            return
    draft.columns.pop("pay_code", None)
    line["pay_code"] = [{"constant": "WAGES"}]
    line["kind"] = [{"constant": "hourly"}]
    draft.ask(f"line.{len(draft.line)}", "nothing says what kind of wages these are: hourly, or piece?")


def _hand_out(draft: Draft, plain: dict[str, str], kinds: dict[str, Measure]) -> None:
    """Give measures under plain titles to the line that they must be of: units and hours to piecework, hours to wages."""
    for measure, title in plain.items():
        wanted = ("piece", "hourly") if measure in ("units", "hours", "rate") else ()
        for kind in wanted:
            line = next((li for li in draft.line if li["kind"][0].get("constant") == kind and measure not in li), None)
            if line is not None and (measure != "units" or kind == "piece"):
                line[measure] = [{"from": title}]
                draft.remark(f"line.{draft.line.index(line)}", f"{title} is taken to be of this line")
                break
    _ = words, kinds
