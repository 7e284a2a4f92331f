"""Worlds that the benches share: made once a session, of PREMIUM_BENCH_LINES pay lines (1,000,000 without it)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from benchmarks.worlds import big

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

LINES = int(os.environ.get("PREMIUM_BENCH_LINES", "1000000"))
PROGRAMS = ("fair-food", "milk-with-dignity")


@dataclass(frozen=True, slots=True)
class World:
    """A made world: where its records lie, and the day to look at it."""

    program: str
    records: Path
    as_of: date


@pytest.fixture(scope="session", params=PROGRAMS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    """A seeded world of Parquet records for each program."""
    records = tmp_path_factory.mktemp(request.param)
    planted = big(records, lines=LINES, program=request.param, seed=7)
    return World(request.param, records, planted.as_of)
