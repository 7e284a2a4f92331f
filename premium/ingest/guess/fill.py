"""[rows] and [columns]: a source for each matched title, label and heading; and at the end, what is left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premium.ingest.guess import gross, values, wide, words
from premium.ingest.guess.draft import used_titles
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.guess.blocks import Blocks
    from premium.ingest.guess.columns import Match, Matched
    from premium.ingest.guess.draft import Draft, Source
    from premium.ingest.guess.labels import Labels
    from premium.ingest.guess.rules import Rules
    from premium.ingest.guess.sample import Sample
    from premium.ingest.guess.values import Evidence
    from premium.ingest.profile.model import Dialect

PRIVATE = frozenset({"worker_id", "full", "last", "first"})
UNSAID = "no title says it: where does it come from?"
PERIOD = ("period_start", "period_end")
ADDS_UP = "adds up other columns"
MANY = 10
"""Records in which numbers do not add up by chance."""
SOME = 0.2
"""The share of numbers from which a column may be of numbers, whatever words stand between them."""
NO_MONEY = tuple(words.vocabulary()["left_out"][n]["why"] for n in ("person", "place", "system"))
"""Why titles are left out whose cells are no amounts: where they are, the title says something else."""
GIVEN = ("grower_id", "buyer_id")
"""Columns that need not be in the file: whose it is can be said when it is ingested."""


def rows(draft: Draft, seen: Sample, odd: Rules) -> None:
    """Fill in [rows]."""
    draft.carry = _carried(seen)
    draft.skip, draft.group, draft.total = odd.skip, odd.group, odd.total
    for entry, text in odd.remarks.items():
        draft.remark(entry, text)


def _carried(seen: Sample) -> list[str]:
    """Return the titles of words whose cells are merged downwards over records: they hold for all of them."""
    carried: set[int] = set()
    for part in seen.parts:
        down = [m for m in part.sheet.merged if m[1] == m[3] and m[2] > m[0]]
        carried |= {left for top, left, _, _ in down if top in part.sorted.rows}
    return [t for i, t in enumerate(seen.titles) if i in carried and t and seen.named[t].is_words]


def columns(  # noqa: PLR0913, PLR0917 - everything that a column may come from
    draft: Draft, seen: Sample, matched: Matched, said: Labels, odd: Rules, again: Blocks
) -> None:
    """Fill in [columns] from titles, from labels, and from headings above rows."""
    for name, match in matched.columns.items():
        _from_title(draft, seen, matched, name, match)
    known = {c.name for c in INPUTS[draft.table].columns}
    for column in said.columns:
        if column in known and column not in draft.columns:
            _from_label(draft, said, column, again)
    for column, piece in odd.gives.items():
        if column in known and column not in draft.columns:
            by_name = column == "worker_id" and odd.by_name
            draft.columns[column] = [{"from": piece, "as": "name"} if by_name else {"from": piece}]
            draft.remark(f"columns.{column}", "said by the heading above its rows")


def _from_title(draft: Draft, seen: Sample, matched: Matched, name: str, match: Match) -> None:
    e = seen.named[match.title]
    draft.columns[name] = [_source(draft, seen, name, match.title)]
    draft.remark(f"columns.{name}", _sureness(name, match, e))
    if matched.implied.get(name):
        draft.columns[name][0]["implied"] = matched.implied[name]
    if name in matched.why:
        draft.ask(f"columns.{name}", f"no title says so, but its cells: {matched.why[name]}. Is that right?")
    other = next((n for n in PERIOD if n != name and n not in matched.columns), None)
    if name in PERIOD and e.is_ranges and other:
        draft.columns[other] = [_source(draft, seen, other, match.title)]
        draft.remark(f"columns.{other}", f"{match.title} holds both of the period's days")


def _sureness(name: str, match: Match, e: Evidence) -> str:
    """Say how sure a match is, with samples; people are shown as the shape of what stands there."""
    shown = [values.shape_of(s) if name in PRIVATE else s for s in e.samples]
    return f"{match.sure:.0%} sure: {'; '.join(dict.fromkeys(shown)) or 'nothing stands in it'}"


def _source(draft: Draft, seen: Sample, name: str, title: str) -> Source:
    e = seen.named[title]
    source = wide.measured(draft, seen, name, title, f"columns.{name}")
    if e.is_ranges and name in PERIOD:
        sign = _range_sign(seen, title)
        source |= {"until": sign} if name == "period_start" else {"after": sign}
    if name in ("worker_id", *GIVEN):
        _zeros(draft, name, e)
    if name == "worker_id" and e.is_words and not e.has_digits:
        source["as"] = "name"
        draft.ask("columns.worker_id", "only names tell workers apart here: are no two workers called the same?")
    return source


def _range_sign(seen: Sample, title: str) -> str:
    """Return what stands between two days in one cell."""
    found = (re.search(values.RANGE, text) for text in seen.texts(title).drop_nulls().to_list())
    return next((str(f[2]) for f in found if f), "-")


def _zeros(draft: Draft, name: str, e: Evidence) -> None:
    """Say where a spreadsheet may have lost zeros on the left of identifiers."""
    if "n" not in e.stored or (e.coded and len(e.lengths) == 1):  # those that had zeros, kept as text, have them
        return
    draft.remark(f"columns.{name}", "stored as numbers: zeros on the left that it may have had are lost")
    if len(e.lengths) > 1:
        lengths = " and ".join(map(str, e.lengths))
        asked = (
            f"numbers of {lengths} digits: did they have zeros on the left? digits = {max(e.lengths)} gives them back"
        )
        draft.ask(f"columns.{name}", asked)


def _from_label(draft: Draft, said: Labels, column: str, again: Blocks) -> None:
    source = said.columns[column]
    entry = next(e for e in said.entries if e["name"] == source["from"])
    if entry not in draft.label:
        draft.label.append(entry)
    later = again.names.get(entry["name"])
    draft.columns[column] = ([{**source, "from": later}] if later else []) + [dict(source)]
    if later:
        draft.ask(f"columns.{column}", again.asked[entry["name"]])
    else:
        draft.remark(f"columns.{column}", f"said once: {said.says[column]}")
    if entry.get("within"):
        draft.ask(f"columns.{column}", f"is {said.says[column]} the last day of the pay period?")


def rest(draft: Draft, seen: Sample, matched: Matched, dialect: Dialect) -> None:
    """Leave out by name what nothing uses; titles with numbers that nobody knows are left for the profile to refuse."""
    used = used_titles(draft)
    for title, why in matched.left_out.items():
        if title not in used:
            _known(draft, seen, title, why, dialect)
    extra = {m.title for m in matched.extra.values()}
    for title in (*extra, *(m.title for m in matched.columns.values()), *matched.measures):
        if title not in used and title not in draft.ignore:
            _unknown(draft, seen.named[title], "words beside the code" if title in extra else _no_use(matched, title))
    for title in matched.unknown:
        if title not in used and not _adds_up(draft, seen, title, dialect):
            _unknown(draft, seen.named[title], "not known")
    _unsaid(draft)
    order = {c.name: i for i, c in enumerate(INPUTS[draft.table].columns)}
    draft.columns = dict(sorted(draft.columns.items(), key=lambda c: order[c[0]]))
    place = {t: i for i, t in enumerate(seen.titles)}
    draft.ignore = dict(sorted(draft.ignore.items(), key=lambda t: place[t[0]]))


def _no_use(matched: Matched, title: str) -> str:
    """Say why nothing reads a title that is known; of hours and rates, what they are needed for."""
    wide_ = matched.measures.get(title)
    measure = wide_.measure if wide_ else next((n for n, m in matched.columns.items() if m.title == title), "")
    if measure == "hours":
        line = f'hours = {{from = "{title}", when = [{{column = "PAY OF THAT LINE", zero = false}}]}}'
        return f"of no line yet, and the wage checks need hours: {line} in a [[line]] says whose they are, or else"
    if measure == "rate":
        return "not shown to make the amounts of one line: if it is of one"
    return "not needed"


def _known(draft: Draft, seen: Sample, title: str, why: str, dialect: Dialect) -> None:
    """Leave out a title that is known: what adds others up only where it does, in every record."""
    e = seen.named[title]
    if why == ADDS_UP and e.nonzero:
        verdict = gross.judge(draft, seen, title, dialect)
        if verdict.asked:
            draft.ask("ignore", verdict.asked)
            return
        why = verdict.why
        draft.adds_up.add(title)
    elif why in NO_MONEY and e.cents >= values.MOST:
        _unknown(draft, e, f"taken for a title that {why}")
        return
    draft.ignore[title] = why


def _adds_up(draft: Draft, seen: Sample, title: str, dialect: Dialect) -> bool:
    """Leave out an unknown title whose numbers are, in every one of many records, what several others add up to."""
    if len(seen.records) < MANY or not measures_something(seen.named[title]):
        return False
    verdict = gross.judge(draft, seen, title, dialect)
    if not verdict.of_several:
        return False
    draft.ignore[title] = verdict.why
    draft.adds_up.add(title)
    return True


def _unknown(draft: Draft, e: Evidence, why: str) -> None:
    """Leave out an unknown title, unless it holds numbers: then the file is refused until a person says which."""
    if measures_something(e):
        held = "amounts" if e.cents > 0 or e.parts_of_cents > 0 else "numbers"
        draft.ask("ignore", f"{e.title!r} holds {held}, and is {why}: name it in [columns], [[line]] or ignore")
        return
    shown = "; ".join(dict.fromkeys(map(values.shape_of, e.samples)))
    draft.ignore[e.title] = f"{why}; such as {shown}" if why == "not known" else why


def measures_something(e: Evidence) -> bool:
    """Whether a column may hold pay, or what was counted: numbers, but no days, nor numbers that begin with zeros."""
    if not e.nonzero or e.is_days or e.is_packed_days or e.coded:
        return False
    return e.is_numbers or e.numbers >= SOME or (e.numbers > 0 and e.cents > 0)


def unnamed(draft: Draft, seen: Sample) -> list[str]:
    """Return the titles that nothing in the draft names: until a person does, the files are refused."""
    named = used_titles(draft) | set(draft.ignore)
    return [t for t in seen.titles if t and t not in named]


def _unsaid(draft: Draft) -> None:
    """Fill in what the table needs, so that the profile can be read; every line is set aside until a person says it."""
    for column in INPUTS[draft.table].columns:
        said = column.name in draft.columns or any(column.name in line for line in draft.line)
        if column.required and not said and column.name not in GIVEN:
            by_row = column.type == "id" and column.name == INPUTS[draft.table].identifier
            draft.columns[column.name] = [{"as": "row"} if by_row else {"constant": "?"}]
            question = "the file numbers nothing: is its row to be the number?" if by_row else UNSAID
            draft.ask(f"columns.{column.name}", question)
