"""Who may call what. Each route names its roles; one that names none stops the server's start.

Who may not call a route is answered as if it were not there; a stranger is told to sign in, whatever the address.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.concurrency import run_in_threadpool

from premium.errors import PremiumError
from premium.web.problems import Problem, nothing_here
from premium.web.site import site, who_asks
from premium.workspace.people import Who
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.routing import RouteContext

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"
FORM = "application/x-www-form-urlencoded"


class Allowed:
    """Lets in those of certain roles, and returns who they are.

    `streams` says that the handler reads the body itself, as it arrives, and checks the form's token then.
    """

    def __init__(self, *roles: Role, streams: bool = False) -> None:
        """Name the roles; there must be one."""
        self.roles, self.streams = frozenset(roles), streams

    async def __call__(self, request: Request) -> Who:
        """Return who asks.

        Raises:
            Problem: 401 for a stranger, 404 for somebody of another role, 403 for a form that is not ours.
        """
        who = await run_in_threadpool(who_asks, request)
        if who is None:
            raise Problem(401, "sign_in", "Sign in first.", headers={"WWW-Authenticate": "Bearer"})
        site(request).rates.hit("ask", who.id)
        if who.role not in self.roles:
            raise nothing_here()
        if request.method not in SAFE and who.csrf is not None:
            await self._is_ours(request, who.csrf)
        request.state.who = who
        return who

    async def _is_ours(self, request: Request, csrf: str) -> None:
        """See that a form was sent by a page of ours: a cookie comes along from anywhere, a token does not."""
        from_here(request)
        sent = request.headers.get(CSRF_HEADER)
        if sent is None and request.headers.get("content-type", "").startswith(FORM):
            field = (await request.form()).get("csrf")
            sent = field if isinstance(field, str) else None
        if sent is None and self.streams:
            return
        token_is_right(sent, csrf)


class Anyone:
    """Lets in everybody, signed in or not; for the sign-in itself, and what it looks like."""

    roles = frozenset(Role)

    async def __call__(self, request: Request) -> None:
        """See that what changes something comes from a page of ours."""
        if request.method not in SAFE:
            from_here(request)


MONITOR = Allowed(Role.MONITOR)
OVERSEERS = Allowed(Role.MONITOR, Role.WORKER_ORGANIZATION)
BUYER = Allowed(Role.BUYER)
GROWER = Allowed(Role.GROWER)
SIGNED_IN = Allowed(*Role)
ANYONE = Anyone()

Monitor = Annotated[Who, Depends(MONITOR)]
Overseer = Annotated[Who, Depends(OVERSEERS)]
Buyer = Annotated[Who, Depends(BUYER)]
Grower = Annotated[Who, Depends(GROWER)]
SignedInUser = Annotated[Who, Depends(SIGNED_IN)]


def token_is_right(sent: str | None, csrf: str) -> None:
    """See that a form carries its page's token.

    Raises:
        Problem: 403.
    """
    if sent is None or not hmac.compare_digest(sent.encode(), csrf.encode()):
        raise Problem(403, "csrf", "This form is too old, or not ours.", hint="Load the page again, and send it again.")


def from_here(request: Request) -> None:
    """See that a browser sends it from a page of this host.

    Raises:
        Problem: 403.
    """
    origin = request.headers.get("origin")
    ours = {f"{scheme}://{request.headers.get('host', '')}" for scheme in ("http", "https")}
    if (origin is not None and origin not in ours) or request.headers.get("sec-fetch-site") == "cross-site":
        raise Problem(
            403, "csrf", "This was sent from another site.", hint="Open the page here, and send it from there."
        )


@dataclass(frozen=True, slots=True)
class Door:
    """A route, and who may call it; `anyone` says that strangers may too."""

    methods: frozenset[str]
    path: str
    roles: frozenset[Role]
    anyone: bool


def doors(app: FastAPI) -> list[Door]:
    """Return every route with who may call it.

    Raises:
        PremiumError: a route names no roles: the server must not start.
    """
    routes = [r for r in iter_route_contexts(app.routes) if isinstance(r.original_route, APIRoute)]
    return [_door(route) for route in routes]


def _door(route: RouteContext) -> Door:
    calls = [d.call for d in route.dependant.dependencies if isinstance(d.call, Allowed | Anyone)]
    if len(calls) != 1:
        raise PremiumError(f"the route {route.path} does not say who may call it", hint="this is a fault in premium")
    return Door(frozenset(route.methods or ()), route.path or "", calls[0].roles, isinstance(calls[0], Anyone))
