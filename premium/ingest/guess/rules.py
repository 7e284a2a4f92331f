"""Rules for the odd rows: which are skipped, which give something to the rows below them, which are totals."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from premium.ingest.guess import sums, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.rows import Odd
    from premium.ingest.guess.sample import Part, Sample
    from premium.ingest.profile.model import Dialect

Rule = dict[str, Any]
FOLLOWED = 2
"""How often words alone must stand above a record before they are taken for a heading."""
OF_WORKER = frozenset({"employee", "empleado", "worker", "trabajador"})
OF_CHECK = frozenset({"check", "cheque"})
OF_JOB = frozenset({"job", "labor"})


@dataclass(slots=True)
class Rules:
    """The rules of a profile's [rows], and what their pieces are for: canonical column to the name of the piece."""

    skip: list[Rule] = field(default_factory=list)
    group: list[Rule] = field(default_factory=list)
    total: list[Rule] = field(default_factory=list)
    gives: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    by_name: bool = False
    """Whether the headings are workers' names, and nothing else says who they are."""


def propose(sample: Sample, dialect: Dialect) -> Rules:
    """Propose rules for all odd rows of all parts."""
    rules = Rules()
    clusters: dict[tuple[str, str], list[tuple[Part, Odd]]] = {}
    for part in sample.parts:
        for odd in part.sorted.odd:
            clusters.setdefault(_cluster(part, odd), []).append((part, odd))
    is_fixed = dialect.format == "fixed"
    for (sort, phrase), members in sorted(clusters.items(), key=lambda c: (c[0][0] == "words", c[1][0][1].row)):
        if sort in ("furniture", "rule"):
            _skip(rules, sort, phrase, members, whole=is_fixed)
        elif sort == "group":
            _group(rules, phrase, members, whole=is_fixed)
        elif sort == "heading":
            _heading(rules, sample)
        elif sort == "marked":
            _marked(rules, sample, members, dialect)
        elif sort == "words":
            _note(rules, sample, members, whole=is_fixed)
    _totals(rules, sample, clusters, dialect)
    _voids(rules, sample, dialect)
    return rules


def _marked(rules: Rules, sample: Sample, members: list[tuple[Part, Odd]], dialect: Dialect) -> None:
    """Take a line that its first sign marks as no record for a total where its numbers add up, else leave it out."""
    sign = members[0][1].cells.get(0, "")
    where = [{"column": sample.titles[0], "equals": sign}]
    numeric = [e.index for e in sample.evidence if e.is_numbers]
    added = _adds(sample, members, numeric, dialect)
    if added.agree > 1:
        rules.total.append({"where": where})
    else:
        rules.skip.append({"why": f"marked {sign}: no record", "where": where})


def _voids(rules: Rules, sample: Sample, dialect: Dialect) -> None:
    """Skip checks that were void before they left: rows that say so and hold no money; any money in them is a question."""
    for title, e in sample.named.items():
        if e.letters < 0.5 or e.distinct > 12:  # noqa: PLR2004 - a status is one of a few words
            continue
        texts = sample.texts(title)
        for word in [
            t for t in texts.drop_nulls().unique(maintain_order=True).to_list() if words.begins(t, "rows", "void")
        ]:
            if not words.begins(word, "rows", "void"):
                continue
            rows = sample.records.filter(texts == word)
            money = [sums.scaled(rows, c.index, dialect) for c in sample.evidence if c.is_numbers and c.cents > 0.5]
            if money and all((m.drop_nulls() == 0).all() for m in money):
                rules.skip.append({"why": f"{word}: no money in it", "where": [{"column": title, "equals": word}]})


def _cluster(part: Part, odd: Odd) -> tuple[str, str]:
    """Return what a row is taken for, and the words that it shares with its like."""
    if odd.sort == "words" and len(odd.cells) == 1 and _is_heading(part, odd):
        return "heading", ""
    phrase = odd.phrase.casefold()
    if odd.sort == "words":
        phrase = " ".join(words.tokens(odd.text)[:2])
    if odd.sort == "total" and words.tokens(odd.text) == words.tokens(phrase):
        return "sole total", phrase
    return odd.sort, phrase


def _is_heading(part: Part, odd: Odd) -> bool:
    """Whether a row of words alone stands above a record, as others of its kind do."""
    like = [o for o in part.sorted.odd if o.sort == "words" and len(o.cells) == 1 and set(o.cells) == set(odd.cells)]
    others = {o.row for o in part.sorted.odd}
    above = [o for o in like if o.row + 1 not in others]
    return len(above) >= FOLLOWED and odd in above


def _skip(rules: Rules, sort: str, phrase: str, members: list[tuple[Part, Odd]], *, whole: bool) -> None:
    if sort == "rule":
        for sign in sorted({odd.text.strip()[0] for _, odd in members}):
            rules.skip.append({"why": "a ruled line", "where": [{"column": "*", "contains": sign * 3}]})
        return
    written = members[0][1].phrase
    test = {"column": "*", "contains": written} if whole else {"begins": written}
    rules.skip.append({"why": f"printed on pages: {written.strip()}", "where": [test]})


def _note(rules: Rules, sample: Sample, members: list[tuple[Part, Odd]], *, whole: bool) -> None:
    """Skip a note by its first words, none of which can be a number."""
    odd = members[0][1]
    said = re.match(r"\W*[^\W\d]+(?:\W+[^\W\d]+)?", odd.text)
    if said is None and not whole:
        rules.skip.append(
            {"why": "no record: no words in it", "where": _total_tests(sample, ("numbers", ""), members, whole=False)}
        )
        return
    begin = said[0].strip() if said else odd.text[:12]
    test = {"column": "*", "contains": begin} if whole else {"begins": begin}
    rules.skip.append({"why": "a note", "where": [test]})


