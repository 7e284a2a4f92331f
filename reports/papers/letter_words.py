"""What a letter and its workbook both say: to whom, of which run, what findings are called, what could not be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from premium.classes import UNSAID
from premium.money import dollars
from reports import kinds
from reports.languages import Speech, day, period
from reports.papers.printable import name, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.program import Program
    from reports.languages import Language
    from reports.papers.tables import Row

REASONS = (
    "nobody reported payroll", "no pool money is known: every origin's pool is zero", UNSAID,
    "nobody reported payments, and the grower no receipts", "no place is known for the grower",
)  # fmt: skip
"""Why nothing can be said of pools, or something could not be checked, as a run says it."""
SENTENCE = 300
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What a run could not see of a grower; rows as `letter_gaps.sql` and `letter_unchecked.sql` give them.

    `why` says that nobody can say what reached workers, and then how many findings are `left_out` for it, with the
    workers' money that waits. `nobodys` counts rows set aside in files of which no row could be read.
    """

    why: str
    left_out: int
    waiting_cents: int | None
    aside: Sequence[Row]
    nobodys: int
    unchecked: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Facts:
    """What a run says of one grower: its findings by kind and one by one, the rows that prove them, and the gaps."""

    found: Sequence[Row]
    listed: Sequence[Row]
    rows: Sequence[Row]
    gaps: Gaps


@dataclass(frozen=True, slots=True)
class Told:
    """One grower's letter in one language: to whom, of which run, of which day, and whether anybody stands behind it.

    `run` is what the run is called, `newer` the number of one that came after it.
    """

    program: Program
    run: str
    as_of: date
    grower_id: str
    called: str | None
    dated: date
    language: Language
    draft: bool = False
    newer: int | None = None

    @property
    def speech(self) -> Speech:
        """The sentences of letters in this language."""
        return Speech("letters", self.language)

    @property
    def addressee(self) -> str:
        """The grower's name with the identifier that its records have."""
        return f"{name(self.called)} ({name(self.grower_id)})" if self.called else name(self.grower_id)

    @property
    def marks(self) -> list[str]:
        """What stands at the head of every page: that it is a draft, that a newer run has come."""
        say = self.speech.say
        draft = say("Draft: the program has not accepted this comparison. Not to be sent.")
        newer = say("A newer comparison has been made since: run {number}. Look at it first.", number=self.newer)
        return [*([draft] if self.draft else []), *([newer] if self.newer is not None else [])]

    def day(self, value: date) -> str:
        """Write a day."""
        return day(value, self.language)

    def label(self, kind: str) -> str:
        """Return what a kind of finding is called."""
        return self.speech.say(kinds.label(kind))

    def grade(self, grade: str) -> str:
        """Return what a class of violation is called."""
        say = self.speech.say
        return {"zero-tolerance": say("zero tolerance"), "serious": say("serious"), "process": say("process")}[grade]

    def title(self, row: Row) -> str | None:
        """Return the title of a finding's article: in this language, if the program's file has it so."""
        return self._of_article(row, "title")

    def remedy(self, row: Row) -> str | None:
        """Return what puts a finding right: in this language, if the program's file has it so."""
        return self._of_article(row, "remedy")

    def _of_article(self, row: Row, what: str) -> str | None:
        code = next((code for code in self.program.code if code.finding == row["kind"]), None)
        said: str | None = row[what]
        return (code and getattr(getattr(code, f"{what}_in"), self.language)) or said

    def due(self, days: int) -> date:
        """Return the day that lies so many days after the letter's, or the last of the calendar."""
        return self.dated + timedelta(days=min(days, (date.max - self.dated).days))

    def span(self, row: Row) -> str:
        """Return the periods that findings of a kind are about, or their pay periods; empty where they are of none."""
        first, last, pool = row["first_period"], row["last_period"], self.program.calendar.pool
        if first is None:
            return self._days(row["first_day"], row["last_day"])
        if pool == "week":
            return self._days(first, last + min(WEEK, date.max - last))
        months = dict.fromkeys(period(each, pool, self.language) for each in (first, last))
        return " – ".join(months)

    def _days(self, first: date | None, last: date | None) -> str:
        return "" if first is None or last is None else f"{self.day(first)} – {self.day(last)}"

    def unsaid(self, gaps: Gaps) -> list[str]:
        """Return that nobody can say what reached the workers, and what is left out for it; nothing where they can."""
        if not gaps.why:
            return []
        say, count = self.speech.say, self.speech.count
        said = [say("Nobody can say whether the premium reached the workers: {why}.", why=self.reason(gaps.why))]
        if gaps.left_out:
            said.append(count("{number} finding about pools and premium is left out until it can be said.",
                              "{number} findings about pools and premium are left out until it can be said.",
                              gaps.left_out))  # fmt: skip
        if gaps.waiting_cents:
            said.append(say("{amount} of premium for workers waits until then.", amount=dollars(gaps.waiting_cents)))
        return [" ".join(said)]

    def unseen(self, gaps: Gaps) -> list[str]:
        """Return what of the grower's records could not be read, and what could not be checked."""
        say, count = self.speech.say, self.speech.count
        said = []
        if gaps.aside:
            said.append(count(
                "{number} row of the files that hold your records could not be used, and took part in nothing; the "
                "workbook lists it.",
                "{number} rows of the files that hold your records could not be used, and took part in nothing; the "
                "workbook lists them.", len(gaps.aside)))  # fmt: skip
            if any(row["shared"] for row in gaps.aside):
                said.append(say("Other growers’ records stand in the same files: some of these rows may be theirs."))
        if gaps.nobodys:
            said.append(count(
                "{number} row stands in a file of which no row could be read; it may be yours.",
                "{number} rows stand in files of which no row could be read; some may be yours.",
                gaps.nobodys))  # fmt: skip
        if said:
            said.append(say("What they say may change what is found here: correct them, and send the files again."))
        return [*([" ".join(said)] if said else []), *map(self._unchecked, gaps.unchecked)]

    def _unchecked(self, row: Row) -> str:
        places = self.speech.count("{number} place", "{number} places", row["places"])
        return self.speech.say("“{kind}” could not be checked in {places}: {why}.",
                               kind=self.label(row["kind"]), places=places, why=self._why(row))  # fmt: skip

    def _why(self, row: Row) -> str:
        if row["place"] is None:
            return self.reason(row["reason"])
        return self.speech.say("the program has no minimum wage for {place} on that day", place=name(row["place"]))

    def reason(self, why: str) -> str:
        """Return a reason of a run in this language; one that we do not know stays as it is."""
        return self.speech.say(why) if why in REASONS else printable(why, SENTENCE)
