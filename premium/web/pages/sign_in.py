"""Signing in and out, and choosing a language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import func, select

from premium.web.access import ANYONE, SignedInUser
from premium.web.pages.render import LANGUAGE, page
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace import people
from premium.workspace.tables import User

if TYPE_CHECKING:
    from premium.web.settings import Settings

A_YEAR_S = 31_536_000
NAME_AT_MOST, PASSWORD_AT_MOST = 200, people.LONGEST


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/sign-in", dependencies=[Depends(ANYONE)])(shown)
    routes.post("/sign-in", dependencies=[Depends(ANYONE)])(signed_in)
    routes.post("/sign-out")(signed_out)
    routes.post("/language/{language}", dependencies=[Depends(ANYONE)])(spoken)
    return routes


def shown(request: Request) -> Response:
    """Show the form, or, where nobody may come in yet, how somebody is let in."""
    with site(request).workspace.reading() as session:
        people_here = session.scalar(select(func.count()).select_from(User)) or 0
    return page(
        request, "sign_in.html.j2", people=people_here, wrong=False, open_id=site(request).settings.open_id is not None
    )


def signed_in(
    request: Request,
    name: Annotated[str, Form(max_length=NAME_AT_MOST)],
    password: Annotated[str, Form(max_length=PASSWORD_AT_MOST)],
) -> Response:
    """Begin a session where name and password go together."""
    here = site(request)
    here.rates.hit("sign_in", f"from {request.client.host if request.client else '-'}")
    here.rates.hit("sign_in", f"as {name.strip().casefold()}")
    token = people.sign_in(here.workspace, name, password)
    if token is None:
        by_provider = here.settings.open_id is not None
        return page(request, "sign_in.html.j2", 401, people=1, wrong=True, open_id=by_provider)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(here.cookie, token, httponly=True, samesite="lax", secure=here.settings.secure, path="/")
    return answer


def signed_out(request: Request, _: SignedInUser) -> Response:
    """End the session."""
    here = site(request)
    token = request.cookies.get(here.cookie)
    if token:
        people.end_session(here.workspace, token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(here.cookie, httponly=True, samesite="lax", secure=here.settings.secure, path="/")
    return answer


def spoken(request: Request, language: str, back: Annotated[str, Form(max_length=2000)] = "/") -> Response:
    """Speak another language from now on."""
    if language not in people.LANGUAGES:
        raise nothing_here()
    # Only an address of this site: `//elsewhere` and `/\elsewhere` are none.
    safe = back if back.startswith("/") and back[1:2] not in ("/", "\\") and back.isprintable() else "/"
    answer = RedirectResponse(safe, 303)
    answer.set_cookie(LANGUAGE, language, max_age=A_YEAR_S, samesite="lax", secure=site(request).settings.secure)
    return answer
