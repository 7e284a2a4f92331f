"""Workers' statements of a run: for one worker, or for all from whom premium is missing, by grower or crew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from premium.errors import RunError
from reports.papers import Paper
from reports.papers.printable import name
from reports.papers.statement import Standing, Writer
from reports.papers.tables import opened
from reports.papers.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from premium.run_folder import RunFolder
    from reports.languages import Language
    from reports.papers.crews import Crews
    from reports.papers.tables import Tables

MOST_PAGES = 500
"""Pages of one file; a longer batch goes on in the next, so that memory stays bounded and printers do not choke."""
NO_CREW = ""
"""The crew of a worker who stands in no row of the crews file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose statements, in which languages: a worker's, or all of them (of a grower) from whom something is missing.

    `everybody` takes also those from whom nothing is missing; `crews` puts them in the order of crews; `call` stands
    in for the program's contact.
    """

    languages: Sequence[Language] = ("en",)
    grower: str | None = None
    worker: str | None = None
    everybody: bool = False
    crews: Crews | None = None
    call: str | None = None
    progress: Callable[[str], None] = field(default=lambda _: None)
    memory: str | None = None


def statements(run: RunFolder, wanted: Wanted) -> Iterator[Paper]:
    """Give the statements as PDFs: per language one for each grower, or each crew of it, a page for each worker.

    Raises:
        RunError: nobody like that is in the run.
    """
    _can_say(run)
    as_of = date.fromisoformat(run.manifest["as_of"])
    with opened(run, wanted.memory) as tables:
        batches = list(_batches(standings(tables, wanted), wanted.crews))
        growers = {row["grower_id"]: row["name"] for row in tables.ask("grower_names")}
    for language in wanted.languages:
        writer = Writer(tables.program, as_of, language, growers, wanted.call)
        title = writer.speech.say("Premium statements, {program}", program=tables.program.name)
        for number, (about, batch) in enumerate(batches, start=1):
            wanted.progress(f"statements in {language}, {number} of {len(batches)}")
            pages = [writer.page(standing) for standing in batch]
            pdf = typeset("statement", {"title": title, "language": language, "pages": pages})
            told = {**about, "language": language}
            yield Paper(f"statement-{language}-{number:03d}.pdf", pdf, len(pages), told)


def standings(tables: Tables, wanted: Wanted) -> list[Standing]:
    """Return how each wanted worker stands, by grower and worker.

    Raises:
        RunError: a grower or worker was named, and the run has none such.
    """
    everybody = wanted.everybody or wanted.worker is not None
    rows = tables.ask("statements", grower=wanted.grower, worker=wanted.worker, everybody=everybody)
    found = [
        Standing(grower, worker, list(pools))
        for (grower, worker), pools in groupby(rows, key=lambda row: (row["grower_id"], row["worker_id"]))
    ]
    if wanted.worker is not None:
        there = {standing.grower_id for standing in found}
        works = tables.ask("worked_for", worker=wanted.worker, grower=wanted.grower)
        found += [Standing(row["grower_id"], wanted.worker, ()) for row in works if row["grower_id"] not in there]
        _is_one_person(found)
    if found:
        return found
    if wanted.worker is not None:
        raise RunError("the run has no such worker", hint="identifiers are text: 007 and 7 are two workers")
    if wanted.grower is not None and not tables.ask("has_grower", grower=wanted.grower):
        raise RunError(f"the run has no grower {wanted.grower!r}", hint="growers are named by their identifiers")
    raise RunError("nothing is missing from anybody, so there are no statements",
                   hint="--all makes them for every worker with a share")  # fmt: skip


def _batches(found: list[Standing], crews: Crews | None) -> Iterator[tuple[dict[str, str], list[Standing]]]:
    """Give what goes into one file each, with whom it is about, in the order of printing."""
    if crews is None:
        groups = [({"grower_id": g}, list(each)) for g, each in groupby(found, key=lambda s: s.grower_id)]
    else:
        crew = {id(s): crews.get((s.grower_id, s.worker_id), NO_CREW) for s in found}
        found = sorted(found, key=lambda s: (s.grower_id, crew[id(s)] == NO_CREW, crew[id(s)], s.worker_id))
        groups = [
            ({"grower_id": grower, "crew": named}, list(each))
            for (grower, named), each in groupby(found, key=lambda s: (s.grower_id, crew[id(s)]))
        ]
    for about, batch in groups:
        for start in range(0, len(batch), MOST_PAGES):
            yield about, batch[start : start + MOST_PAGES]


def _is_one_person(found: list[Standing]) -> None:
    """See that one grower only has a worker of this identifier: another grower's may be another person.

    Raises:
        RunError: more than one has.
    """
    if len(found) > 1:
        growers = ", ".join(sorted(name(standing.grower_id) for standing in found))
        raise RunError("more than one grower has a worker of this identifier, and it may not be one person",
                       hint=f"name one with --grower: {growers}")  # fmt: skip


def _can_say(run: RunFolder) -> None:
    if run.cannot_say:
        raise RunError(f"nobody can say whether premium reached workers: {name(run.cannot_say)}",
                       hint="a statement would tell what is not known; see the run's report")  # fmt: skip
