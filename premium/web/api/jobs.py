"""Jobs: what takes long is asked for, followed as it goes, and perhaps cancelled."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import anyio
from fastapi import APIRouter, Depends, Header, Path, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from premium.errors import NotHereError
from premium.web.access import Monitor, SignedInUser
from premium.web.api.errors import Answer, says
from premium.web.api.once import Key, done_once
from premium.web.api.runs import Before, Most, Number, moment
from premium.web.site import site
from premium.web.slots import Slots
from premium.workspace import jobs as kept
from premium.workspace.asked import MakeRun
from premium.workspace.tables import Job, JobState

if TYPE_CHECKING:
    from premium.workspace.people import Who

FOLLOWED_AT_ONCE, FOLLOWED_EACH = 64, 8
FOLLOWED_S = 600.0
"""For how long one answer follows a job; a browser asks again by itself, and goes on where it was."""

LOOK_S = 0.2
Id = Annotated[str, Path(pattern="^[0-9a-z]{4,64}$", description="a job's id", examples=["5f1c2a9be07d4433"])]


class JobAnswer(Answer):
    """A job: where it stands, and once it is done what came of it."""

    id: str = Field(examples=["5f1c2a9be07d4433"])
    kind: str = Field(examples=["run"])
    state: JobState
    doing: str = Field(description="what it is at, for people")
    told: dict[str, Any] | None = Field(
        description="what came of it; null while it is not done, and of a check for everybody but its grower"
    )
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    cancelled_at: datetime | None = Field(description="when somebody asked for it to be cancelled")


class JobsAnswer(Answer):
    """Some jobs, the newest first; `before` asks for those before them."""

    jobs: tuple[JobAnswer, ...]
    before: int | None


def job_answer(job: Job) -> JobAnswer:
    """Return a job as it is answered."""
    return JobAnswer.model_validate(
        {
            "id": job.id, "kind": job.kind, "state": job.state, "doing": job.doing, "told": job.told,
            "created_at": moment(job.created_at), "started_at": moment(job.started_at),
            "ended_at": moment(job.ended_at), "cancelled_at": moment(job.cancel_at),
        }
    )  # fmt: skip


def asked_for(  # noqa: PLR0913, PLR0917 - a request, and the job that it asks for
    request: Request, who: Who, key: str, kind: str, body: BaseModel | str, asked: dict[str, Any]
) -> JobAnswer:
    """Ask for a job, once."""
    workspace = site(request).workspace
    return done_once(
        request, who, key, body, JobAnswer, lambda called: job_answer(kept.ask(workspace, who, kind, asked, called))
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """Room for those who follow jobs."""

    room: Slots

    def __call__(self, request: Request, who: SignedInUser, job: Id) -> Iterator[Job]:
        """Give the job that is followed, before its first event is sent: what is not there is still a 404."""
        found = kept.job(site(request).workspace, who, job)
        with self.room.one(who.id):
            yield found


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["jobs"])
    routes.post("/runs", status_code=202, responses=says(post=True), tags=["runs"])(make_run)
    routes.post("/runs/{number}/accept", status_code=202, responses=says(post=True), tags=["runs"])(accept)
    routes.get("/jobs", responses=says(422))(listed)
    routes.get("/jobs/{job}", responses=says(422))(one)
    routes.post("/jobs/{job}/cancel", responses=says(post=True))(cancel)
    followed = Depends(Followed(Slots(FOLLOWED_AT_ONCE, FOLLOWED_EACH)))
    routes.get(
        "/jobs/{job}/events", response_class=EventSourceResponse, dependencies=[followed], responses=says(422, 503)
    )(events)
    return routes


def make_run(request: Request, who: Monitor, key: Key, body: MakeRun) -> JobAnswer:
    """Reconcile the records as they are now, as of a day; `only` looks at one grower."""
    return asked_for(request, who, key, "run", body, body.model_dump(mode="json"))


def accept(request: Request, who: Monitor, key: Key, number: Number) -> JobAnswer:
    """Accept a run: each buyer's and each grower's answer is written, and they know of it from then on."""
    return asked_for(request, who, key, "accept", "", {"run": number})


def listed(
    request: Request, who: SignedInUser, before: Before = None, limit: Most = 50, state: JobState | None = None
) -> JobsAnswer:
    """Return jobs, the newest first: a monitor sees all, others those of their own party."""
    page = kept.jobs(site(request).workspace, who, before=before, most=limit, state=state)
    return JobsAnswer(jobs=tuple(map(job_answer, page.rows)), before=page.before)


def one(request: Request, who: SignedInUser, job: Id) -> JobAnswer:
    """Return one job."""
    return job_answer(kept.job(site(request).workspace, who, job))


def cancel(request: Request, who: SignedInUser, key: Key, job: Id) -> JobAnswer:
    """Cancel a job: at once while it waits, at its next step while it is worked; one that has ended stays so."""
    workspace = site(request).workspace
    return done_once(request, who, key, "", JobAnswer, lambda _: job_answer(kept.cancel(workspace, who, job)))


async def events(
    request: Request, who: SignedInUser, job: Id, last_event_id: Annotated[str | None, Header()] = None
) -> AsyncIterator[ServerSentEvent]:
    """Follow a job: an event whenever it stands elsewhere, named by its state, until it has ended."""
    workspace, began, mark = site(request).workspace, time.monotonic(), last_event_id
    while time.monotonic() - began < FOLLOWED_S:
        try:
            row = await run_in_threadpool(kept.job, workspace, who, job)
        except NotHereError:
            return
        stands = kept.state_of(row)
        if stands.mark != mark:
            mark = stands.mark
            yield ServerSentEvent(data=job_answer(row), event=stands.state.value, id=mark)
        if stands.final:
            return
        await anyio.sleep(LOOK_S)
