"""How Hypothesis runs, and what several tests look at: one finished run of the small valley.

Hypothesis takes the same bounded examples every time, or many new ones when PREMIUM_WORLDS asks for them.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import engines as known
from folders import VALLEY, VALLEY_DAY
from premium.audit import audit
from premium.run_folder import open_run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engine_of_worlds import Opener
    from premium.run_folder import RunFolder

pytest_plugins = ["web_fixtures", "workspace_fixtures"]
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]

settings.register_profile(
    "normal", derandomize=True, deadline=None, max_examples=10, suppress_health_check=SLOW
)  # fmt: skip
settings.register_profile("many", deadline=None, max_examples=100, suppress_health_check=SLOW, print_blob=True)
settings.load_profile("many" if "PREMIUM_WORLDS" in os.environ else "normal")

OF_THE_MONEY_PATH = (
    "audit", "cli_ingest", "cli_profiles", "cli_workers", "files", "guess", "identities", "ingest", "kill_shelf",
    "likeness", "money", "new_york", "one_grower", "plan", "profile", "program", "proofs", "run_classes", "sender",
    "shelf", "tables",
)  # fmt: skip
"""How the files of tests are called, after `test_`, that the gate on the money path's coverage counts."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage in the tests of the money path alone: that another happens to pass through a line is no test.

    Nor is it for what Hypothesis draws. Measuring costs a third of a test's time.
    """
    for item in items:
        counts = item.path.name.removeprefix("test_").startswith(OF_THE_MONEY_PATH)
        if not counts or item.get_closest_marker("hypothesis"):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def valley_run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A finished run of the small valley; tests read it and never change it."""
    return audit(VALLEY / "records", "fair-food", tmp_path_factory.mktemp("valley-run") / "run", VALLEY_DAY)


@pytest.fixture
def own_run(valley_run: RunFolder, tmp_path: Path) -> RunFolder:
    """A finished run that a test may spoil; it lies as deep as the other, so that it finds its inputs."""
    shutil.copytree(valley_run.path, tmp_path / "run")
    return open_run(tmp_path / "run")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Spark for the session; whoever opens an engine on it gets a session of its own."""
    known.needs_spark()
    with known.one_spark(tmp_path_factory.mktemp("spark")):
        yield


@pytest.fixture(params=known.NAMES)
def open_engine(request: pytest.FixtureRequest) -> Opener:
    """Each engine in turn, as what opens it: `with open_engine(spill) as engine`."""
    name = str(request.param)
    if name != "duckdb":
        request.getfixturevalue("spark")
    return known.opener(name)


@pytest.fixture
def engines(request: pytest.FixtureRequest) -> dict[str, Opener]:
    """All engines that there are, by name, each as what opens it."""
    if known.HAS_SPARK:
        request.getfixturevalue("spark")
    return {name: known.opener(name) for name in known.NAMES}
