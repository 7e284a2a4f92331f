"""Jobs: what takes long is asked for once, worked by the one worker in order, followed, and perhaps cancelled."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from premium.errors import NotHereError, WorkspaceError
from premium.workspace import asked as questions
from premium.workspace.asked import Accept, Check, Guess, Ingest, Papers
from premium.workspace.database import alone, next_moment
from premium.workspace.drafts import drop_draft, is_theirs
from premium.workspace.once import KEPT_MS, used_before
from premium.workspace.runs import not_for_buyers, run
from premium.workspace.sight import Page, page, sees
from premium.workspace.tables import Deed, Job, JobState, Role, now
from premium.workspace.uploads import upload

if TYPE_CHECKING:
    from premium.workspace.asked import Asked
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace

FINAL = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True)
class State:
    """Where a job stands; `mark` is another one whenever it stands elsewhere."""

    mark: str
    state: JobState

    @property
    def final(self) -> bool:
        """Whether nothing comes after it."""
        return self.state in FINAL


def ask(workspace: Workspace, who: Who, kind: str, asked: dict[str, Any], job_id: str | None = None) -> Job:
    """Ask for a job. One of the same `job_id` is not made again, but returned (see `once.name`).

    Raises:
        WorkspaceError: it cannot be asked so, or the job of that id is another one.
        NotHereError: it is not for who asks, or what it is about is not.
    """
    wanted = questions.read(kind, asked)
    if who.role not in questions.MAY[kind]:
        raise NotHereError("there is nothing here that you could ask for")
    _is_theirs(workspace, who, wanted)
    wanted = _own_papers(who, wanted)
    with workspace.writing() as session:
        alone(session.connection(), "jobs")
        found = session.get(Job, job_id) if job_id else None
        if found is not None:
            if not _is_the_same(found, kind, wanted):
                raise used_before()
            return found
        job = Job(
            id=job_id or secrets.token_hex(8), kind=kind, state=JobState.WAITING, asked=wanted.model_dump(mode="json"),
            doing="", tries=0, user_id=who.id, created_at=next_moment(session, Job.created_at),
        )  # fmt: skip
        session.add(job)
        session.add(Deed(user_id=who.id, what=f"asked_{kind}", about=job.id))
    return job


def _is_the_same(found: Job, kind: str, wanted: Asked) -> bool:
    """Return whether a job is what is asked once more. A draft that is sent again has a new name, and lives shortly."""
    if isinstance(wanted, Check):
        return found.kind == kind and found.created_at > now() - KEPT_MS
    return found.kind == kind and found.asked == wanted.model_dump(mode="json")


def _is_theirs(workspace: Workspace, who: Who, wanted: Asked) -> None:
    """See that what a job is about is there, and for who asks.

    Raises:
        NotHereError: it is not.
        WorkspaceError: what is a monitor's word is said by somebody else, or the run is not one to be accepted.
    """
    if isinstance(wanted, Ingest | Guess):
        upload(workspace, who, wanted.upload)
    if isinstance(wanted, Accept | Papers):
        run(workspace, who, wanted.run)
    if isinstance(wanted, Accept) and (why := not_for_buyers(workspace, wanted.run)):
        raise WorkspaceError(why, hint="make a run of all growers, and accept that")
    if isinstance(wanted, Check):
        is_theirs(workspace, who, wanted.draft)
    if isinstance(wanted, Ingest) and who.role != Role.MONITOR:
        said = [name for name in ("grower", "buyer", "beside", "despite_totals") if getattr(wanted, name)]
        if said:
            raise WorkspaceError(f"{said[0]} is for a monitor to say", hint="leave it out")


def _own_papers(who: Who, wanted: Asked) -> Asked:
    """Return what is asked, with a party's own papers named as theirs.

    Raises:
        NotHereError: a party asks for papers of another kind, or of somebody else.
        WorkspaceError: it says of which day its letter is, from which its own days are counted.
    """
    if not isinstance(wanted, Papers) or who.role not in questions.PAPERS_OF:
        return wanted
    kind, named = questions.PAPERS_OF[who.role]
    if wanted.kind != kind or wanted.options.get(named, who.party) != who.party:
        raise NotHereError("there is no such paper")
    if wanted.options.get("dated") is not None:
        raise WorkspaceError("dated is for a monitor to say", hint="leave it out")
    return wanted.model_copy(update={"options": {**wanted.options, named: who.party}})


def job(workspace: Workspace, who: Who, job_id: str) -> Job:
    """Return a job.

    Raises:
        NotHereError: there is none of that id, or it is not for who asks.
    """
    with workspace.reading() as session:
        found = session.scalar(select(Job).where(Job.id == job_id, sees(who, Job)))
    if found is None:
        raise NotHereError("there is no such job")
    return _as_seen(who, found)


def jobs(  # noqa: PLR0913 - whose, and which
    workspace: Workspace,
    who: Who,
    *,
    before: int | None = None,
    most: int = 50,
    kind: str | None = None,
    state: JobState | None = None,
) -> Page[Job]:
    """Return jobs, the newest first; `before` is a page's own mark."""
    wanted = select(Job).where(sees(who, Job))
    if kind is not None:
        wanted = wanted.where(Job.kind == kind)
    if state is not None:
        wanted = wanted.where(Job.state == state)
    with workspace.reading() as session:
        found = page(session, wanted, Job.created_at, before, most)
    return Page(tuple(_as_seen(who, row) for row in found.rows), found.before)


def _as_seen(who: Who, row: Job) -> Job:
    """Return a job that was read, as somebody may see it: what came of a check is for those who may ask for one."""
    if row.kind == "check" and who.role not in questions.MAY["check"]:
        row.told = None
    return row


def reading_of(workspace: Workspace, upload_id: str) -> Job | None:
    """Return the newest job that brings in an upload, for who may see that: whoever asked for it.

    A monitor's job about a party's file is not that party's; how it stands is, as what became of the file is.
    """
    about = select(Job).where(Job.kind == "ingest", Job.asked["upload"].as_string() == upload_id)
    with workspace.reading() as session:
        return session.scalar(about.order_by(Job.created_at.desc()).limit(1))


def cancel(workspace: Workspace, who: Who, job_id: str) -> Job:
    """Cancel a job: at once while it waits, at its next step while it is worked; one that has ended stays as it is.

    Raises:
        NotHereError: there is none of that id, or it is not for who asks.
    """
    job(workspace, who, job_id)
    at = now()
    this = Job.id == job_id
    with workspace.writing() as session:
        session.execute(
            update(Job)
            .where(this, Job.state == JobState.WAITING)
            .values(state=JobState.CANCELLED, cancel_at=at, ended_at=at)
        )
        session.execute(
            update(Job).where(this, Job.state == JobState.WORKING, Job.cancel_at.is_(None)).values(cancel_at=at)
        )
        session.add(Deed(user_id=who.id, what="cancelled", about=job_id))
    stands = job(workspace, who, job_id)
    if stands.kind == "check" and stands.state == JobState.CANCELLED:
        drop_draft(workspace, stands.asked["draft"], found_too=True)  # it waited, and nobody else will
    return stands


def state_of(row: Job) -> State:
    """Return where a job stands."""
    facts = [row.state, row.doing, row.tries, row.cancel_at]
    mark = hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]
    return State(mark, JobState(row.state))
