"""Asking the API as a program does: with somebody's key, and a new Idempotency-Key for each thing to be done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi.testclient import TestClient

from premium.workspace.people import add_key

if TYPE_CHECKING:
    from httpx2 import Response
    from made_web import Web


@dataclass(frozen=True, slots=True)
class Program:
    """A program that holds somebody's key."""

    client: TestClient

    def get(self, path: str, **more: Any) -> Response:  # noqa: ANN401 - whatever the client takes
        """Ask for something."""
        return self.client.get(f"/api{path}", **more)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **more: Any) -> Response:  # noqa: ANN401
        """Send JSON, or bytes, under a key; a new one where none is given."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4()), **more.pop("headers", {})}
        if isinstance(body, bytes):
            return self.client.post(
                f"/api{path}", content=body, headers={"Content-Type": "application/octet-stream", **headers}, **more
            )
        return self.client.post(f"/api{path}", json=body, headers=headers, **more)


def program(web: Web, name: str) -> Program:
    """Return a program that may do what somebody may."""
    key = add_key(web.workspace, name, "test")
    headers = {"Authorization": f"Bearer {key}"}
    return Program(TestClient(web.app, follow_redirects=False, base_url="http://testserver", headers=headers))
