"""What every request can reach: the workspace, the settings, the runs that are open, and who asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from premium.workspace.people import by_key, by_session

if TYPE_CHECKING:
    from fastapi import Request

    from premium.web.rates import Rates
    from premium.web.settings import Settings
    from premium.web.slots import Slots
    from premium.workspace import Workspace
    from premium.workspace.people import Who
    from premium.workspace.shelf import Shelf

COOKIE = "premium_session"
BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Site:
    """The one web that this process serves."""

    workspace: Workspace
    settings: Settings
    shelf: Shelf
    rates: Rates
    room: Slots
    """Room for files that arrive, whichever door they come by."""

    papers: Slots
    """Room for papers that are made while one waits: each has an engine of its own."""

    @property
    def cookie(self) -> str:
        """Return the session cookie's name; over HTTPS no other host or path can set it."""
        return f"__Host-{COOKIE}" if self.settings.secure else COOKIE


def site(request: Request) -> Site:
    """Return the site that a request came to."""
    return cast("Site", request.app.state.site)


def who_asks(request: Request) -> Who | None:
    """Return who asks, by the session's cookie or by a key; None for a stranger. It blocks: call it from a thread."""
    here = site(request)
    authorization = request.headers.get("authorization", "")
    if authorization[: len(BEARER)].lower() == BEARER:
        return by_key(here.workspace, authorization[len(BEARER) :].strip())
    token = request.cookies.get(here.cookie)
    return by_session(here.workspace, token) if token else None
