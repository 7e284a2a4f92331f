"""Accepting a run: from then on each buyer and each grower sees their own answer of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from premium.web.access import Monitor
from premium.web.pages.look import Number, look, show
from premium.web.site import site
from premium.workspace import jobs
from premium.workspace.runs import not_for_buyers
from premium.workspace.tables import PARTIES, User

if TYPE_CHECKING:
    from premium.web.settings import Settings


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/accept")(asked)
    routes.post("/runs/{number}/accept")(accepted)
    return routes


def asked(request: Request, number: Number, _: Monitor) -> Response:
    """Say who will see what, before it is so."""
    looked = look(request, number)
    with site(request).workspace.reading() as session:
        people = session.scalars(
            select(User).where(User.role.in_(list(PARTIES)), User.disabled_at.is_(None)).order_by(User.role, User.name)
        ).all()
    refused = not_for_buyers(site(request).workspace, number)
    return show(request, "accept.html.j2", looked, people=people, growers=looked.growers(), refused=refused)


def accepted(request: Request, number: Number, who: Monitor) -> Response:
    """Ask for the answers to be written; when they are, the run is accepted, and stays so."""
    job = jobs.ask(site(request).workspace, who, "accept", {"run": number})
    return RedirectResponse(f"/jobs/{job.id}", 303)
