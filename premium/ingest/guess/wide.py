"""Payroll, several lines a row: each kind of pay has columns of its own, and becomes a line of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premium.ingest.guess import codes, lines, measures, rates, shared, values, words
from premium.ingest.guess.measures import MEASURES as WORDS

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.measures import Measure
    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile.model import Dialect

Line = dict[str, list["Source"]]
SOME = 0.05
"""The share of amounts with parts of cents from which they are the sheet's own products, and no slip."""


def lines_of(draft: Draft, seen: Sample, matched: Matched, dialect: Dialect) -> None:
    """Give each kind of pay in a row its own line."""
    stems, kinds = _stems(matched)
    plain = {m: matched.columns[m].title for m in lines.MEASURES if m in matched.columns}
    for measure in lines.MEASURES:
        draft.columns.pop(measure, None)
        draft.remarks.pop(f"columns.{measure}", None)
    pay_code = draft.columns.pop("pay_code", None)
    draft.remarks.pop("columns.pay_code", None)
    if "amount" in plain:
        _plain(draft, seen, matched, plain, pay_code)
    for stem, titles in stems.items():
        if "amount" in titles or "units" in titles:
            draft.line.append(_line(draft, seen, stem, titles, kinds[stem]))
    for stem, titles in stems.items():
        if not {"amount", "units", "code"} & set(titles):
            _hand_out(draft, seen, titles, dialect, kinds[stem].kind)
    if "amount" not in plain:
        _hand_out(draft, seen, plain, dialect)
    shared.hours(draft, seen)
    order = ("pay_code", "kind", *lines.MEASURES)
    draft.line = [dict(sorted(line.items(), key=lambda c: order.index(c[0]))) for line in draft.line]


def _stems(matched: Matched) -> tuple[dict[str, dict[str, str]], dict[str, Measure]]:
    """Put titles of one kind of pay together: what each measures, and the kind.

    Of two codes in a slot, the one of the earnings says what the line is.
    """
    stems: dict[str, dict[str, str]] = {}
    kinds: dict[str, Measure] = {}
    of_hours = {t for t, m in matched.measures.items() if m.measure == "code" and "hours" in words.of_title(t)}
    for title, m in sorted(matched.measures.items(), key=lambda item: item[0] in of_hours):
        again = m.measure == "amount" and "amount" in stems.get(m.stem, {})
        stem = f"{m.stem} {title}" if again else m.stem  # money is never passed over: it has a line of its own
        stems.setdefault(stem, {}).setdefault(m.measure, title)
        kinds.setdefault(stem, m)
    return stems, kinds


def _line(draft: Draft, seen: Sample, stem: str, titles: dict[str, str], m: Measure) -> Line:
    line: Line = {}
    if "code" in titles:
        line["pay_code"] = [{"from": titles["code"]}]
        read = codes.read(seen.texts(titles["code"]), [])
        line["kind"] = [{"from": titles["code"], "codes": {c.code: c.kind for c in read if c.kind} or {"?": "hourly"}}]
        lines.tell(draft, f"line.{len(draft.line)}.kind", read)
    else:
        line["pay_code"] = [{"constant": _code(seen, titles.get("amount") or titles.get("units") or stem)}]
        line["kind"] = [{"constant": m.kind}]
    _measures(draft, seen, line, titles)
    return line


def _measures(draft: Draft, seen: Sample, line: Line, titles: dict[str, str]) -> None:
    for measure in lines.MEASURES:
        if measure in titles:
            line[measure] = [measured(draft, seen, measure, titles[measure], f"line.{len(draft.line)}")]


def measured(draft: Draft, seen: Sample, measure: str, title: str, entry: str) -> Source:
    """Return how a measure's cells are read: hours and minutes, or parts of cents to be rounded, where they are so."""
    e = seen.named[title]
    source: Source = {"from": title}
    if measure == "hours" and (e.hours_minutes >= values.HALF or "h" in e.stored):
        source["as"] = "hours_hmm"
    if measure == "amount" and e.parts_of_cents > SOME:
        source["rounded"] = True
        cells = f"{round(e.parts_of_cents * e.filled)} of {e.filled} cells of {title}"
        draft.ask(entry, f"{cells} hold parts of cents, as hours times a rate do: are they to be rounded to cents?")
    elif measure == "amount" and e.parts_of_cents:
        draft.remark(
            entry, f"{round(e.parts_of_cents * e.filled)} with parts of cents, a slip? Such lines are set aside"
        )
    return source


def _code(seen: Sample, title: str) -> str:
    """Return what a kind of pay is called: by the title's own words, or where they only measure, by those over it."""
    e = seen.named.get(title)
    if e is None or not e.over:
        return _called(title)
    own = _called(e.own)
    return own if measures.of(e.own) else _called(e.over)


def _called(title: str) -> str:
    """Return what a kind of pay is called, by its title without the word of the measure: `Reg Hours` is REG."""
    bare = re.sub(r" \([0-9]+\)$", "", title)
    amounts = WORDS["amount"] | WORDS["units"] - {"buckets"}
    kept = [w for w in re.sub(r"^\(\S+\)\s*", "", bare).split() if not set(words.of_title(w)) & amounts]
    return " ".join(kept).strip(" $").upper() or bare.upper()


def _plain(draft: Draft, seen: Sample, matched: Matched, plain: dict[str, str], pay_code: list[Source] | None) -> None:
    """Make a line of the wages that stand under plain titles beside premium, taxes and deductions."""
    line: Line = {}
    said = [str(s["from"]) for s in pay_code or []]
    said += [t for t in matched.unknown if codes.speaks_of_kinds(seen.texts(t))]
    read = codes.read(seen.texts(said[0]), []) if said else ()
    if any(c.kind for c in read):
        line["pay_code"] = [{"from": said[0]}]
        line["kind"] = [{"from": said[0], "codes": {c.code: c.kind for c in read if c.kind}}]
        lines.tell(draft, "line.0.kind", read)
    else:
        line["pay_code"], line["kind"] = [{"constant": "WAGES"}], [{"constant": "hourly"}]
        draft.ask("line.0", "nothing says what kind of wages these are: hourly, or piece?")
    _measures(draft, seen, line, plain)
    draft.line.append(line)


def _hand_out(draft: Draft, seen: Sample, titles: dict[str, str], dialect: Dialect, said: str = "") -> None:
    """Give measures without an amount of their own to the line that they must be of.

    That is a line of the kind that is `said`: Reg Hours beside Hourly Earnings. Where none is, units are of piecework,
    hours of straight time; a rate is of the line whose amounts it makes, or of the only one there is.
    """
    wanted = {"units": ("piece",), "hours": ("hourly", "piece"), "rate": ("hourly", "piece")}
    for measure, title in titles.items():
        kinds = (said,) if said else wanted.get(measure, ())
        free = [i for kind in kinds for i, line in enumerate(draft.line)
                if line["kind"][0].get("constant") == kind and measure not in line]  # fmt: skip
        if measure == "rate" and len(free) > 1:
            free = [i for i in free if rates.makes(seen, draft.line[i], title, dialect)]
        if free:
            draft.line[free[0]][measure] = [measured(draft, seen, measure, title, f"line.{free[0]}")]
            draft.remark(f"line.{free[0]}", f"{title} {shared.OF_THIS_LINE}")
