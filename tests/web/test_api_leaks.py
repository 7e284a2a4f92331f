"""No worker in any answer that a buyer can get, in any address that an answer names, or in any line of the log."""

from __future__ import annotations

import io
import json
import logging
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest
from api_client import Program, program
from made_web import PEOPLE
from matrix import ASKS, World, the_world
from test_role_matrix import asked

from premium.web.access import doors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from made_web import Web

WORD = re.compile(r"[\w-]+")
ADDRESS = re.compile(r"""(?:href|action|src|hx-get|hx-post|formaction)=["']([^"']*)|"(/[^" ]*)\"""")
BUYERS = ("bluebird", "cobalt")
DAYS_AND_NUMBERS = frozenset({"2025", "2026"})


@pytest.fixture(scope="module")
def world(season_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = the_world(season_workspace, tmp_path_factory.mktemp("leaks") / "workspace")
    yield made
    made.web.workspace.close()


@pytest.fixture(scope="module")
def workers(world: World) -> frozenset[str]:
    """Every identifier of a worker, of a line and of a check in the sample."""
    opened = world.web.app.state.site.shelf.opened(1)
    found = opened.rows("SELECT DISTINCT worker_id, line_id, check_id FROM payroll")
    names = frozenset(str(value) for row in found for value in row.values() if value is not None)
    assert len(names) > 1000
    return names


def words(text: str) -> set[str]:
    return set(WORD.findall(text))


def texts_of(asks: Program, path: str) -> Iterator[str]:
    """Give a table's content as text, in each of its formats."""
    yield asks.get(f"{path}?limit=1000").text
    yield asks.get(f"{path}.csv").text
    yield pl.read_parquet(io.BytesIO(asks.get(f"{path}.parquet").content)).write_json()
    sheet = openpyxl.load_workbook(io.BytesIO(asks.get(f"{path}.xlsx").content)).active
    assert sheet is not None
    yield json.dumps([[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)])


@pytest.mark.parametrize("name", BUYERS)
def test_no_worker_line_or_check_is_in_anything_that_a_buyer_can_get(
    name: str, world: World, workers: frozenset[str]
) -> None:
    buyer = program(world.web, name)
    tables = [table["name"] for table in buyer.get("/answers/1/tables").json()["tables"]]
    assert tables
    for table in tables:
        for text in texts_of(buyer, f"/answers/1/tables/{table}"):
            assert not numbers_aside(text) & workers
    for route, ask in ASKS.items():
        answer = asked(world, route, ask, ask.own(world, name), name)
        if "/openapi.json" not in route and not route.endswith(" /api"):
            assert not numbers_aside(answer.text) & workers, route


def numbers_aside(text: str) -> set[str]:
    """Return the words of a text that are no plain number of JSON: a count of 214 workers is not worker 214."""
    return words(re.sub(r"(?<![\w\"'-])-?\d+(?:\.\d+)?(?![\w\"'-])", " ", text))


def test_no_address_in_any_answer_names_a_worker(world: World, workers: frozenset[str]) -> None:
    routes = {f"{method} {door.path}": door for door in doors(world.web.app) for method in door.methods}
    seen = 0
    for route, ask in ASKS.items():
        for name in PEOPLE:
            if PEOPLE[name][0] not in routes[route].roles:
                continue
            answer = asked(world, route, ask, ask.own(world, name), name)
            found = [a or b for a, b in ADDRESS.findall(answer.text)] + [answer.headers.get("location", "")]
            seen += len(found)
            for address in found:
                assert not words(address) & (workers - DAYS_AND_NUMBERS), (route, address)
    assert seen > 1000


def test_no_line_of_any_log_names_a_worker_or_holds_an_address(
    world: World, workers: frozenset[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for route, ask in ASKS.items():
            for name in ("monitor", "alder", "bluebird"):
                asked(world, route, ask, ask.own(world, name), name)
        monitor = program(world.web, "monitor")
        for path in ("/runs/1/tables/findings?worker_id=0074", "/runs/1/findings/0074/explanation"):
            monitor.get(path)
        monitor.post("/runs/1/tables/findings/search", {"filters": {"worker_id": ["0074"]}})
        monitor.post("/runs/1/workers/explanation", {"worker_id": "0074"})
        monitor.post("/runs/1/workers/explanation", {"worker_id": "not-a-worker"})
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    ours = [line for line in lines if "ms" in line]
    assert len(ours) > 100
    for line in lines:
        said = words(re.sub(r" \d{3} \d+ ms ", " ", line))
        assert not said & workers, line
        assert "?" not in line
        assert "not-a-worker" not in line


def test_an_error_about_a_worker_does_not_say_which(web: Web) -> None:
    monitor = program(web, "monitor")
    said: list[Any] = [
        monitor.post("/runs/1/workers/explanation", {"worker_id": "nobody-0074"}),
        monitor.post("/runs/1/workers/explanation", {"worker_id": 74}),
        monitor.post("/runs/1/tables/pools/search", {"filters": {"worker_id": ["nobody-0074"]}}),
    ]
    assert [answer.status_code for answer in said] == [404, 422, 422]
    assert not any("0074" in answer.text for answer in said)
