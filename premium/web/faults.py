"""What nobody expected is answered here and goes no further: what an exception says may hold what stood in a file."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

FAULT = logging.getLogger("premium.web")
SAID, PLEASE = "This is a fault in premium.", "Please report it."


class Faults:
    """ASGI middleware, the innermost of all: what is answered has our headers, and our log says that it was a 500."""

    def __init__(self, app: ASGIApp, answer: Callable[[Request], Response]) -> None:
        """Wrap an app; `answer` makes the answer to a fault."""
        self._app, self._answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; an answer that was begun is cut off, so that nobody takes it for whole."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is left to be answered
        except Exception as error:  # noqa: BLE001 - whatever it is, the server's log must not tell it
            note(error)
            if not begun:
                await (await run_in_threadpool(self._answered, Request(scope, receive)))(scope, receive, send)

    def _answered(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except Exception as error:  # noqa: BLE001 - such as a database that is gone, which the page asks too
            note(error)
            return PlainTextResponse(f"{SAID} {PLEASE}", 500)


def note(error: Exception) -> None:
    """Write an exception's kind and place to the log, and nothing of what it says."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
    FAULT.error("fault: %s at %s", type(error).__name__, place)
