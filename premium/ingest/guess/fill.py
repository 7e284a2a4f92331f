"""[columns] and what goes with them: a source for each matched title, derivations for what is missing, and what is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premium.ingest.files.sheet import ROW
from premium.ingest.guess import ids, values, wide
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Match, Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.labels import Labels
    from premium.ingest.guess.rules import Rules
    from premium.ingest.guess.sample import Sample
    from premium.ingest.guess.values import Evidence

PRIVATE = frozenset({"worker_id", "full", "last", "first"})
PERIOD = ("period_start", "period_end")
WEEK = 6
"""Days from a pay period's first to its last, where it is a week."""


def rows(draft: Draft, seen: Sample, odd: Rules) -> None:
    """Fill in [rows]."""
    draft.carry = _carried(seen)
    draft.skip, draft.group, draft.total = odd.skip, odd.group, odd.total
    for entry, text in odd.remarks.items():
        draft.remark(entry, text)


def _carried(seen: Sample) -> list[str]:
    """Return the titles of words whose cells are merged downwards over records: what they say holds for all of them."""
    carried: set[int] = set()
    for part in seen.parts:
        records = set(part.sorted.records.get_column(ROW).to_list())
        carried |= {
            left for top, left, bottom, right in part.sheet.merged if left == right and bottom > top and top in records
        }
    return [t for i, t in enumerate(seen.titles) if i in carried and t and seen.named[t].letters >= 0.5]


def columns(draft: Draft, seen: Sample, matched: Matched, said: Labels, odd: Rules) -> None:
    """Fill in [columns] from titles, labels and headings; then derive what the table needs and the file does not say."""
    for name, match in matched.columns.items():
        draft.columns[name] = _sources(draft, name, match, seen)
        draft.remark(f"columns.{name}", _sureness(name, match, seen.named[match.title]))
        if matched.implied.get(name):
            draft.columns[name][0]["implied"] = matched.implied[name]
        if name in matched.why:
            draft.ask(f"columns.{name}", f"no title says so, but its cells: {matched.why[name]}. Is that right?")
        if name in PERIOD and seen.named[match.title].ranges >= values.MOST:
            other = next(n for n in PERIOD if n != name)
            if other not in matched.columns:
                draft.columns[other] = _sources(draft, other, match, seen)
                draft.remark(f"columns.{other}", f"{match.title} holds both of the period's days")
    _labels(draft, said)
    for column, piece in odd.gives.items():
        if column != "heading" and column not in draft.columns:
            source: Source = {"from": piece}
            if column == "worker_id" and odd.by_name:
                source["as"] = "name"
            draft.columns[column] = [source]
            draft.remark(f"columns.{column}", "said by the heading above its rows")
    _names(draft, seen, matched, odd)
    _derived(draft, matched)
    shared(draft, seen, matched)
    ids.numbers(draft, seen, matched)


def _sureness(name: str, match: Match, e: Evidence) -> str:
    """Say how sure a match is, with samples; people are shown as the shape of what stands there."""
    shown = [values.shape_of(s) if name in PRIVATE else s for s in e.samples]
    return f"{match.sure:.0%} sure: {'; '.join(dict.fromkeys(shown)) or 'nothing stands in it'}"


def _sources(draft: Draft, name: str, match: Match, seen: Sample) -> list[Source]:
    e, title = seen.named[match.title], match.title
    source: Source = wide.measured(draft, seen, name, title, f"columns.{name}")
    if e.ranges >= values.MOST and name in ("period_start", "period_end"):
        sign = _range_sign(seen, title)
        source |= {"until": sign} if name == "period_start" else {"after": sign}
    if name in ("worker_id", "grower_id", "buyer_id"):
        _zeros(draft, name, e, source)
    if name == "worker_id" and e.letters >= 0.5 and not e.has_digits:
        source["as"] = "name"
        draft.ask("columns.worker_id", "only names tell workers apart here: are no two workers called the same?")
    return [source]


