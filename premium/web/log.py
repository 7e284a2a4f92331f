"""The server's log: when, what kind of address, what was answered, how long it took, and who asked, by their user's id.

It holds the route's template and never the address itself, nor a query, a form, a name or an IP.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCESS = logging.getLogger("premium.web.access")
NO_ANSWER = 499
"""What the log says where the client was gone before it was answered."""


class Log:
    """ASGI middleware that writes a line for each request."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an app."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and write the line."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), NO_ANSWER

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            who = scope.get("state", {}).get("who")
            took = round(1000 * (time.monotonic() - started))
            ACCESS.info("%s %s %s %d ms %s", scope["method"], template_of(scope), status, took, who.id if who else "-")


def template_of(scope: Scope) -> str:
    """Return the template of the route that answered, such as `/runs/{number}`; `-` where none did."""
    route = scope.get("route")
    return str(getattr(route, "path", "-"))
