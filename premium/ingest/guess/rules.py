"""Rules for the odd rows: which are skipped, which give something to the rows below them, which are totals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.guess import sums, words
from premium.ingest.sender.cells import text_cell
from premium.ingest.sender.says import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.rows import Odd
    from premium.ingest.guess.sample import Part, Sample
    from premium.ingest.profile.model import Dialect

Rule = dict[str, Any]
Member = tuple["Part", "Odd"]
STATUSES = 12
"""Words that a column of statuses may have."""
TAGS = {"worker_id": ("employee", "empleado", "worker", "trabajador"), "check_id": ("check", "cheque"),
        "job_class": ("job", "labor"), "period_end": ("week", "period")}  # fmt: skip
"""What a heading gives, by the word that it begins with."""
ENDS = ("", "  ", " - ", " – ", ", ", " (", " ")
"""What may end a number in a heading."""
TOTALS = ("sole total", "total", "numbers")
"""Sorts of total rows in the order of their rules: `Total` alone before what begins with it, mere numbers last."""


@dataclass(slots=True)
class Rules:
    """The rules of a profile's [rows], and what their pieces are for: canonical column to the name of the piece."""

    skip: list[Rule] = field(default_factory=list)
    group: list[Rule] = field(default_factory=list)
    total: list[Rule] = field(default_factory=list)
    gives: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    by_name: bool = False
    """Whether headings say who the worker is by name alone."""


def propose(sample: Sample, dialect: Dialect) -> Rules:
    """Propose rules for all odd rows of all parts."""
    rules, whole = Rules(), dialect.format == "fixed"
    clusters: dict[tuple[str, str], list[Member]] = {}
    for part in sample.parts:
        for odd in part.sorted.odd:
            clusters.setdefault(_cluster(part, odd), []).append((part, odd))
    for (sort, _), members in sorted(clusters.items(), key=lambda c: (c[0][0] == "words", c[1][0][1].row)):
        match sort:
            case "rule":
                _ruled(rules, members)
            case "furniture":
                rules.skip.append(
                    _begins(f"printed on pages: {members[0][1].phrase}", members[0][1].phrase, whole=whole)
                )
            case "group":
                _group(rules, members, whole=whole)
            case "heading":
                _heading(rules, sample)
            case "marked":
                _marked(rules, sample, members, dialect)
            case "words":
                _note(rules, sample, members, whole=whole)
    _totals(rules, sample, clusters, dialect)
    _voids(rules, sample, dialect)
    return rules


def _cluster(part: Part, odd: Odd) -> tuple[str, str]:
    """Return what a row is taken for, and the words that it shares with its like."""
    if odd.sort == "words":
        return ("heading", "") if _is_heading(part, odd) else ("words", " ".join(words.tokens(odd.text)[:2]))
    phrase = odd.phrase.casefold()
    is_sole = odd.sort == "total" and words.tokens(odd.text) == words.tokens(phrase)
    return "sole total" if is_sole else odd.sort, phrase


def _is_heading(part: Part, odd: Odd) -> bool:
    """Whether a row of words alone stands right above a record: a heading, whose words (a name?) stay unwritten."""
    return len(odd.cells) == 1 and odd.row + 1 in part.sorted.rows


def _begins(why: str, begin: str, *, whole: bool) -> Rule:
    """Skip rows that begin with some words; aligned columns cut words anywhere, so there the whole line is asked."""
    return {"why": why, "where": [{"column": "*", "contains": begin} if whole else {"begins": begin}]}


def _ruled(rules: Rules, members: Sequence[Member]) -> None:
    for sign in sorted({odd.text.strip()[0] for _, odd in members}):
        rules.skip.append({"why": "a ruled line", "where": [{"column": "*", "contains": sign * 3}]})


def _note(rules: Rules, sample: Sample, members: Sequence[Member], *, whole: bool) -> None:
    """Skip a note by its first words; one without words, by what is empty in it."""
    text = members[0][1].text
    said = re.match(r"\W*[^\W\d]+(?:\W+[^\W\d]+)?", text)
    if said or whole:
        rules.skip.append(_begins("a note", said[0].strip() if said else text[:12], whole=whole))
    else:
        rules.skip.append({"why": "no record: no words in it", "where": _empty(sample, members)})


def _group(rules: Rules, members: Sequence[Member], *, whole: bool) -> None:
    """Cut headings that begin with a known word: `EMPLOYEE 00417  …`, `Crew: 12 - …`."""
    texts, tag = [o.text for _, o in members], members[0][1].phrase
    rest = [_behind(t, tag) for t in texts]
    sign = next((s for s in ("#:", "#", ":", " -", ".") if all(r.lstrip().startswith(s) for r in rest)), "")
    after = tag + (rest[0][: rest[0].find(sign) + len(sign)] if sign else "")
    numbered = all(re.match(r"\S*\d", _behind(t, after).strip()) for t in texts)
    name = tag.strip().capitalize()
    test = {"begins": after.strip()}
    rule: Rule = {"where": [{"column": "*", **test} if whole else test]} | ({"column": "*"} if whole else {})
    rule["gives"] = [{"name": name, **_cut(texts, after, numbered=numbered)}]
    rules.group.append(rule)
    for column, known in TAGS.items():
        if words.tokens(tag)[:1] and words.tokens(tag)[0] in known:
            rules.gives[column] = name
            rules.by_name = rules.by_name or (column == "worker_id" and not numbered)


def _behind(text: str, begin: str) -> str:
    return text[text.casefold().find(begin.casefold()) + len(begin) :]


