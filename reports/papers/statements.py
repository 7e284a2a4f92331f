"""Workers' statements of a run: for one worker, or for all from whom premium is missing, by grower or crew."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NoReturn

from premium.errors import RunError
from reports.papers import Paper
from reports.papers.crews import unmatched
from reports.papers.printable import name
from reports.papers.statement import Standing, Writer
from reports.papers.tables import opened
from reports.papers.typeset import typeset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from premium.run_folder import RunFolder
    from reports.languages import Language
    from reports.papers.crews import Crews
    from reports.papers.tables import Tables

    Others = Mapping[tuple[str, str], Sequence[str]]

MOST_PAGES = 500
"""Pages of one file; a longer batch goes on in the next, so that memory stays bounded and printers do not choke."""
NO_CREW = ""
"""The crew of a worker who stands in no row of the crews file."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose statements, in which languages: a worker's, or all of them (of a grower) from whom something is missing.

    `everybody` takes also those from whom nothing is missing; `crews` puts them in the order of crews; `call` stands
    in for the program's contact. `warn` is told what is amiss and what to do; no worker is named in it.
    """

    languages: Sequence[Language] = ("en",)
    grower: str | None = None
    worker: str | None = None
    everybody: bool = False
    crews: Crews | None = None
    call: str | None = None
    progress: Callable[[str], None] = field(default=lambda _: None)
    memory: str | None = None
    warn: Callable[[str, str], None] = field(default=lambda _, __: None)


def statements(run: RunFolder, wanted: Wanted) -> Iterator[Paper]:
    """Give the statements as PDFs: per language one for each grower, or each crew of it, a page for each worker.

    Raises:
        RunError: nobody like that is in the run.
    """
    _can_say(run)
    as_of = date.fromisoformat(run.manifest["as_of"])
    with opened(run, wanted.memory) as tables:
        if wanted.crews is not None and (rows := unmatched(wanted.crews, _known(tables))):
            wanted.warn(*_told(rows))
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

    A worker named by an identifier that people confirmed to be another's is the one whom it is counted as.

    Raises:
        RunError: a grower or worker was named, and the run has none such.
    """
    others = _others(tables)
    if wanted.worker is None:
        found = _standing(tables, others, wanted.grower, None, everybody=wanted.everybody)
        return found or _nobody(tables, wanted)
    found = _standing(tables, others, wanted.grower, wanted.worker, everybody=True)
    for (grower, worker), known in others.items():
        if wanted.worker in known and wanted.grower in {None, grower}:
            found += _standing(tables, others, grower, worker, everybody=True)
    _is_one_person(found)
    return found or _nobody(tables, wanted)


def _standing(
    tables: Tables, others: Others, grower: str | None, worker: str | None, *, everybody: bool
) -> list[Standing]:
    rows = tables.ask("statements", grower=grower, worker=worker, everybody=everybody)
    found = [
        Standing(*who, list(pools), others.get(who, ()))
        for who, pools in groupby(rows, key=lambda row: (row["grower_id"], row["worker_id"]))
    ]
    if worker is not None:
        there = {standing.grower_id for standing in found}
        works = {row["grower_id"] for row in tables.ask("worked_for", worker=worker, grower=grower)}
        found += [Standing(g, worker, (), others.get((g, worker), ())) for g in sorted(works - there)]
    return found


def _others(tables: Tables) -> Others:
    """Return, by grower and worker, the other identifiers that people confirmed to be theirs."""
    others: dict[tuple[str, str], list[str]] = {}
    for row in tables.ask("identities") if tables.has_identities else []:
        others.setdefault((row["grower_id"], row["is_worker_id"]), []).append(row["worker_id"])
    return others


def _nobody(tables: Tables, wanted: Wanted) -> NoReturn:
    """Say why there are no statements.

    Raises:
        RunError: always.
    """
    if wanted.worker is not None:
        raise RunError("the run has no such worker", hint="identifiers are text: 007 and 7 are two workers")
    if wanted.grower is not None and not tables.ask("has_grower", grower=wanted.grower):
        raise RunError(f"the run has no grower {wanted.grower!r}", hint="growers are named by their identifiers")
    (money,) = tables.ask("money", grower=wanted.grower)
    waits = "other money has not been shared out; see the run's report" if money["not_shared"] else ""
    if money["pools"]:
        hint = "--all makes statements for every worker with a share"
        raise RunError("nothing is missing from anybody in the pools that were shared out, so there are no statements",
                       hint="; ".join(filter(None, (hint, waits))))  # fmt: skip
    if money["not_shared"]:
        raise RunError("the premium money has not been shared out, so nobody has a share of it",
                       hint="the run's report tells whose it is; it is shared once there is a payroll")  # fmt: skip
    raise RunError("nobody has a share of any premium, so there are no statements",
                   hint="--worker makes the page of one worker all the same")  # fmt: skip


def _batches(found: list[Standing], crews: Crews | None) -> Iterator[tuple[dict[str, str], list[Standing]]]:
    """Give what goes into one file each, with whom it is about, in the order of printing."""
    if crews is None:
        groups = [({"grower_id": g}, list(each)) for g, each in groupby(found, key=lambda s: s.grower_id)]
    else:
        crew = {id(s): _crew(crews, s) for s in found}
        found = sorted(found, key=lambda s: (s.grower_id, crew[id(s)] == NO_CREW, crew[id(s)], s.worker_id))
        groups = [
            ({"grower_id": grower, "crew": named}, list(each))
            for (grower, named), each in groupby(found, key=lambda s: (s.grower_id, crew[id(s)]))
        ]
    for about, batch in groups:
        for start in range(0, len(batch), MOST_PAGES):
            yield about, batch[start : start + MOST_PAGES]


def _crew(crews: Crews, standing: Standing) -> str:
    """Return a worker's crew, by any of their identifiers."""
    each = (crews.get((standing.grower_id, worker)) for worker in (standing.worker_id, *standing.others))
    return next((crew for crew in each if crew is not None), NO_CREW)


def _known(tables: Tables) -> set[tuple[str, str]]:
    """Return everybody whom pay lines name, by grower and identifier."""
    others = {(grower, worker) for (grower, _), each in _others(tables).items() for worker in each}
    return others | {(row["grower_id"], row["worker_id"]) for row in tables.ask("workers")}


def _told(rows: int) -> tuple[str, str]:
    """Return what is said of rows of the crews file that name nobody, and what to do."""
    named = "1 row of the crews file names" if rows == 1 else f"{rows:,} rows of the crews file name"
    return (
        f"{named} nobody on the payroll, and who is in no row is printed last, in no crew",
        "identifiers are text: a spreadsheet program makes 109 of 00109; keep the columns as text",
    )


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