def _range_sign(seen: Sample, title: str) -> str:
    for text in seen.texts(title).drop_nulls().to_list():
        found = re.search(values.RANGE, text)
        if found:
            return str(found[2])
    return "-"


def _zeros(draft: Draft, name: str, e: Evidence, source: Source) -> None:
    """Say where a spreadsheet may have lost zeros on the left of identifiers."""
    if not values.is_stored(e, "n") and "n" not in e.stored:
        return
    draft.remark(f"columns.{name}", "stored as numbers: zeros on the left that it may have had are lost")
    if len(e.lengths) > 1:
        longest = max(e.lengths)
        source["digits"] = longest
        draft.ask(
            f"columns.{name}",
            f"numbers of {' and '.join(map(str, e.lengths))} digits: are all of {longest}, with zeros?",
        )


def _labels(draft: Draft, said: Labels) -> None:
    for entry in said.entries:
        column = next(c for c, n in said.columns.items() if n == entry["name"])
        if column in draft.columns:
            continue
        draft.label.append(entry)
        draft.columns[column] = [{"from": entry["name"]}]
        draft.remark(f"columns.{column}", f"said once: {said.says[column]}")
        if entry.get("within"):
            draft.ask(f"columns.{column}", f"is {said.says[column]} the last day of the pay period?")


def _names(draft: Draft, seen: Sample, matched: Matched, odd: Rules) -> None:
    """Keep names beside for likeness, and take them for who a worker is only where nothing else does."""
    if draft.table != "payroll":
        return
    if "full" in matched.extra:
        draft.keep_name = [matched.extra["full"].title]
    elif "last" in matched.extra:
        draft.keep_name = [matched.extra[n].title for n in ("last", "first") if n in matched.extra]
    elif "heading" in odd.gives and "worker_id" not in draft.columns:
        draft.columns["worker_id"] = [{"from": odd.gives["heading"], "as": "name"}]
        draft.ask(
            "columns.worker_id",
            "the headings are taken for workers' names, and nothing else tells workers apart: is that so?",
        )
        return
    if "worker_id" not in draft.columns and len(draft.keep_name) == 1 and _numbered(draft, seen):
        return
    if "worker_id" not in draft.columns and draft.keep_name:
        many = draft.keep_name if len(draft.keep_name) > 1 else draft.keep_name[0]
        source: Source = {"from": many, "as": "name"}
        if isinstance(many, list):
            source["join"] = ", "
        draft.columns["worker_id"] = [source]
        draft.ask("columns.worker_id", "only names tell workers apart here: are no two workers called the same?")


def _numbered(draft: Draft, seen: Sample) -> bool:
    """Take the number that stands after each name, in parentheses, for who the worker is."""
    title = draft.keep_name[0]
    texts = seen.texts(title).drop_nulls()
    if not len(texts) or float(texts.str.contains(r"^[^()]*\pL[^()]*\([^()]*[0-9][^()]*\)$").mean() or 0) < values.MOST:
        return False
    draft.columns["worker_id"] = [{"from": title, "after": "(", "until": ")"}]
    draft.remark(
        "columns.worker_id", f"the number in parentheses behind the name, as in {values.shape_of(str(texts[0]))}"
    )
    return True


