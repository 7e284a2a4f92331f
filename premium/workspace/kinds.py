"""What each kind of job does, in one table; `premium.workspace.asked` says what it is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from premium.errors import NotHereError, PremiumError
from premium.ingest.guess.propose import guess
from premium.ingest.profile import read_profile
from premium.ingest.sender import read_sender
from premium.ingest.trial import check as try_profile
from premium.workspace import checks, making, printing, records, told
from premium.workspace.asked import Check, Guess, Ingest
from premium.workspace.drafts import drop_draft
from premium.workspace.people import Who
from premium.workspace.place_of_work import changing
from premium.workspace.tables import UploadState, User
from premium.workspace.uploads import file_of, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Job

Told = dict[str, Any]


def _nothing_more(_: Session, __: Workspace, ___: Job, ____: Told) -> None:
    """Write nothing beside the job's own row."""


def _nothing_left(_: Workspace, __: Job) -> None:
    """Remove nothing: the work leaves nothing when it does not end well."""


def _holding_nothing(_: Workspace) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of job: its work, which can be done again after it was killed at any moment, and what goes with it.

    `reserve` names what will be made, in the transaction that begins the first try. `settle` writes to the database in
    the transaction that ends the job. `undo` removes what is left where it was cancelled or failed, and `after` what is
    not needed once it is done. What is `for_good` is not done where it was cancelled, however late; what `holding`
    holds is held while the job is settled.
    """

    work: Callable[[Workspace, Job, Progress], Told]
    settle: Callable[[Session, Workspace, Job, Told], None] = _nothing_more
    reserve: Callable[[Session, Workspace, Job], Told] | None = None
    undo: Callable[[Workspace, Job], None] = _nothing_left
    after: Callable[[Workspace, Job], None] = _nothing_left
    holding: Callable[[Workspace], AbstractContextManager[None]] = _holding_nothing
    for_good: bool = False


def _who(workspace: Workspace, job: Job) -> Who:
    """Return who asked for a job.

    Raises:
        NotHereError: they may not come in any more.
    """
    with workspace.reading() as session:
        user = session.get(User, job.user_id)
    if user is None or user.disabled_at is not None:
        raise NotHereError("who asked for this may not come in any more")
    return Who.of(user)


def _ingest(workspace: Workspace, job: Job, progress: Progress) -> Told:
    asked, who = Ingest.model_validate(job.asked), _who(workspace, job)
    kept = upload(workspace, who, asked.upload)
    if kept.state == UploadState.TAKEN:
        return {"upload": kept.id, **(kept.told or {})}
    progress(kept.name)
    return {
        "upload": kept.id,
        **records.bring_in(workspace, who, records.File(kept.id, file_of(workspace, kept)), asked),
    }


def _check(workspace: Workspace, job: Job, progress: Progress) -> Told:
    return checks.check(workspace, _who(workspace, job), Check.model_validate(job.asked), progress)


def _guess(workspace: Workspace, job: Job, progress: Progress) -> Told:
    """Propose a profile, and tell what it would make of the file; it is used by nobody until a monitor saves it."""
    asked = Guess.model_validate(job.asked)
    path = file_of(workspace, upload(workspace, _who(workspace, job), asked.upload))
    try:
        progress(path.name)
        proposal = guess([path], asked.table)
        said = {
            "state": "proposed", "text": proposal.text, "table": proposal.table, "questions": list(proposal.questions),
            "warnings": list(proposal.warnings),
        }  # fmt: skip
    except PremiumError as error:
        return {"upload": asked.upload, **told.refused(error, workspace.path)}
    return {"upload": asked.upload, **said, "check": _tried(workspace, path, proposal.text)}


def _tried(workspace: Workspace, path: Any, text: str) -> Told:  # noqa: ANN401 - narrowed by read_sender
    try:
        loaded = read_profile(text.encode(), "the proposal", workspace.path / "profiles")
        checked = try_profile(read_sender(path, loaded), loaded.profile)
    except PremiumError as error:
        return {"blessed": False, **told.in_words(error, workspace.path)}
    parts = ("days", "lines", "taken", "wrong", "to_add")
    return {"blessed": checked.blessed, **{part: asdict(checked)[part] for part in parts}}


KINDS: dict[str, Kind] = {
    "ingest": Kind(_ingest, records.ingested, holding=changing),
    "run": Kind(making.make, making.made, making.reserve, undo=making.unmake),
    "check": Kind(
        _check,
        undo=lambda workspace, job: drop_draft(workspace, job.asked["draft"], found_too=True),
        after=lambda workspace, job: drop_draft(workspace, job.asked["draft"], found_too=False),
    ),
    "guess": Kind(_guess),
    "accept": Kind(making.accept, making.accepted, undo=making.unaccept, for_good=True),
    "papers": Kind(printing.make, undo=printing.unwrite),
}
