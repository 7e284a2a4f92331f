"""Every route of the app, by every role, for what is their own and what is another's, and by strangers."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from made_web import PEOPLE
from matrix import ASKS, OTHER, Ask, World, the_world

from premium.web.access import doors
from premium.web.api.openapi import openapi
from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.tables import PARTIES, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from httpx2 import Response

    from premium.web.access import Door

SEES_ALL = {
    "/api/runs/{number}": {Role.MONITOR, Role.WORKER_ORGANIZATION},
    "/api/answers/{number}/tables": set(),
}
"""Who may see what is another's there; elsewhere it is monitors."""


@pytest.fixture(scope="module")
def world(season_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = the_world(season_workspace, tmp_path_factory.mktemp("matrix") / "workspace")
    yield made
    made.web.workspace.close()


@pytest.fixture(scope="module")
def routes(world: World) -> dict[str, Door]:
    return {f"{method} {door.path}": door for door in doors(world.web.app) for method in door.methods}


def asked(world: World, route: str, ask: Ask, params: Mapping[str, object], who: str | None) -> Response:
    """Ask a route as somebody, by their key; POSTs are each sent under a new Idempotency-Key."""
    method, _, path = route.partition(" ")
    headers = {
        "Idempotency-Key": str(uuid.uuid4()),
        **({} if who is None else {"Authorization": f"Bearer {world.keys[who]}"}),
    }
    if "content" in ask.body:
        headers["Content-Type"] = "application/octet-stream"
    client = TestClient(world.web.app, follow_redirects=False, base_url="http://testserver")
    return client.request(method, path.format(**params) + ask.query, headers=headers, **ask.body)


def test_every_route_is_in_the_matrix_and_nothing_else_is(routes: dict[str, Door]) -> None:
    assert set(routes) == set(ASKS)


@pytest.mark.parametrize("route", ASKS)
@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_is_let_in_to_their_own_and_nobody_else_learns_that_it_is_there(
    route: str, who: str, world: World, routes: dict[str, Door]
) -> None:
    ask, door, role = ASKS[route], routes[route], PEOPLE[who][0]
    answer = asked(world, route, ask, ask.own(world, who), who)
    if role not in door.roles:
        assert answer.status_code == 404, answer.text[:300]
    else:
        assert answer.status_code < 400 or answer.status_code in ask.ends, answer.text[:300]
    is_documented(world, route, answer)


@pytest.mark.parametrize("route", [route for route, ask in ASKS.items() if ask.others is not None])
@pytest.mark.parametrize("who", PEOPLE)
def test_what_is_anothers_is_as_if_it_were_not_there(
    route: str, who: str, world: World, routes: dict[str, Door]
) -> None:
    ask, door, role = ASKS[route], routes[route], PEOPLE[who][0]
    assert ask.others is not None
    answer = asked(world, route, ask, ask.others(world, who), who)
    sees = role in door.roles and role in SEES_ALL.get(door.path, {Role.MONITOR})
    assert sees or role not in PARTIES or who in OTHER
    assert (answer.status_code != 404) == sees, answer.text[:300]
    is_documented(world, route, answer)


@pytest.mark.parametrize("route", ASKS)
def test_a_stranger_is_told_to_sign_in_whatever_they_ask(route: str, world: World, routes: dict[str, Door]) -> None:
    answer = asked(world, route, ASKS[route], ASKS[route].own(world, "monitor"), None)
    if routes[route].anyone:
        assert answer.status_code in {200, 303, 401}
    elif route.partition(" ")[2].startswith("/api/"):
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    is_documented(world, route, answer)


def test_what_is_not_there_and_what_is_anothers_are_told_in_the_same_words(world: World) -> None:
    said = set()
    for params in ({"number": 2}, {"number": 99}):
        for route in ("GET /api/runs/{number}", "GET /api/answers/{number}/tables"):
            said.add(asked(world, route, ASKS[route], params, "alder").text)
    for route in ("GET /api/uploads/{upload}", "GET /api/jobs/{job}"):
        ask = ASKS[route]
        assert ask.others is not None
        said.add(asked(world, route, ask, ask.others(world, "alder"), "alder").text)
        said.add(asked(world, route, ask, {"upload": "0" * 16, "job": "0" * 16}, "alder").text)
    assert len(said) == 1


def test_a_route_without_roles_stops_the_start(season_workspace: Path) -> None:
    workspace = open_workspace(season_workspace)
    app = make_app(workspace, Settings())
    app.get("/open")(lambda: "anybody")
    with pytest.raises(Exception, match="/open does not say who may call it"):
        doors(app)
    workspace.close()


def is_documented(world: World, route: str, answer: Response) -> None:
    """See that an answer of the API is one that its OpenAPI knows."""
    method, _, path = route.partition(" ")
    said = openapi(world.web.app, "premium_session")["paths"].get(path, {}).get(method.lower())
    if said is not None:
        documented = said["responses"][str(answer.status_code)]
        assert answer.headers["content-type"].partition(";")[0] in documented["content"]


OPEN_TO_PARTIES = """
    /api /api/openapi.json /api/me /api/runs /api/runs/{number} /api/answers/{number}/tables
    /api/answers/{number}/tables/{table} /api/answers/{number}/tables/{table}/search /api/uploads /api/uploads/{upload}
    /api/uploads/{upload}/ingest /api/jobs /api/jobs/{job} /api/jobs/{job}/events /api/jobs/{job}/cancel
    /sign-in /sign-out /language/{language} / /program
    /uploads /uploads/{upload_id} /uploads/{upload_id}/bring
    /jobs/{job_id} /jobs/{job_id}/cancel /jobs/{job_id}/papers/{place}
"""
"""Written out once more, so that a route which opens to buyers by mistake is seen."""

OF_BUYERS = """
    /answers/{number} /answers/{number}.csv /answers/{number}/certificate.pdf
    /answers/{number}/certificates.json /answers/{number}/growers/{slug}
"""
OF_GROWERS = """
    /api/checks /api/checks/{job} /check /check/{job_id} /own/{number} /own/{number}/periods/{period}
    /own/{number}/workers /own/{number}/workers/{token} /own/{number}/look-up /own/{number}/findings
    /own/{number}/findings/{finding} /own/{number}/rejects /own/{number}/files/{file}/rows/{row}
"""


def test_buyers_and_growers_may_ask_these_and_nothing_else(routes: dict[str, Door]) -> None:
    for role, more in ((Role.BUYER, OF_BUYERS), (Role.GROWER, OF_GROWERS)):
        expected = {*OPEN_TO_PARTIES.split(), *more.split()}
        assert {door.path for door in routes.values() if role in door.roles} == expected
    assert {route for route, door in routes.items() if door.path == "/api/runs" and Role.GROWER in door.roles} == {
        "GET /api/runs"
    }
