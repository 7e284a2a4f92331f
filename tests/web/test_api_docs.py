"""What docs/api.md and the page of the API tell is so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.web.access import doors
from premium.web.api.openapi import openapi
from premium.web.api.shown import operations

if TYPE_CHECKING:
    from made_web import Web

DOCS = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
CURL = re.compile(r"curl (?:.*\\\n)*.*")
ADDRESS = re.compile(r"http://localhost:8017(/api[^\s'`]*)")
NAMED = re.compile(r"`(GET|POST) (/api[^`]*)`")


def paths(web: Web) -> dict[str, re.Pattern[str]]:
    """Return each route of the API, `METHOD path`, with what addresses it takes."""
    return {
        f"{method} {door.path}": re.compile(re.sub(r"\{[^}]*\}", "[^/]+", door.path))
        for door in doors(web.app)
        for method in door.methods
        if door.path.startswith("/api")
    }


def test_each_line_for_the_shell_in_the_docs_is_one_that_the_api_takes(web: Web) -> None:
    known = paths(web)
    lines = CURL.findall(DOCS)
    assert len(lines) > 12
    for line in lines:
        found = ADDRESS.search(line)
        assert found is not None, line
        method = "POST" if " -d " in line or "--data" in line else "GET"
        path = found[1].partition("?")[0]
        assert any(route.startswith(method) and taken.fullmatch(path) for route, taken in known.items()), line
        assert ("Idempotency-Key" in line) == (method == "POST"), line


def test_each_route_that_the_docs_name_is_there(web: Web) -> None:
    known = paths(web)
    for method, path in NAMED.findall(DOCS):
        assert f"{method} {path}" in known


def test_the_page_shows_every_operation_with_a_line_for_the_shell_and_no_script(web: Web) -> None:
    said = openapi(web.app, "premium_session")
    shown = operations(said, "http://testserver/")
    text = web.client("alder").get("/api").text
    for operation in shown:
        assert f'<section aria-labelledby="{operation.id}">' in text
        assert "{" not in operation.curl.split(" -d ")[0], operation.curl
    assert len({operation.id for operation in shown}) == len(shown)
    assert "onclick" not in text
    assert "style=" not in text
    assert text.count("<script") == text.count('<script src="/static/')


@pytest.mark.parametrize("name", ["monitor", "organization", "bluebird", "alder"])
def test_whoever_is_signed_in_may_read_it(name: str, web: Web) -> None:
    assert web.client(name).get("/api/openapi.json").json()["openapi"].startswith("3.1")
    assert web.client().get("/api/openapi.json").status_code == 401
