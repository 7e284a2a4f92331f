"""How much may be sent: counted while it arrives, whatever was announced, before anything reads it.

A handler that takes files says so (`takes`), once it knows who asks; all others take a form's or a question's size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from premium.web.problems import Problem

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

KEY = "premium.body"
MB = 1 << 20


@dataclass(slots=True)
class Limit:
    """What one request may send, in bytes; and what it has sent."""

    most: int
    came: int = 0


def takes(request: Request, most: int) -> None:
    """Let this request send up to `most` bytes."""
    request.scope[KEY].most = most


def too_large(most: int) -> Problem:
    """Return the answer to more than may be sent."""
    said = f"{most // MB:,} MB" if most >= MB else f"{most:,} bytes"
    return Problem(413, "too_large", f"That is larger than {said}.", hint="Send less at once.")


class Bodies:
    """ASGI middleware that counts."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        """Wrap an app; `most` is what a handler takes that says nothing."""
        self._app, self._most = app, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; more bytes than may be sent are a Problem in whoever reads them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = scope[KEY] = Limit(self._most)
        announced = Headers(scope=scope).get("content-length", "")
        announced_bytes = int(announced) if announced.isascii() and announced.isdigit() else 0
        answered = False

        async def counted() -> Message:
            if announced_bytes > limit.most and not answered:
                raise too_large(limit.most)
            message = await receive()
            limit.came += len(message.get("body", b""))
            if limit.came > limit.most and not answered:
                raise too_large(limit.most)
            return message

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        await self._app(scope, counted, watched)
