"""A grower's check before payday: a draft is sent, who would be short is told, and nothing of it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from premium.web.access import Grower
from premium.web.api.errors import Answer, says
from premium.web.api.jobs import Id, JobAnswer, job_answer
from premium.web.api.once import Key, done_once
from premium.web.api.uploads import AS_BYTES, Name, ProfileOf, TableOf
from premium.web.arrive import arrive
from premium.web.problems import Problem, nothing_here
from premium.web.site import site
from premium.workspace import jobs as kept
from premium.workspace.asked import Day
from premium.workspace.checks import checked
from premium.workspace.drafts import Drafting
from premium.workspace.tables import JobState

if TYPE_CHECKING:
    from premium.workspace.people import Who

AsOf = Annotated[Day | None, Query(description="the day to look from; without it today, or the last paycheck's day")]


class CheckAnswer(Answer):
    """What a check found; it is told for an hour, to people of the grower only."""

    job: JobAnswer
    found: dict[str, Any] | None = Field(
        description="who would be short, as `short`, with what was read and what was not; null while it is not done"
    )


async def asked(  # noqa: PLR0913, PLR0917 - FastAPI reads them
    request: Request, who: Grower, key: Key, name: Name, table: TableOf = None, profile: ProfileOf = None,
    as_of: AsOf = None,
) -> JobAnswer:  # fmt: skip
    """Send the draft of a payroll, to see who would be short if it were paid as it is; nothing is kept."""
    here = site(request)
    here.rates.hit("upload", who.id)
    with site(request).room.one(who.id):
        most = here.settings.upload_bytes
        file = await run_in_threadpool(lambda: Drafting(here.workspace, who, name, most_bytes=most))
        try:
            await arrive(request, file)
            asked = {"table": table, "profile": profile, "as_of": None if as_of is None else as_of.isoformat()}
            return await run_in_threadpool(_keep, request, who, key, file, asked)
        finally:
            file.abort()


def _keep(request: Request, who: Who, key: str, file: Drafting, asked: dict[str, str | None]) -> JobAnswer:
    workspace = site(request).workspace

    def keep(called: str) -> JobAnswer:
        return job_answer(kept.ask(workspace, who, "check", {"draft": file.finish(), **asked}, called))

    return done_once(request, who, key, file.sha256, JobAnswer, keep)


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["checks"])
    routes.post(
        "/checks", status_code=202, responses=says(408, 415, 503, post=True), operation_id="check",
        openapi_extra=AS_BYTES,
    )(asked)  # fmt: skip
    routes.get("/checks/{job}", responses=says(410, 422))(one)
    return routes


def one(request: Request, who: Grower, job: Id) -> CheckAnswer:
    """Return what a check found."""
    workspace = site(request).workspace
    row = kept.job(workspace, who, job)
    if row.kind != "check":
        raise nothing_here()
    found = checked(workspace, who, row)
    if found is None and row.state == JobState.DONE and (row.told or {}).get("state") != "refused":
        raise Problem(410, "gone", "What was found is not kept any more.", hint="Send the draft again.")
    return CheckAnswer(job=job_answer(row), found=found)
