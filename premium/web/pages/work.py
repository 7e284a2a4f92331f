"""Work that takes long: asked for, followed on a page that looks by itself, cancelled, and led on from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from premium.errors import ProfileError
from premium.web.access import Monitor, Overseer, SignedInUser
from premium.web.pages.look import Number, grower_of, look
from premium.web.pages.render import page
from premium.web.problems import Problem, nothing_here
from premium.web.site import site
from premium.workspace import jobs
from premium.workspace.printing import papers_of
from premium.workspace.profiles import save_profile
from premium.workspace.tables import PARTIES, JobState
from premium.workspace.told import in_words

if TYPE_CHECKING:
    from premium.web.settings import Settings

Id = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
PAGE = 50
UNTOLD: dict[str, Any] = {
    "message": "", "hint": "", "cannot_say": "", "state": "", "upload": "", "files": [], "questions": [],
    "warnings": [], "check": {"blessed": False},
}  # fmt: skip
"""What is told of a job that has not come so far."""
PROFILE_AT_MOST = 200_000


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/start")(begins)
    routes.post("/start")(started)
    routes.get("/jobs")(listed)
    routes.get("/jobs/{job_id}")(one)
    routes.post("/jobs/{job_id}/cancel")(cancelled)
    routes.get("/jobs/{job_id}/papers/{place}")(paper)
    routes.post("/profiles")(saved)
    routes.post("/runs/{number}/growers/{slug}/statements")(printed)
    return routes


def begins(request: Request, _: Monitor) -> Response:
    """Ask as of which day the records shall be looked at."""
    return page(request, "start.html.j2", today=datetime.now(UTC).date())


def started(request: Request, who: Monitor, as_of: Annotated[date, Form()]) -> Response:
    """Ask for a run."""
    job = jobs.ask(site(request).workspace, who, "run", {"as_of": as_of.isoformat()})
    return RedirectResponse(f"/jobs/{job.id}", 303)


def listed(request: Request, who: Monitor, before: Annotated[int | None, Query(ge=0, le=2**53)] = None) -> Response:
    """List what was asked for, the newest first."""
    return page(request, "jobs.html.j2", found=jobs.jobs(site(request).workspace, who, before=before, most=PAGE))


def one(request: Request, who: SignedInUser, job_id: Id) -> Response:
    """Show where a job stands, and where it leads."""
    job = jobs.job(site(request).workspace, who, job_id)
    if job.kind == "check" and who.role in PARTIES:
        return RedirectResponse(f"/check/{job_id}", 303)
    told = UNTOLD | (job.told or {})
    return page(request, "job.html.j2", job=job, told=told, final=JobState(job.state) in jobs.FINAL, wrong=None)


def cancelled(request: Request, who: SignedInUser, job_id: Id) -> Response:
    """Cancel a job."""
    jobs.cancel(site(request).workspace, who, job_id)
    return RedirectResponse(f"/jobs/{job_id}", 303)


def paper(request: Request, who: SignedInUser, job_id: Id, place: Annotated[int, Path(ge=0, le=100_000)]) -> Response:
    """Give one of the files that a job has printed."""
    workspace = site(request).workspace
    job = jobs.job(workspace, who, job_id)
    files = (job.told or {}).get("files", []) if job.kind == "papers" and job.state == JobState.DONE else []
    if place >= len(files):
        raise nothing_here()
    name = files[place]["name"]
    return FileResponse(papers_of(workspace, job.asked["run"], job.id) / name, filename=name)


def saved(
    request: Request,
    who: Monitor,
    text: Annotated[str, Form(max_length=PROFILE_AT_MOST)],
    upload: Annotated[str, Form(pattern="^[0-9a-f]{4,64}$")],
    job: Annotated[str, Form(pattern="^[0-9a-f]{4,64}$")],
) -> Response:
    """Approve a profile, and have its file brought in by it; where it is none, say why, and keep what was written."""
    workspace, text = site(request).workspace, text.replace("\r\n", "\n")
    try:
        loaded = save_profile(workspace, who, text)
    except ProfileError as error:
        proposed = jobs.job(workspace, who, job)
        told = UNTOLD | (proposed.told or {}) | {"text": text}
        wrong = in_words(error, workspace.path)
        return page(request, "job.html.j2", 422, job=proposed, told=told, final=True, wrong=wrong)
    jobs.ask(workspace, who, "ingest", {"upload": upload, "profile": loaded.profile.id})
    return RedirectResponse(f"/uploads/{upload}", 303)


def printed(
    request: Request, number: Number, slug: str, who: Overseer, language: Annotated[str, Form(max_length=2)] = "es"
) -> Response:
    """Ask for the statements of all workers of a grower from whom something is missing, to be printed."""
    if language not in ("es", "ht", "en"):
        raise Problem(422, "language", "Statements are written in Spanish, Haitian Creole and English.")
    grower = grower_of(look(request, number), slug)
    options = {"languages": [language], "grower": grower.grower_id}
    asked = {"run": number, "kind": "statement", "options": options}
    job = jobs.ask(site(request).workspace, who, "papers", asked)
    return RedirectResponse(f"/jobs/{job.id}", 303)
