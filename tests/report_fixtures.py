"""Runs for the tests of the documents, made once: `pytest_plugins = ["report_fixtures"]` in a test module."""

from __future__ import annotations

from datetime import date

import pytest

from premium.audit import audit
from report_runs import SEASON, VALLEY, Written, hostile, written


@pytest.fixture(scope="session")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The small valley, in which every kind of finding occurs."""
    return written(audit(VALLEY, "fair-food", tmp_path_factory.mktemp("valley") / "run", date(2026, 3, 31)))


@pytest.fixture(scope="session")
def season(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A realistic season."""
    return written(audit(SEASON, "fair-food", tmp_path_factory.mktemp("season") / "run", date(2026, 4, 15)))


@pytest.fixture(scope="session")
def evil(valley: Written, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The small valley under hostile names."""
    return written(hostile(valley.run, tmp_path_factory.mktemp("evil") / "run"))
