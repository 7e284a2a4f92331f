"""A fault: who asks is told that it is one; what the exception said is nowhere, not even in the server's own log."""

from __future__ import annotations

import logging
import re
import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn
from fastapi.responses import StreamingResponse

from premium.web.app import make_app
from premium.web.pages import render
from premium.web.settings import Settings
from premium.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from made_web import Web

SECRET = "worker W-007 got 12.34"  # noqa: S105 - what an exception might say of somebody


def raises() -> None:
    raise ValueError(SECRET)


def breaks_off() -> StreamingResponse:
    def pieces() -> Iterator[bytes]:
        yield b"some rows"
        raise ValueError(SECRET)

    return StreamingResponse(pieces())


@pytest.fixture
def url(season_workspace: Path) -> Iterator[str]:
    """Where a real server listens that has two routes at fault."""
    workspace = open_workspace(season_workspace)
    app = make_app(workspace, Settings())
    for path, route in (("/raises", raises), ("/api/raises", raises), ("/breaks-off", breaks_off)):
        app.add_api_route(path, route, response_model=None)
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        config = uvicorn.Config(app, log_config=None, log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
    workspace.close()


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """All that is logged, the server's own lines too."""
    caplog.set_level(logging.INFO)
    return caplog


def test_a_fault_is_answered_with_our_headers_and_logged_without_what_it_says(
    url: str, log: pytest.LogCaptureFixture
) -> None:
    for path, kind in (("/raises", "text/html; charset=utf-8"), ("/api/raises", "application/json")):
        answer = httpx.get(f"{url}{path}")
        assert (answer.status_code, answer.headers["content-type"]) == (500, kind)
        assert answer.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "This is a fault in premium." in answer.text
    said = "\n".join(log.handler.format(record) for record in log.records)
    assert SECRET not in said
    assert len(re.findall(r"fault: ValueError at .*test_faults\.py:\d+", said)) == 2
    assert re.search(r"GET /raises 500 \d+ ms -", said)
    assert "Traceback" not in said


def test_an_answer_that_was_begun_is_cut_off(url: str, log: pytest.LogCaptureFixture) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{url}/breaks-off")
    said = "\n".join(log.handler.format(record) for record in log.records)
    assert "fault: ValueError" in said
    assert SECRET not in said


def test_a_fault_whose_page_cannot_be_made_is_answered_all_the_same(
    web: Web, monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    client = web.client("monitor")

    def gone(*_: object) -> None:
        raise OSError(SECRET)

    monkeypatch.setattr(render, "environment", gone)
    answer = client.get("/jobs")
    assert (answer.status_code, answer.text) == (500, "This is a fault in premium. Please report it.")
    assert SECRET not in log.text
