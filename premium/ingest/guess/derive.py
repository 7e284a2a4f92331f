"""What a payroll needs and no column says: who the worker is, days, checks, a crew's shared count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.ingest.guess import values

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.rules import Rules
    from premium.ingest.guess.sample import Sample

WEEK = 6
"""Days from a pay period's first to its last, where it is a week."""
PAID_AFTER = 5
"""Days from a period's last to its check, for a person to correct: Sunday to Friday."""
NUMBERED = r"^[^()]*\pL[^()]*\([^()]*[0-9][^()]*\)$"
TWINS = "only names tell workers apart here: are no two workers called the same?"


def worker(draft: Draft, seen: Sample, matched: Matched, odd: Rules) -> None:
    """Keep names beside for likeness, and take them for who a worker is only where nothing else does."""
    extra = matched.extra
    names = ["full"] if "full" in extra else ["last", "first"] if "last" in extra else []
    draft.keep_name = [extra[n].title for n in names if n in extra]
    if "worker_id" in draft.columns:
        return
    if not draft.keep_name and "heading" in odd.gives:
        draft.columns["worker_id"] = [{"from": odd.gives["heading"], "as": "name"}]
        draft.ask("columns.worker_id", "headings are taken for workers' names, and " + TWINS)
    elif draft.keep_name and not _numbered(draft, seen):
        source: Source = {"from": draft.keep_name[0], "as": "name"}
        if len(draft.keep_name) > 1:
            source = {"from": draft.keep_name, "as": "name", "join": ", "}
        draft.columns["worker_id"] = [source]
        draft.ask("columns.worker_id", TWINS)


def _numbered(draft: Draft, seen: Sample) -> bool:
    """Take the number that stands behind each name, in parentheses, for who the worker is."""
    title = draft.keep_name[0]
    texts = seen.texts(title).drop_nulls()
    if not len(texts) or int(texts.str.contains(NUMBERED).sum()) < values.MOST * len(texts):
        return False
    draft.columns["worker_id"] = [{"from": title, "after": "(", "until": ")"}]
    shape = values.shape_of(str(texts[0]))
    draft.remark("columns.worker_id", f"the number in parentheses behind the name, as in {shape}")
    return True


def days(draft: Draft) -> None:
    """Derive days from each other; each such derivation is a question."""
    week = "the file does not say it: does a pay period have seven days?"
    _moved(draft, "period_end", "check_date", -PAID_AFTER, "the file does not say it: how long before the check is it?")
    _moved(draft, "period_end", "period_start", WEEK, week)
    _moved(draft, "period_start", "period_end", -WEEK, week)
    _moved(draft, "check_date", "period_end", PAID_AFTER, "the file does not say it: how long after the period is it?")


def _moved(draft: Draft, column: str, other: str, by: int, question: str) -> None:
    if column in draft.columns or other not in draft.columns:
        return
    if column == "period_end" and other == "check_date" and "period_start" in draft.columns:
        return  # the period's own first day says more
    draft.columns[column] = [{**s, "add_days": by + int(s.get("add_days", 0))} for s in draft.columns[other]]
    draft.ask(f"columns.{column}", question)


def check(draft: Draft) -> None:
    """Number checks by worker and pay period, where the file numbers none."""
    if "check_id" in draft.columns or not {"worker_id", "period_end"} <= set(draft.columns):
        return
    worker_ = _title(draft.columns["worker_id"][0])
    draft.columns["check_id"] = [{"from": [worker_, _title(s)], "join": "/"} for s in draft.columns["period_end"]]
    draft.ask("columns.check_id", "the file numbers no checks: is there one for each worker and pay period?")


def _title(source: Source) -> str:
    titles = source["from"]
    return str(titles[0] if isinstance(titles, list) else titles)


def share(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Share a crew's count over its workers, where counts stand in the crews' totals alone."""
    counted = matched.title("units")
    if not counted or not seen.named[counted].empty:
        return
    index = seen.named[counted].index
    stated = [o for p in seen.parts for o in p.sorted.odd if o.sort == "total" and index in o.cells]
    if not stated or not any(rule.get("of") == "group" for rule in draft.total):
        return
    hours = matched.title("hours")
    draft.share = {"name": f"Share of {counted}", "from": counted} | ({"over": hours} if hours else {})
    draft.columns["units"] = [{"from": draft.share["name"]}]
    draft.remarks.pop("columns.units", None)
    by = f"by {hours}" if hours else "equally"
    draft.ask("share", f"{counted} stands in the crews' totals alone: is it to be shared over each crew, {by}?")
    for rule in draft.total:
        rule["columns"] = [t for t in (hours, matched.title("amount")) if t]
