"""Papers of a run in a workspace: what can be asked of each kind, and by whom they may be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from premium.errors import WorkspaceError
from premium.run_folder import open_run
from premium.workspace.letters import letters_of
from reports.papers import Paper, write_papers
from reports.papers.certificate import Certificates, certificates
from reports.papers.letters import letters
from reports.papers.statements import Wanted, statements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace

Kind = Literal["statement", "letter", "certificate"]


class Options(BaseModel):
    """What papers can be asked for with; each kind uses what concerns it. No worker is named here: one is in a page."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    languages: tuple[Literal["en", "es", "ht"], ...] = ("en",)
    grower: str | None = None
    buyer: str | None = None
    dated: date | None = None
    everybody: bool = False


def write(  # noqa: PLR0913, PLR0917 - what is asked, of which run, and where it goes
    workspace: Workspace, number: int, kind: Kind, options: dict[str, Any], out: Path, progress: Progress
) -> list[Paper]:
    """Write the papers of a kind into a folder, in an engine of the job's memory; return them without their bytes.

    Raises:
        WorkspaceError: they cannot be asked for so.
        RunError: there are none, or the run is not there.
    """
    try:
        asked = Options.model_validate(options)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise WorkspaceError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", hint="see the options") from error
    return write_papers(_made(workspace, number, kind, asked, progress), out)


def _made(workspace: Workspace, number: int, kind: Kind, asked: Options, progress: Progress) -> Iterator[Paper]:
    run, memory = open_run(workspace.run(number) / "run"), progress.memory
    if kind == "statement":
        wanted = Wanted(asked.languages, asked.grower, everybody=asked.everybody, progress=progress, memory=memory)
        return statements(run, wanted)
    written = tuple(language for language in asked.languages if language != "ht")
    if not written or len(written) != len(asked.languages):
        raise WorkspaceError(f"a {kind} is written in English and Spanish", hint="languages: en, es")
    if kind == "letter":
        asked_for = letters_of(workspace, number, written, asked.grower, asked.dated, progress)
        return letters(run, replace(asked_for, memory=memory))
    return certificates(run, Certificates(written, asked.buyer, progress, memory))
