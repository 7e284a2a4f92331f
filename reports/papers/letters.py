"""The letter to a grower: the findings that it answers, by article, with remedy and day; and the list as a workbook.

What others answer for is not in it. A finding that no article is about is told, and not charged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from pypdf import PdfReader

from premium.errors import RunError
from premium.money import dollars
from reports import kinds, spell
from reports.languages import Speech, day
from reports.papers import Paper
from reports.papers.letter_list import workbook
from reports.papers.printable import name, printable
from reports.papers.tables import opened
from reports.papers.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from premium.program import Program
    from premium.run_folder import RunFolder
    from reports.papers.tables import Row

LetterLanguage = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Letters:
    """To which grower (all of them without one), in which languages, and the day from which remedies count.

    Without a day it is the run's. A draft says so on its head: nobody stands behind it yet.
    """

    languages: Sequence[LetterLanguage] = ("en",)
    grower: str | None = None
    dated: date | None = None
    progress: Callable[[str], None] = field(default=lambda _: None)
    draft: bool = False
    memory: str | None = None


def letters(run: RunFolder, wanted: Letters) -> Iterator[Paper]:
    """Give each grower's letter in each language, and its list as a workbook.

    Raises:
        RunError: no grower, or not this one, has anything to answer.
    """
    dated = wanted.dated or date.fromisoformat(run.manifest["as_of"])
    with opened(run, wanted.memory) as tables:
        growers = [row["grower_id"] for row in tables.ask("answering_growers", grower=wanted.grower)]
        if not growers:
            who = "no grower" if wanted.grower is None else f"the grower {wanted.grower!r}"
            raise RunError(f"{who} has findings to answer", hint="growers are named by their identifiers")
        names = {row["grower_id"]: row["name"] for row in tables.ask("grower_names")}
        for number, grower in enumerate(growers, start=1):
            wanted.progress(f"letter {number} of {len(growers)}")
            found = tables.ask("letter", grower=grower)
            listed = tables.ask("letter_list", grower=grower, dated=dated)
            rows = tables.ask("letter_rows", grower=grower)
            for language in wanted.languages:
                letter = Letter(tables.program, run.manifest, grower, names.get(grower), dated, language, wanted.draft)
                pdf = typeset("letter", letter.page(found))
                about = {"grower_id": grower, "language": language}
                yield Paper(f"letter-{language}-{number:03d}.pdf", pdf, len(PdfReader(BytesIO(pdf)).pages), about)
            made = workbook(tables.program, names.get(grower) or grower, dated, listed, rows)
            yield Paper(f"letter-{number:03d}.xlsx", made, 0, {"grower_id": grower})


@dataclass(frozen=True, slots=True)
class Letter:
    """One grower's letter in one language."""

    program: Program
    manifest: dict[str, Any]
    grower_id: str
    called: str | None
    dated: date
    language: LetterLanguage
    draft: bool = False

    @property
    def speech(self) -> Speech:
        """The sentences of letters in this language."""
        return Speech("letters", self.language)

    def page(self, found: Sequence[Row]) -> dict[str, Any]:
        """Return what the letter says of a grower's findings, by kind."""
        say = self.speech.say
        charged = [row for row in found if row["article"] is not None]
        told = [row for row in found if row["article"] is None]
        head = say("What was found at {grower}", grower=name(self.called or self.grower_id))
        return {
            "title": f"{head} — {name(self.program.name)}",
            "language": self.language,
            "draft": say("Draft: the program has not accepted this comparison. Not to be sent.")
            if self.draft
            else None,
            "from": say("From: {program}", program=name(self.program.name)),
            "to": say("To: {grower}", grower=self._addressee()),
            "dated": day(self.dated, self.language),
            "head": head,
            "opening": self._opening(charged),
            "heads": [say("What, and what puts it right"), say("Found"), say("Amount"), say("Due by")],
            "articles": [
                {"head": say("Article {article}", article=name(article)), "rows": [self._row(row) for row in rows]}
                for article, rows in groupby(sorted(charged, key=_article(charged)), key=lambda row: row["article"])
            ],
            "told": self._told(told),
            "closing": self._closing(),
        }

    def _addressee(self) -> str:
        """Return the grower's name with the identifier that its records have."""
        return f"{name(self.called)} ({name(self.grower_id)})" if self.called else name(self.grower_id)

    def _opening(self, charged: Sequence[Row]) -> list[str]:
        say = self.speech.say
        as_of = day(date.fromisoformat(self.manifest["as_of"]), self.language)
        number = sum(row["findings"] for row in charged)
        opening = say("The {program} has compared the records of buyers and growers as they stood on {day}.",
                      program=name(self.program.name), day=as_of)  # fmt: skip
        if not charged:
            return [opening, say("Nothing was found that goes against an article of its rules.")]
        return [
            opening,
            self.speech.count("{number} finding goes against an article of its rules.",
                              "{number} findings go against articles of its rules.", number),
            say("Days are counted from {day}.", day=day(self.dated, self.language)),
        ]  # fmt: skip

    def _row(self, row: Row) -> dict[str, str]:
        say = self.speech.say
        code = next((code for code in self.program.code if code.finding == row["kind"]), None)
        title = (code and getattr(code.title_in, self.language)) or row["title"]
        remedy = (code and getattr(code.remedy_in, self.language)) or row["remedy"]
        due = self.dated + timedelta(days=min(row["remedy_days"], (date.max - self.dated).days))
        return {
            "what": say(kinds.label(row["kind"])),
            "title": say("{title} ({grade})", title=printable(title, 300), grade=self._class(row["class"])),
            "remedy": say("To do: {remedy}", remedy=printable(remedy, 400)),
            "findings": f"{row['findings']:,}",
            "amount": self._amount(row),
            "due": day(due, self.language),
        }

    def _class(self, grade: str) -> str:
        say = self.speech.say
        return {"zero-tolerance": say("zero tolerance"), "serious": say("serious"), "process": say("process")}[grade]

    def _amount(self, row: Row) -> str:
        """Return the sum of a kind; a kind without amounts has none, which is not zero."""
        return dollars(row["amount_cents"]) if row["amounts"] else spell.UNKNOWN

    def _told(self, told: Sequence[Row]) -> dict[str, Any] | None:
        if not told:
            return None
        say = self.speech.say
        return {
            "head": say("Told, and not charged"),
            "lines": [
                say("No article of the program’s rules is about these. They are told so that they can be looked at.")
            ],
            "heads": [say("What"), say("Found"), say("Amount")],
            "rows": [[say(kinds.label(r["kind"])), f"{r['findings']:,}", self._amount(r)] for r in told],
        }

    def _closing(self) -> list[str]:
        say = self.speech.say
        return [
            say("The workbook beside this letter lists each finding with the files and rows that prove it."),
            say("Amounts of different lines overlap: what a pool is short contains what its workers are short. They "
                "are not to be added up."),
        ]  # fmt: skip


def _article(charged: Sequence[Row]) -> Callable[[Row], int]:
    """Return the order of articles: by the gravest that was found under each, as the rows come."""
    first: dict[str, int] = {}
    for place, row in enumerate(charged):
        first.setdefault(row["article"], place)
    return lambda row: first[row["article"]]
