"""What a letter to a grower says: what could not be seen, then its findings by article, with remedy, amount and day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from premium.money import dollars
from reports import spell
from reports.papers.printable import name, printable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reports.papers.letter_words import Facts, Told
    from reports.papers.tables import Row


@dataclass(frozen=True, slots=True)
class Letter:
    """One grower's letter in one language, over what a run says of it."""

    told: Told
    facts: Facts

    def page(self) -> dict[str, Any]:
        """Return the letter, for typst."""
        told, say = self.told, self.told.speech.say
        program = name(told.program.name)
        charged = [row for row in self.facts.found if row["article"] is not None]
        head = say("What was found at {grower}", grower=name(told.called or told.grower_id))
        return {
            "title": f"{head} — {program}",
            "language": told.language,
            "marks": told.marks,
            "foot": told.addressee,
            # The places are for typst, which knows the numbers.
            "page": say("Page {page} of {pages}", page="{page}", pages="{pages}"),
            "from": say("From: {program}", program=program),
            "to": say("To: {grower}", grower=told.addressee),
            "dated": told.day(told.dated),
            "head": head,
            "unsaid": told.unsaid(self.facts.gaps),
            "opening": [*self._opening(charged), *told.unseen(self.facts.gaps)],
            "heads": [say("What, and what puts it right"), say("Amount"), say("Due by")],
            "articles": [
                {"head": say("Article {article}", article=name(article)), "rows": [self._charged(row) for row in rows]}
                for article, rows in groupby(sorted(charged, key=_article(charged)), key=lambda row: row["article"])
            ],
            "told": self._only_told([row for row in self.facts.found if row["article"] is None]),
            "closing": self._closing(),
        }

    def _opening(self, charged: Sequence[Row]) -> list[str]:
        told, say = self.told, self.told.speech.say
        opening = say("The {program} has compared the records of buyers and growers as they stood on {day}.",
                      program=name(told.program.name), day=told.day(told.as_of))  # fmt: skip
        if charged:
            number = sum(row["findings"] for row in charged)
            against = told.speech.count("{number} finding goes against an article of its rules.",
                                        "{number} findings go against articles of its rules.", number)  # fmt: skip
            return [opening, against, say("Days are counted from {day}.", day=told.day(told.dated))]
        if self.facts.gaps.why:
            return [opening]
        return [opening, say("Nothing was found that goes against an article of its rules.")]

    def _charged(self, row: Row) -> dict[str, Any]:
        told, say = self.told, self.told.speech.say
        title, remedy = printable(told.title(row) or "", 300), printable(told.remedy(row) or "", 400)
        lines = [
            say("{title} ({grade})", title=title, grade=told.grade(row["class"])),
            say("To do: {remedy}", remedy=remedy),
        ]
        return {**self._row(row), "lines": [*lines, self._how_many(row)], "due": told.day(told.due(row["remedy_days"]))}

    def _row(self, row: Row) -> dict[str, Any]:
        return {"what": self.told.label(row["kind"]), "lines": [self._how_many(row)], "amounts": _amounts(row)}

    def _how_many(self, row: Row) -> str:
        """Return how many findings of a kind there are, of how many workers, and of which periods."""
        count = self.told.speech.count
        workers = [count("{number} worker", "{number} workers", row["workers"])] if row["workers"] else []
        said = [count("{number} finding", "{number} findings", row["findings"]), *workers, self.told.span(row)]
        return ", ".join(filter(None, said))

    def _only_told(self, rows: Sequence[Row]) -> dict[str, Any] | None:
        if not rows:
            return None
        say = self.told.speech.say
        return {
            "head": say("Told, and not charged"),
            "lines": [
                say("No article of the program’s rules is about these. They are told so that they can be looked at.")
            ],
            "heads": [say("What"), say("Amount")],
            "rows": [self._row(row) for row in rows],
        }

    def _closing(self) -> list[str]:
        say = self.told.speech.say
        both = any(len(_amounts(row)) > 1 for row in self.facts.found)
        return [
            say("The workbook beside this letter lists each finding with the files and rows that prove it."),
            say("Amounts of different lines overlap: what a pool is short contains what its workers are short. They "
                "are not to be added up."),
            *([say("Where two amounts stand in a line, some of its findings are above zero and others below: one is "
                   "not taken off the other.")] if both else []),
        ]  # fmt: skip


def _amounts(row: Row) -> list[str]:
    """Return what a kind amounts to, above and below zero; a kind without amounts has none, which is not zero."""
    if not row["amounts"]:
        return [spell.UNKNOWN]
    return [dollars(cents) for cents in (row["above_cents"], row["below_cents"]) if cents] or [dollars(0)]


def _article(charged: Sequence[Row]) -> Callable[[Row], int]:
    """Return the order of articles: by the gravest that was found under each, as the rows come."""
    first: dict[str, int] = {}
    for place, row in enumerate(charged):
        first.setdefault(row["article"], place)
    return lambda row: first[row["article"]]
