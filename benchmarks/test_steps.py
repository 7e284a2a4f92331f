"""Each step and each check of the plan, alone, over a world whose other tables stand: where the time goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from premium import run_tables
from premium.engine import OnDuckDB
from premium.ingest import ingest
from premium.program import load, rule_tables
from premium.reconcile.plan import CHECKS, STEPS, Sql
from premium.reconcile.run import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

    from benchmarks.conftest import World


@pytest.fixture(scope="session")
def engine(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnDuckDB]:
    """An engine that holds every table of a world's run."""
    folder = tmp_path_factory.mktemp(f"engine-{world.program}")
    receipt = ingest(world.records, run_tables.inputs(folder), world.as_of)
    run_tables.write_rules(folder, rule_tables(load(world.program).program, world.as_of), receipt)
    with OnDuckDB(folder / "spill") as made:
        run_tables.load(made, folder)
        assert not reconcile(made, receipt.reported).homeless
        yield made


def test_ingest(benchmark: BenchmarkFixture, world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From the records' files to clean tables."""
    receipt = benchmark.pedantic(
        ingest, setup=lambda: ((world.records, tmp_path_factory.mktemp("clean"), world.as_of), {}), rounds=3
    )
    assert sum(file.rows_taken for file in receipt.files) > 0


@pytest.mark.parametrize("step", [*STEPS, *CHECKS], ids=lambda step: step.name)
def test_step(benchmark: BenchmarkFixture, engine: OnDuckDB, step: Sql) -> None:
    """One SQL file, into a table of its own."""
    benchmark.pedantic(
        engine.rows, args=(f"CREATE OR REPLACE TABLE benched AS {step.text}",), rounds=3, warmup_rounds=1
    )
