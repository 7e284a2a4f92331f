"""A file while it arrives over the web: written piece by piece, in a thread, and only as long as it keeps coming."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from premium.web.bodies import takes
from premium.web.problems import Problem
from premium.web.site import site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from fastapi import Request

PIECE = 1 << 18
GRACE_S = 30.0
"""For how long a slow beginning is forgiven."""

FORMS = ("multipart/", "application/x-www-form-urlencoded")


class Writes(Protocol):
    """What a file is written to (`Receiving`, `Drafting`)."""

    def write(self, data: bytes) -> None:
        """Take the next bytes."""


async def arrive(request: Request, file: Writes) -> None:
    """Write a request's body to a file; it was looked before who asks, and nothing of the body was read yet.

    Raises:
        Problem: 413, it is too large; 408, it comes too slowly; 415, it is a form; 422, it is empty; 400, it broke off.
    """
    if request.headers.get("content-type", "").lower().startswith(FORMS):
        raise Problem(
            415, "form", "That is a form.", hint="Send the file's own bytes as application/octet-stream."
        )  # fmt: skip
    pending, came = bytearray(), False
    async for piece in pieces(request):
        came = came or bool(piece)
        pending += piece
        if len(pending) >= PIECE:
            await run_in_threadpool(file.write, bytes(pending))
            pending.clear()
    if not came:
        raise Problem(422, "empty", "body: there is nothing in it", hint="Send the file's own bytes.")
    await run_in_threadpool(file.write, bytes(pending))


async def pieces(request: Request) -> AsyncIterator[bytes]:
    """Give a body as it comes, up to the limit of an upload, and only as long as it keeps coming.

    Raises:
        Problem: 413, it is too large; 408, it comes too slowly; 400, it broke off.
    """
    settings = site(request).settings
    takes(request, settings.upload_bytes)
    began, came = time.monotonic(), 0
    body = aiter(request.stream())
    while True:
        try:
            with anyio.fail_after(settings.upload_silence_s):
                piece = await anext(body, None)
        except TimeoutError:
            raise _too_slow() from None
        except ClientDisconnect:
            raise Problem(400, "broke_off", "The body broke off.", hint="Send it again.") from None
        if piece is None:
            return
        came += len(piece)
        if came < settings.upload_least_per_s * (time.monotonic() - began - GRACE_S):
            raise _too_slow()
        yield piece


def _too_slow() -> Problem:
    return Problem(408, "too_slow", "The file comes too slowly.", hint="Send it from a better line, or in parts.")
