"""Where everybody begins, and the list of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import func, select

from premium.web.access import Overseer, SignedInUser
from premium.web.pages.parties import answered
from premium.web.pages.render import ROOTS, page
from premium.web.site import site
from premium.workspace.runs import runs as listed
from premium.workspace.tables import PARTIES, Run

if TYPE_CHECKING:
    from premium.web.settings import Settings

PAGE = 50


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/")(begins)
    routes.get("/runs")(runs)
    routes.get("/compare")(chosen)
    return routes


def begins(request: Request, who: SignedInUser) -> Response:
    """Go to the newest run, or the newest answer; where there is none, say how one comes about."""
    if who.role in PARTIES:
        told = answered(request, who)
        address = f"{ROOTS[who.role]}/{told[0].number}" if told else None
        return RedirectResponse(address, 303) if address else page(request, "home.html.j2")
    with site(request).workspace.reading() as session:
        newest = session.scalar(select(func.max(Run.number)))
    return page(request, "home.html.j2") if newest is None else RedirectResponse(f"/runs/{newest}", 303)


def runs(
    request: Request, who: Overseer, before: Annotated[int | None, Query(ge=1, le=999_999_999)] = None
) -> Response:
    """List the runs, the newest first, with a form to compare two of them."""
    found = listed(site(request).workspace, who, before=before, most=PAGE)
    return page(request, "runs.html.j2", found=found)


def chosen(
    _: Overseer,
    older: Annotated[int, Query(ge=1, le=999_999_999)],
    newer: Annotated[int, Query(ge=1, le=999_999_999)],
) -> Response:
    """Go to the comparison of two runs that a form chose."""
    first, second = sorted((older, newer))
    return RedirectResponse(f"/runs/{first}/compare/{second}", 303)
