"""A grower's check before payday: a draft is dropped, who would be short is told, and nothing of it is kept."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from premium.web.access import Allowed, Grower
from premium.web.forms import receive_form
from premium.web.pages.look import PAGE, listing
from premium.web.pages.render import page
from premium.web.pages.uploads import Id, read_as, ways
from premium.web.problems import Problem, nothing_here
from premium.web.site import site
from premium.workspace import jobs
from premium.workspace.checks import checked
from premium.workspace.drafts import Drafting, drop_draft
from premium.workspace.people import Who
from premium.workspace.tables import JobState, Role

if TYPE_CHECKING:
    from premium.web.settings import Settings
    from premium.workspace import Workspace
    from premium.workspace.tables import Job

Streaming = Annotated[Who, Depends(Allowed(Role.GROWER, streams=True))]
PAYROLL = "payroll"
UNTOLD: dict[str, Any] = {
    "state": "", "message": "", "hint": "", "lines": None, "days": None, "set_aside": [], "warnings": [],
    "cannot_say": "", "as_of": None, "short": [], "in_place_of": None,
}  # fmt: skip
"""What is told of a check that has not come so far."""


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/check")(asked)
    routes.post("/check")(dropped)
    routes.get("/check/{job_id}")(found)
    return routes


def asked(request: Request, who: Grower) -> Response:
    """Show the form that takes a draft, and what is done with it."""
    return page(request, "check.html.j2", ways=ways(request, who, PAYROLL))


async def dropped(request: Request, who: Streaming) -> Response:
    """Take a draft, and ask for it to be checked; it is gone once it is."""
    here = site(request)
    here.rates.hit("upload", who.id)

    def begin(name: str, _: dict[str, str]) -> Drafting:
        return Drafting(here.workspace, who, name, most_bytes=here.settings.upload_bytes)

    with here.room.one(who.id):
        form = await receive_form(request, who, begin)
        if not form.files:
            raise Problem(422, "no_file", "No file was chosen.", hint="Go back, and choose one.")
        job = await run_in_threadpool(_ask, here.workspace, who, form.files[0], form.fields)
    return RedirectResponse(f"/check/{job.id}", 303)


def _ask(workspace: Workspace, who: Who, file: Drafting, fields: dict[str, str]) -> Job:
    """Ask for the check; where it cannot be asked so, nothing of the draft is left."""
    draft = file.finish()
    try:
        return jobs.ask(workspace, who, "check", {"draft": draft, **read_as(fields)}, secrets.token_hex(8))
    except BaseException:
        drop_draft(workspace, draft, found_too=True)
        raise


def found(request: Request, who: Grower, job_id: Id, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Response:
    """Show who would be short, and what is to be put right in the file; or where the check stands."""
    workspace = site(request).workspace
    job = jobs.job(workspace, who, job_id)
    if job.kind != "check":
        raise nothing_here()
    kept = checked(workspace, who, job)
    told = UNTOLD | (job.told or {}) | (kept or {})
    rows = [{"place": n, **row} for n, row in enumerate(told["short"], start=1) if n > after]
    gone = kept is None and job.state == JobState.DONE and told["state"] == "taken"
    return page(
        request, "checked.html.j2", job=job, told=told, found=listing(rows[: PAGE + 1], "place"), gone=gone,
        final=JobState(job.state) in jobs.FINAL, ways=ways(request, who, PAYROLL),
    )  # fmt: skip