def shared(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Share a crew's count over its workers, where counts stand in the crews' totals alone."""
    match = matched.columns.get("units")
    if match is None or not seen.named[match.title].empty or draft.share:
        return
    index = seen.named[match.title].index
    stated = [o for p in seen.parts for o in p.sorted.odd if o.sort == "total" and index in o.cells]
    if not stated or not any(rule.get("of") == "group" for rule in draft.total):
        return
    hours = matched.columns.get("hours")
    draft.share = {"name": f"Share of {match.title}", "from": match.title} | ({"over": hours.title} if hours else {})
    draft.columns["units"] = [{"from": draft.share["name"]}]
    draft.remarks.pop("columns.units", None)
    draft.ask(
        "share",
        f"{match.title} stands in crews' totals alone: is it to be shared over the crew by {hours.title if hours else 'heads'}?",
    )
    added = [matched.columns[c].title for c in ("hours", "amount") if c in matched.columns]
    for rule in draft.total:
        rule["columns"] = added


def _derived(draft: Draft, matched: Matched) -> None:
    """Derive days and checks that a payroll needs and the file does not say; each is a question."""
    if draft.table != "payroll":
        return
    days = draft.columns
    if "period_start" not in days and "period_end" in days:
        days["period_start"] = [{**days["period_end"][0], "add_days": -WEEK}]
        draft.ask("columns.period_start", "the file does not say it: does a pay period have seven days?")
    if "period_end" not in days and "period_start" in days:
        days["period_end"] = [{**days["period_start"][0], "add_days": WEEK}]
        draft.ask("columns.period_end", "the file does not say it: does a pay period have seven days?")
    if "period_end" not in days and "check_date" in days:
        days["period_end"] = [{**days["check_date"][0], "add_days": -5}]
        days["period_start"] = [{**days["check_date"][0], "add_days": -11}]
        draft.ask("columns.period_end", "the file does not say it: how many days before the check does the period end?")
    if "check_date" not in days and "period_end" in days:
        days["check_date"] = [{**days["period_end"][0], "add_days": 5}]
        draft.ask("columns.check_date", "the file does not say it: how many days after the period is the check?")
    if "check_id" not in days and "worker_id" in days and "period_end" in days:
        parts = [_title(days["worker_id"][0]), _title(days["period_end"][0])]
        days["check_id"] = [{"from": parts, "join": "/"}]
        draft.ask("columns.check_id", "the file numbers no checks: is there one for each worker and pay period?")


def _title(source: Source) -> str:
    titles = source["from"]
    return str(titles[0] if isinstance(titles, list) else titles)


def rest(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Leave out by name what nothing uses; titles that hold money nobody knows of are left for the profile to refuse."""
    used = used_titles(draft)
    for title, why in matched.left_out.items():
        if title not in used:
            draft.ignore[title] = why
    for title in (
        [m.title for m in matched.extra.values()] + [m.title for m in matched.columns.values()] + list(matched.measures)
    ):
        if title not in used and title not in draft.keep_name:
            draft.ignore.setdefault(
                title, "words beside the code" if title in {m.title for m in matched.extra.values()} else "not needed"
            )
    for title in matched.unknown:
        if title in used:
            continue
        e = seen.named[title]
        if e.cents >= values.MOST and e.nonzero:
            draft.ask(
                "ignore",
                f"{title!r} holds amounts and is not known: what are they? Name it in [columns], [[line]] or ignore",
            )
        else:
            draft.ignore[title] = f"not known; such as {'; '.join(values.shape_of(s) for s in e.samples) or 'nothing'}"
    table = INPUTS[draft.table]
    for column in table.columns:
        known = column.name in draft.columns or any(column.name in line for line in draft.line)
        if column.required and not known and column.name not in ("grower_id", "buyer_id"):
            _unsaid(draft, column.name)
    order = {c.name: i for i, c in enumerate(table.columns)}
    draft.columns = dict(sorted(draft.columns.items(), key=lambda c: order[c[0]]))


def _unsaid(draft: Draft, column: str) -> None:
    """Fill in what the table needs so that the profile can be read, and every line be set aside until a person says it."""
    draft.columns[column] = [{"constant": "?"}]
    draft.ask(f"columns.{column}", "no title says it: where does it come from?")


def used_titles(draft: Draft) -> set[str]:
    """Return every title that the draft reads."""
    sources = [s for part in (draft.columns, *draft.line) for many in part.values() for s in many]
    used = {t for s in sources for t in ([s["from"]] if isinstance(s.get("from"), str) else s.get("from", []))}
    tests = [t for rule in (*draft.skip, *draft.group, *draft.total) for t in rule["where"]]
    tests += [t for s in sources for t in s.get("when", [])]
    return used | {t["column"] for t in tests if "column" in t} | set(draft.keep_name) | set(draft.carry)