def _cut(texts: Sequence[str], after: str, *, numbered: bool) -> Rule:
    """Return how a piece is cut out of all headings: tried on each, so that it gives something in every one."""
    wanted = [_behind(t, after).strip() for t in texts]
    if numbered:
        wanted = [re.split(r"[\s(),;]", w)[0] for w in wanted]
        for begin in (after, f"{after} "):
            for until in ENDS:
                if gives(texts, begin, until) == wanted:
                    return {"after": begin, "until": until} if until else {"after": begin}
    return {"after": after}


def gives(texts: Sequence[str], after: str, until: str) -> list[str]:
    """Return what a cut gives of some texts, cut as they will be; empty where it gives nothing."""
    cell = cut(text_cell(pl.col("t")), after, until)
    return pl.DataFrame({"t": texts}).select(n=cell.text.fill_null("")).get_column("n").to_list()


def _heading(rules: Rules, sample: Sample) -> None:
    """Take words alone above records for headings: they are the rows in which the records' other columns are empty."""
    dense = [sample.titles[i] for i in sample.parts[0].sorted.dense if sample.titles[i]]
    tests = [{"column": t, "empty": True} for t in dict.fromkeys(dense[:1] + dense[-1:])]
    if not tests:
        return  # nothing tells them from records: as records they will be set aside, and seen
    rules.group.append({"where": tests, "gives": [{"name": "Heading"}]})
    rules.gives.setdefault("heading", "Heading")


def _marked(rules: Rules, sample: Sample, members: list[Member], dialect: Dialect) -> None:
    """Take a line that its first sign marks as no record for a total where its numbers add up, else leave it out."""
    sign = members[0][1].cells.get(0, "")
    where = [{"column": sample.titles[0], "equals": sign}]
    if _adds(sample, members, dialect).agree > 1:
        rules.total.append({"where": where})
    else:
        rules.skip.append({"why": f"marked {sign}: no record", "where": where})


def _voids(rules: Rules, sample: Sample, dialect: Dialect) -> None:
    """Skip checks that were void before they left: rows that say so and hold no money."""
    money = [e.index for e in sample.evidence if e.is_numbers and e.has_cents]
    for title, e in sample.named.items():
        if not e.is_words or e.distinct > STATUSES or not money:
            continue
        texts = sample.texts(title)
        for word in texts.drop_nulls().unique(maintain_order=True).to_list():
            rows = sample.records.filter(texts == word)
            amounts = [sums.scaled(rows, i, dialect).drop_nulls() for i in money]
            if words.begins(word, "rows", "void") and all((a == 0).all() for a in amounts):
                rules.skip.append({"why": f"{word}: no money in it", "where": [{"column": title, "equals": word}]})


def _totals(
    rules: Rules, sample: Sample, clusters: dict[tuple[str, str], list[Member]], dialect: Dialect
) -> None:  # fmt: skip
    """Propose total rows: the longer words first, for `Total` is also how `Total crew` begins."""
    order = sorted((k for k in clusters if k[0] in TOTALS), key=lambda k: (TOTALS.index(k[0]), -len(k[1]), k[1]))
    for key in order:
        added = _adds(sample, clusters[key], dialect)
        if key[0] == "numbers" and added.agree < added.cells:
            continue  # numbers without words that add nothing up are a record, and its faults will be told
        rule: Rule = {"where": _total_tests(sample, key[0], clusters[key], whole=dialect.format == "fixed")}
        rules.total.append(rule if added.of == "all" else rule | {"of": added.of})
        if added.agree < added.cells:
            told = f"{added.agree} of its {added.cells} amounts are what the records add up to"
            rules.remarks[f"total.{len(rules.total) - 1}"] = told


def _adds(sample: Sample, members: Sequence[Member], dialect: Dialect) -> sums.Adds:
    """Say what total rows add up, by the way that most of their amounts agree with."""
    numeric = [e.index for e in sample.evidence if e.is_numbers]
    votes: dict[str, int] = {}
    agree = cells = 0
    for part in sample.parts:
        mine = [o for p, o in members if p is part]
        if mine:
            bounds = {
                o.row for o in part.sorted.odd if o.sort in ("group", "again") or _cluster(part, o)[0] == "heading"
            }
            added = sums.adds(part, mine, bounds | {o.row for o in mine}, numeric, dialect)
            votes[added.of] = votes.get(added.of, 0) + added.agree
            agree, cells = agree + added.agree, cells + added.cells
    return sums.Adds(max(sorted(votes), key=lambda v: votes[v], default="all"), agree, cells)


def _total_tests(sample: Sample, sort: str, members: Sequence[Member], *, whole: bool) -> list[Rule]:
    odd = members[0][1]
    if sort == "numbers":
        return _empty(sample, members)
    if whole:
        return [{"column": "*", "contains": odd.phrase}]
    if sort == "sole total":
        return [{"equals": odd.phrase}]
    if odd.phrase:
        return [{"begins": odd.phrase}]
    texts = {" ".join(o.text.split()) for _, o in members}
    return [{"equals": texts.pop()}] if len(texts) == 1 else [{"contains": "total"}]


def _empty(sample: Sample, members: Sequence[Member]) -> list[Rule]:
    """Return tests for the columns that records fill and these rows leave empty."""
    dense = [sample.titles[i] for i in sample.parts[0].sorted.dense if sample.titles[i]]
    empty = [t for t in dense if all(sample.titles.index(t) not in o.cells for _, o in members)]
    return [{"column": t, "empty": True} for t in empty[:2]] or [{"equals": members[0][1].text}]
