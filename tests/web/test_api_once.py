"""The Idempotency-Key: needed on every POST, done once, and refused for something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from api_client import Program, program
from made_web import Web
from matrix import ASKS, CSV

from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import once
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from workspaces import Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = a_place(tmp_path / "workspace")
    yield made
    made.workspace.close()


@pytest.fixture
def monitor(place: Place) -> Program:
    return program(Web(make_app(place.workspace, Settings(hosts=("testserver",))), place.workspace), "monitor")


@pytest.mark.parametrize("route", [route for route in ASKS if route.startswith("POST /api/")])
def test_no_post_is_done_without_one(route: str, route_client: Program) -> None:
    path = ASKS[route].query
    address = route.partition(" ")[2].replace("{number}", "1").replace("{table}", "findings")
    address = address.replace("{upload}", "0" * 16).replace("{job}", "0" * 16) + path
    if address.startswith(("/api/answers", "/api/checks")):
        pytest.skip("it is for buyers and growers")
    for key in ("", " ", "é", "a" * 201):
        answer = route_client.client.post(address, headers=[(b"Idempotency-Key", key.encode())], **ASKS[route].body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "no_key")


@pytest.fixture(scope="module")
def route_client(web: Web) -> Program:
    return program(web, "monitor")


def test_the_same_key_and_body_are_done_once_and_answered_the_same(monitor: Program) -> None:
    first, again = (monitor.post("/runs", {"as_of": "2026-04-15"}, key="one") for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.json() == again.json()
    assert len(monitor.get("/jobs").json()["jobs"]) == 1


def test_the_same_key_with_another_body_or_address_is_a_conflict(monitor: Program) -> None:
    monitor.post("/runs", {"as_of": "2026-04-15"}, key="one")
    for path, body in (("/runs", {"as_of": "2026-04-16"}), ("/profiles", {"text": "id = 1"})):
        answer = monitor.post(path, body, key="one")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "other_body")


def test_of_an_upload_the_bytes_count_and_its_name(monitor: Program) -> None:
    first = monitor.post("/uploads?name=growers.csv", CSV, key="file")
    assert monitor.post("/uploads?name=growers.csv", CSV, key="file").json() == first.json()
    assert monitor.post("/uploads?name=growers.csv", CSV + b"\n", key="file").status_code == 409
    assert monitor.post("/uploads?name=others.csv", CSV, key="file").status_code == 409
    assert len(monitor.get("/uploads").json()["uploads"]) == 1


def test_two_people_may_choose_the_same_key(place: Place, monitor: Program) -> None:
    web = Web(monitor.client.app, place.workspace)  # type: ignore[arg-type]
    grower = program(web, "grower")
    first = monitor.post("/uploads?name=growers.csv", CSV, key="one").json()
    second = grower.post("/uploads?name=receipts.csv", CSV, key="one").json()
    assert first["upload"]["id"] != second["upload"]["id"]


def test_what_failed_may_be_tried_again_under_its_key(monitor: Program) -> None:
    refused = monitor.post("/uploads/0123456789abcdef/guess", {}, key="one")
    assert refused.status_code == 404
    assert monitor.post("/runs", {"as_of": "2026-04-15"}, key="one").status_code == 202


def test_what_is_being_done_is_said_to_be(monitor: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = []
    finish = once.finish

    def asked_meanwhile(*more: object) -> None:
        monkeypatch.setattr(once, "finish", finish)
        answers.append(monitor.post("/runs", {"as_of": "2026-04-15"}, key="one"))
        finish(*more)  # type: ignore[arg-type]

    monkeypatch.setattr(once, "finish", asked_meanwhile)
    assert monitor.post("/runs", {"as_of": "2026-04-15"}, key="one").status_code == 202
    assert (answers[0].status_code, answers[0].json()["error"]["code"]) == (409, "being_done")


def test_no_answer_of_a_question_about_a_worker_is_kept(season_workspace: Path, route_client: Program) -> None:
    for path, body in (
        ("/runs/1/workers/explanation", {"worker_id": "0074"}),
        ("/runs/1/tables/findings/search", {"filters": {"worker_id": ["0074"]}}),
    ):
        first, again = (route_client.post(path, body, key=path.replace("/", "-")) for _ in range(2))
        assert first.status_code == 200
        assert first.json() == again.json()
    assert b"0074" not in (season_workspace / "premium.sqlite").read_bytes()
