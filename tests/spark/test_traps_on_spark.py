"""The traps, sprung on Spark: the tests of `tests/traps` with Spark in DuckDB's place."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engine_of_worlds import answer
from engines import opener
from traps.test_prelude import *  # noqa: F403 - its tests are ours
from traps.test_traps import (
    test_each_finding_has_the_name_that_its_facts_give,
    test_every_row_of_the_traps_is_legal_and_looked_at,
    test_the_engine_says_what_the_oracle_says,
)
from traps.worlds import PROGRAMS, whole_world

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from engine_of_worlds import Answer
    from strategies import SmallWorld
    from traps.conftest import Ask, RunOn

__all__ = [
    "test_each_finding_has_the_name_that_its_facts_give",
    "test_every_row_of_the_traps_is_legal_and_looked_at",
    "test_the_engine_says_what_the_oracle_says",
]

SHORT_ROAD = "months"
"""The world of traps that CI springs on Spark; the other takes as long, and is on the long road."""


@pytest.fixture(scope="session")
def run_on(spark: None) -> RunOn:
    """A world to Spark's answer."""
    assert spark is None

    def run(small: SmallWorld) -> Answer:
        return answer(small, opened=opener("spark"))

    return run


@pytest.fixture(
    scope="module",
    params=[pytest.param(name, marks=[] if name == SHORT_ROAD else [pytest.mark.cluster]) for name in sorted(PROGRAMS)],
)
def told(request: pytest.FixtureRequest, run_on: RunOn) -> tuple[SmallWorld, Answer]:
    """A whole world of traps, and what Spark says of it."""
    world = whole_world(request.param)
    return world, run_on(world)


@pytest.fixture(scope="session")
def ask(spark: None) -> Ask:
    """A SELECT over tables, with the functions of Spark's prelude, to its rows."""
    assert spark is None

    def asked(sql: str, tables: Mapping[str, pl.DataFrame]) -> list[dict[str, Any]]:
        with tempfile.TemporaryDirectory(prefix="asked-") as place, opener("spark")(Path(place)) as engine:
            for name, table in tables.items():
                table.write_parquet(Path(place, f"{name}.parquet"))
                engine.load(name, Path(place, f"{name}.parquet"))
            return engine.rows(sql)

    return asked
