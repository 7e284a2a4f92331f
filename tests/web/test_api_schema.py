"""What the OpenAPI says is what is answered: schemathesis asks a little of everything here, and for long by `make`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from long_schemathesis import CONFIG, allowed
from made_web import PEOPLE, Web
from matrix import World, the_world
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from premium.web.api import jobs
from premium.web.api.errors import AT_ALL, AT_POST
from premium.web.api.openapi import openapi

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EACH = settings(
    max_examples=4, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="module")
def world(season_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = the_world(season_workspace, tmp_path_factory.mktemp("schema") / "workspace")
    yield made
    made.web.workspace.close()


@pytest.mark.parametrize("name", ["monitor", "alder", "bluebird"])
def test_nothing_is_answered_that_is_not_documented(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FOLLOWED_S", 0.3)
    app = world.web.app
    schema = schemathesis.openapi.from_dict(allowed(app, PEOPLE[name][0]), config=SchemathesisConfig.from_path(CONFIG))
    schema.app = app
    headers = {"Authorization": f"Bearer {world.keys[name]}", "Host": "testserver"}
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @EACH
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:  # noqa: ANN401 - a case of any kind
            nonlocal asked
            asked += 1
            case.call_and_validate(headers=headers)

        ask()
    assert asked > 30


def test_every_route_documents_what_any_route_can_answer(web: Web) -> None:
    for path, methods in openapi(web.app, "premium_session")["paths"].items():
        for method, said in methods.items():
            known = {int(status) for status in said["responses"]}
            assert set(AT_ALL) <= known, path
            if method == "post":
                assert set(AT_POST) <= known, path
                assert any(parameter["name"] == "Idempotency-Key" for parameter in said["parameters"]), path
            for status, answer in said["responses"].items():
                assert answer["content"], (path, status)
                if int(status) >= 400:
                    form = answer["content"]["application/json"]["schema"]["$ref"]
                    assert form == "#/components/schemas/ErrorAnswer"
