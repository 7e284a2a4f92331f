"""Accepting a run: from then on each buyer and each grower sees their own answer of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from premium.web.access import Monitor
from premium.web.pages.look import Number, look, show
from premium.web.site import site
from premium.workspace import answers
from premium.workspace.tables import PARTIES, Deed, Run, User, now

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
    return show(request, "accept.html.j2", looked, people=people, growers=looked.growers())


def accepted(request: Request, number: Number, who: Monitor) -> Response:
    """Write the answers, and note who accepted; a run that is accepted stays so."""
    workspace = site(request).workspace
    look(request, number)
    answers.write(workspace, number)
    with workspace.writing() as session:
        run = session.get_one(Run, number)
        if run.accepted_at is None:
            run.accepted_at, run.accepted_by = now(), who.id
            session.add(Deed(user_id=who.id, what="run_accepted", about=str(number)))
    return RedirectResponse(f"/runs/{number}", 303)
