"""Files that arrive over the web: limited while they come, a few at a time, and nobody held up by anybody else."""

from __future__ import annotations

import asyncio
import socket
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest
from api_client import program
from live_web import Live, live
from made_web import Web
from matrix import CSV

from premium.web.app import make_app
from premium.web.settings import Settings
from premium.web.slots import Slots
from premium.workspace import open_workspace
from premium.workspace.people import add_key
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

MB = 1 << 20
LIMIT = 4 * MB
SETTINGS = Settings(hosts=("testserver",))


def a_web(folder: Path, settings: Settings = SETTINGS) -> Web:
    workspace = a_place(folder).workspace
    return Web(make_app(workspace, settings), workspace)


def test_more_than_the_limit_is_refused_whatever_was_announced_and_nothing_is_kept(tmp_path: Path) -> None:
    web = a_web(tmp_path / "workspace", replace(SETTINGS, upload_bytes=1000))
    monitor = program(web, "monitor")
    pieces = (b"x" * 600 for _ in range(2))
    headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": "pieces"}
    unannounced = monitor.client.post("/api/uploads?name=a.csv", content=pieces, headers=headers)
    announced = monitor.post("/uploads?name=a.csv", b"x" * 1001)
    for answer in (unannounced, announced):
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert monitor.post("/uploads?name=a.csv", b"x" * 1000).status_code == 202
    assert len(list((web.workspace.path / "received").iterdir())) == 1
    web.workspace.close()


def test_a_body_that_is_not_a_file_has_a_small_limit_of_its_own(tmp_path: Path) -> None:
    web = a_web(tmp_path / "workspace", replace(SETTINGS, body_bytes=1000))
    answer = program(web, "monitor").post("/profiles", {"text": "x" * 1001})
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    web.workspace.close()


def test_nothing_of_a_strangers_body_is_read(tmp_path: Path) -> None:
    web = a_web(tmp_path / "workspace")
    read = []

    sent: list[dict[str, object]] = []

    async def receive() -> dict[str, object]:
        read.append(1)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/api/uploads", "raw_path": b"/api/uploads",
        "query_string": b"name=a",
        "headers": [(b"host", b"testserver"), (b"idempotency-key", b"one")], "http_version": "1.1", "scheme": "http",
        "server": ("testserver", 80), "client": ("127.0.0.1", 1), "asgi": {"version": "3.0"}, "root_path": "",
    }  # fmt: skip
    asyncio.run(web.app(scope, receive, send))  # type: ignore[arg-type]
    assert (sent[0]["status"], read) == (401, [])
    web.workspace.close()


def test_a_form_and_an_empty_body_are_refused_in_words(tmp_path: Path) -> None:
    web = a_web(tmp_path / "workspace")
    monitor = program(web, "monitor")
    form = monitor.post("/uploads?name=a.csv", b"a=1", headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (form.status_code, form.json()["error"]["code"]) == (415, "form")
    empty = monitor.post("/uploads?name=a.csv", b"")
    assert (empty.status_code, empty.json()["error"]["code"]) == (422, "empty")
    web.workspace.close()


def test_nobody_takes_all_the_room() -> None:
    room = Slots(4)
    with room.one("a"), room.one("a"):
        with pytest.raises(Exception, match="at once"), room.one("a"):
            pass
        with room.one("b"), room.one("b"), pytest.raises(Exception, match="at once"), room.one("c"):
            pass
    with room.one("a"), room.one("a"):
        pass


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Live, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("api-uploads") / "workspace"
    a_place(folder).workspace.close()
    workspace = open_workspace(folder)
    keys = {name: add_key(workspace, name, "test") for name in ("monitor", "grower")}
    workspace.close()
    with live(folder, upload_bytes=LIMIT, upload_silence_s=2.0) as server:
        yield server, keys


def headers(key: str) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {key}", "Idempotency-Key": str(uuid.uuid4()),
        "Content-Type": "application/octet-stream",
    }  # fmt: skip


def test_two_hundred_uploads_over_the_limit_at_once_leave_memory_bounded_and_the_server_answering(
    served: tuple[Live, dict[str, str]],
) -> None:
    server, keys = served
    httpx.get(f"{server.url}/api/me", headers=headers(keys["monitor"]))
    before = server.resident_bytes()

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(32):
            yield b"x" * (MB // 4)

    async def one(client: httpx.AsyncClient) -> int:
        try:
            answer = await client.post("/api/uploads?name=a.csv", content=pieces(), headers=headers(keys["monitor"]))
        except httpx.TransportError:
            return 0  # it was answered before it was read, and the line closed
        return answer.status_code

    async def many() -> tuple[list[int], list[int]]:
        limits = httpx.Limits(max_connections=400)
        async with httpx.AsyncClient(base_url=server.url, timeout=120, limits=limits) as client:
            sending = [asyncio.create_task(one(client)) for _ in range(200)]
            meanwhile = []
            while not all(task.done() for task in sending):
                meanwhile.append((await client.get("/api/me", headers=headers(keys["grower"]))).status_code)
            return [task.result() for task in sending], meanwhile

    answers, meanwhile = asyncio.run(many())
    assert set(answers) <= {0, 413, 503}
    assert 413 in answers
    assert meanwhile
    assert set(meanwhile) == {200}
    assert server.resident_bytes("VmHWM") - before < 200 * LIMIT // 8
    assert httpx.get(f"{server.url}/api/me", headers=headers(keys["monitor"])).status_code == 200


def test_who_sends_slowly_holds_nobody_up_and_is_let_go(served: tuple[Live, dict[str, str]]) -> None:
    server, keys = served
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(2)]
    for line in slow:
        said = "".join(f"{name}: {value}\r\n" for name, value in headers(keys["monitor"]).items())
        first = "POST /api/uploads?name=slow.csv HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        line.sendall(f"{first}{said}Content-Length: 1000\r\n\r\nx".encode())
    content = CSV.replace(b"alder-bend", b"alder-farm")
    grower = httpx.post(
        f"{server.url}/api/uploads?name=growers.csv", content=content, headers=headers(keys["grower"]), timeout=60
    )
    assert grower.status_code == 202
    for line in slow:
        line.settimeout(60)
        assert b" 408 " in line.recv(4096).partition(b"\r\n")[0]
        line.close()
    again = httpx.post(
        f"{server.url}/api/uploads?name=a.csv", content=b"x", headers=headers(keys["monitor"]), timeout=60
    )
    assert again.status_code == 202
