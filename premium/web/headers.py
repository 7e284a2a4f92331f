"""What every answer tells the browser: run only what comes from here, keep nothing, tell nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STATIC = "/static/"
A_YEAR = "public, max-age=31536000, immutable"
KEPT = frozenset({200, 206, 304})
"""What is answered where a file is there, or is still what the browser has; that one is not there may change."""

HTTPS_ONLY = "max-age=31536000"


class Headers:
    """ASGI middleware that adds them."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        """Wrap an app; `secure` says that it is reached over HTTPS."""
        self._app, self._secure = app, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                kept = scope["path"].startswith(STATIC) and message["status"] in KEPT
                headers.setdefault("Cache-Control", A_YEAR if kept else "no-store")
                if self._secure:
                    headers.setdefault("Strict-Transport-Security", HTTPS_ONLY)
            await send(message)

        await self._app(scope, receive, with_headers)