def _group(rules: Rules, phrase: str, members: list[tuple[Part, Odd]], *, whole: bool) -> None:
    """Cut headings that begin with a known word: `EMPLOYEE 00417  …`, `Crew: 12 - …`."""
    texts = [o.text for _, o in members]
    tag = members[0][1].phrase
    rest = [t[t.casefold().find(tag.casefold()) + len(tag) :] for t in texts]
    sign = next((s for s in ("#:", "#", ":", " -", ".") if all(r.lstrip().startswith(s) for r in rest)), "")
    after = tag + (rest[0][: rest[0].find(sign) + len(sign)] if sign else "")
    rest = [t[t.casefold().find(after.casefold()) + len(after) :].strip() for t in texts]
    name = tag.strip().capitalize()
    numbered = all(re.match(r"\S*\d", r) for r in rest)
    until = _until(rest) if numbered else ""
    cut = {"name": name, "after": after} | ({"until": until} if until else {})
    kind = words.tokens(tag)[0] if words.tokens(tag) else ""
    rule: Rule = {"where": [{"column": "*", "begins": after.strip()} if whole else {"begins": after.strip()}]}
    if whole:
        rule["column"] = "*"
    rule["gives"] = [cut]
    rules.group.append(rule)
    for column, tags in (("worker_id", OF_WORKER), ("check_id", OF_CHECK), ("job_class", OF_JOB)):
        if kind in tags:
            rules.gives[column] = name
            rules.by_name = rules.by_name or (column == "worker_id" and not numbered)
    if kind in ("week", "period"):
        rules.gives["period_end"] = name


def _until(rest: Sequence[str]) -> str:
    """Return what ends a number: the signs that follow it in all headings."""
    tails = [re.sub(r"^\S+", "", r) for r in rest if re.search(r"\s", r)]
    if not tails:
        return ""
    for sign in ("  ", " - ", " – ", ", ", " "):
        if all(t.startswith(sign) for t in tails):
            return sign
    return " "


def _heading(rules: Rules, sample: Sample) -> None:
    """Take words alone above records for headings: they are the rows in which the records' other columns are empty."""
    dense = [sample.titles[i] for i in sample.parts[0].sorted.dense if sample.titles[i]]
    tests = [{"column": t, "empty": True} for t in (dense[:1] + dense[-1:])]
    rules.group.append({"where": tests, "gives": [{"name": "Heading"}]})
    rules.gives.setdefault("heading", "Heading")


def _totals(
    rules: Rules, sample: Sample, clusters: dict[tuple[str, str], list[tuple[Part, Odd]]], dialect: Dialect
) -> None:
    """Propose total rows: the longer words first, for `Total` is also how `Total crew` begins."""
    numeric = [e.index for e in sample.evidence if e.is_numbers]
    sorts = ("sole total", "total", "numbers")
    order = sorted((k for k in clusters if k[0] in sorts), key=lambda k: (sorts.index(k[0]), -len(k[1]), k[1]))
    for key in order:
        members = clusters[key]
        added = _adds(sample, [m for m in members], numeric, dialect)
        if key[0] == "numbers" and added.agree < added.cells:
            continue  # numbers without words that add nothing up are a record, and its faults will be told
        tests = _total_tests(sample, key, members, whole=dialect.format == "fixed")
        rule: Rule = {"where": tests}
        if added.of != "all":
            rule["of"] = added.of
        rules.total.append(rule)
        if added.agree < added.cells:
            rules.remarks[f"total.{len(rules.total) - 1}"] = (
                f"{added.agree} of its {added.cells} amounts are what the records add up to"
            )


def _adds(sample: Sample, members: list[tuple[Part, Odd]], numeric: list[int], dialect: Dialect) -> sums.Adds:
    best = sums.Adds("all", 0, 0)
    votes: dict[str, int] = {}
    agree = cells = 0
    for part in sample.parts:
        mine = [o for p, o in members if p is part]
        if mine:
            bounds = {o.row for o in part.sorted.odd if o.sort == "group" or _cluster(part, o)[0] == "heading"}
            bounds |= {o.row for o in mine}
            added = sums.adds(part, mine, bounds, numeric, dialect)
            votes[added.of] = votes.get(added.of, 0) + added.agree
            agree, cells = agree + added.agree, cells + added.cells
    if votes:
        best = sums.Adds(max(sorted(votes), key=lambda v: votes[v]), agree, cells)
    return best


def _total_tests(sample: Sample, key: tuple[str, str], members: list[tuple[Part, Odd]], *, whole: bool) -> list[Rule]:
    sort, _ = key
    written = members[0][1].phrase
    if sort == "sole total" and not whole:
        return [{"equals": written}]
    if sort != "numbers" and written:
        return [{"column": "*", "contains": written} if whole else {"begins": written}]
    if sort == "total":
        texts = {" ".join(o.text.split()) for _, o in members}
        return [{"equals": texts.pop()}] if len(texts) == 1 else [{"contains": "total"}]
    dense = [sample.titles[i] for i in sample.parts[0].sorted.dense if sample.titles[i]]
    empty = [t for t in dense if all(sample.titles.index(t) not in o.cells for _, o in members)]
    return [{"column": t, "empty": True} for t in empty[:2]] or [{"begins": members[0][1].first}]
