"""Letters to growers: of the findings that each answers, and what could not be seen; the list of each as a workbook.

What others answer for is not in it. A finding that no article is about is told, and not charged.

Where nobody can say whether premium reached workers (no payroll, no pool money, or no wage line that says its class of
work, in the run or at this grower), the letter begins with that sentence, and leaves out what only pools tell. A
statement is refused then: a worker would read a sum that nobody knows. A letter is not: silence would leave workers
with unpaid hours and wages below the minimum, and a grower without the one thing that it has to do, which is to send
payroll with its classes. What is left out is counted, with the workers' money that waits for it: so an honest grower is
charged with nothing that a missing word has made, and no other gains by leaving words out.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from pypdf import PdfReader

from premium.classes import UNSAID
from premium.errors import InputError, RunError
from premium.harmless import fingerprint_of, slug_of
from premium.run_folder import MANIFEST
from reports.papers import Paper
from reports.papers.letter import Letter
from reports.papers.letter_list import workbook
from reports.papers.letter_words import Facts, Gaps, Told
from reports.papers.printable import name
from reports.papers.tables import opened
from reports.papers.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from premium.run_folder import RunFolder
    from reports.papers.tables import Tables

LetterLanguage = Literal["en", "es"]


@dataclass(frozen=True, slots=True)
class Letters:
    """To which grower (all of them without one), in which languages, and the day from which remedies count.

    Without a day it is the run's. A draft says so on every page: nobody stands behind it yet. `number` is what a
    workspace calls the run, and `newer` the number of one that came after it.
    """

    languages: Sequence[LetterLanguage] = ("en",)
    grower: str | None = None
    dated: date | None = None
    progress: Callable[[str], None] = field(default=lambda _: None)
    draft: bool = False
    number: int | None = None
    newer: int | None = None
    memory: str | None = None


def letters(run: RunFolder, wanted: Letters) -> Iterator[Paper]:
    """Give each grower's letter in each language, and after each its list as a workbook.

    Raises:
        InputError: the letter would be older than what it tells.
        RunError: no grower, or not this one, has anything to answer, or the run has no such grower.
    """
    as_of = date.fromisoformat(run.manifest["as_of"])
    dated = wanted.dated or as_of
    if dated < as_of:
        raise InputError(f"a letter of {dated} cannot tell what stood in the records on {as_of}",
                         hint=f"date it {as_of} or later")  # fmt: skip
    with opened(run, wanted.memory) as tables:
        for table in ("letter_findings", "letter_files"):
            tables.make(table)
        files = _files([row["grower_id"] for row in tables.ask("answering_growers")])
        growers = [grower for grower in files if wanted.grower in (None, grower)]
        if not growers:
            raise _nobody(tables, wanted.grower)
        names = {row["grower_id"]: row["name"] for row in tables.ask("grower_names")}
        unsaid = _unsaid(tables)
        for number, grower in enumerate(growers, start=1):
            wanted.progress(f"letter {number} of {len(growers)}")
            facts = _facts(tables, grower, dated, unsaid(grower))
            for language in wanted.languages:
                told = Told(tables.program, _called(run, wanted.number), as_of, grower, names.get(grower), dated,
                            language, wanted.draft, wanted.newer)  # fmt: skip
                yield from _papers(told, facts, f"letter-{files[grower]}-{language}")


def _facts(tables: Tables, grower: str, dated: date, why: str) -> Facts:
    """Return what a run says of one grower; without what only pools tell, where `why` says that nobody can say it."""
    asked: dict[str, str | bool] = {"grower": grower, "sure": not why}
    (left,) = tables.ask("letter_open", **asked)
    (nobodys,) = tables.ask("letter_nobodys")
    gaps = Gaps(
        why, left["findings"], left["waiting_cents"], tables.ask("letter_gaps", grower=grower), nobodys["rows"],
        tables.ask("letter_unchecked", grower=grower),
    )  # fmt: skip
    found, rows = tables.ask("letter", **asked), tables.ask("letter_rows", **asked)
    return Facts(found, tables.ask("letter_list", dated=dated, **asked), rows, gaps)


def _papers(told: Told, facts: Facts, file: str) -> Iterator[Paper]:
    """Give one grower's letter in one language, and its workbook."""
    about = {"grower_id": told.grower_id, "language": told.language}
    pdf = typeset("letter", Letter(told, facts).page())
    yield Paper(f"{file}.pdf", pdf, len(PdfReader(BytesIO(pdf)).pages), about)
    yield Paper(f"{file}.xlsx", workbook(told, facts), 0, about)


def _unsaid(tables: Tables) -> Callable[[str], str]:
    """Return what tells why nobody can say whether premium reached a grower's workers; empty where somebody can."""
    classless = {row["grower_id"] for row in tables.ask("letter_classless")}
    of_run = tables.run.cannot_say
    return lambda grower: of_run or (UNSAID if grower in classless else "")


def _called(run: RunFolder, number: int | None) -> str:
    """Return what a run is called: its number, where it has one, and the SHA-256 of its manifest, which all have."""
    sha256 = hashlib.sha256((run.path / MANIFEST).read_bytes()).hexdigest()
    return f"{MANIFEST}, SHA-256 {sha256}" if number is None else f"{number} ({MANIFEST}, SHA-256 {sha256})"


def _files(growers: Sequence[str]) -> dict[str, str]:
    """Return what stands for each grower in names of files, where no two may differ by capitals alone."""
    taken = Counter(slug_of(grower).casefold() for grower in growers)
    return {g: slug_of(g) if taken[slug_of(g).casefold()] == 1 else fingerprint_of(g) for g in growers}


def _nobody(tables: Tables, grower: str | None) -> RunError:
    """Return why there is no letter."""
    if grower is None:
        return RunError("nothing was found that a grower answers, so there are no letters")
    if not tables.ask("has_grower", grower=grower):
        return RunError(f"the run has no grower {grower!r}", hint="growers are named by their identifiers")
    return RunError(f"nothing was found that {name(grower)} answers, so there is no letter")
