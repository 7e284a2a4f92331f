"""One workspace for all tests of the web that only look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from made_pages import Crawled, crawl, made_evil
from made_web import Web, made

from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def season_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the workspace lies; tests that change it copy it."""
    place = tmp_path_factory.mktemp("web") / "workspace"
    made(place)
    return place


@pytest.fixture(scope="session")
def web(season_workspace: Path) -> Iterator[Web]:
    """The web over it, for tests that only look."""
    workspace = open_workspace(season_workspace)
    settings = Settings(hosts=("testserver",), sign_ins="100000/minute", asks="1000000/minute")
    yield Web(make_app(workspace, settings), workspace)
    workspace.close()


@pytest.fixture(scope="session")
def evil_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with two runs under hostile names, neither accepted; tests that change it copy it."""
    place = tmp_path_factory.mktemp("evil-web") / "workspace"
    made_evil(place)
    return place


@pytest.fixture(scope="session")
def evil_web(evil_workspace: Path) -> Iterator[Web]:
    """The web over it."""
    workspace = open_workspace(evil_workspace)
    settings = Settings(hosts=("testserver",), sign_ins="100000/minute", asks="1000000/minute")
    yield Web(make_app(workspace, settings), workspace)
    workspace.close()


@pytest.fixture(scope="session")
def season_pages(web: Web) -> Crawled:
    """The pages that a monitor goes to from the first one, in English."""
    return crawl(web.client("monitor"))
