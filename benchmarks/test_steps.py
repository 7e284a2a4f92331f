"""Each step and each check of the plan, alone, over a world whose other tables stand: where the time goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from premium import run_tables
from premium.engine import OnDuckDB
from premium.ingest import ingest
from premium.program import load, rule_tables
from premium.reconcile.plan import CHECKS, CONCLUSIONS, MADE, PROOFS, STEPS, Sql
from premium.reconcile.run import Plan, reconcile
from premium.tables import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from benchmarks.conftest import World
    from premium.engine import Engine


def _standing(steps: tuple[Sql, ...]) -> list[Sql]:
    """The same steps, of which none is let go."""
    return [replace(step, how="kept") if step.name in MADE else step for step in steps]


@pytest.fixture(scope="session")
def engine(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnDuckDB]:
    """An engine that holds every table of a world's run where the run has it: in its folder, in memory, as a view."""
    folder = tmp_path_factory.mktemp(f"engine-{world.program}")
    receipt = ingest(world.records, run_tables.inputs(folder), world.as_of)
    run_tables.write_rules(folder, rule_tables(load(world.program).program, world.as_of), receipt)
    with OnDuckDB(folder / "spill") as made:
        run_tables.load(made, folder)
        kept = run_tables.Kept(made, folder)

        def keep(engine: Engine, step: Sql) -> None:
            if step.name in MADE:
                engine.make(step.name, step.text)
            else:
                kept(engine, step)

        plan = Plan(steps=_standing(STEPS), conclusions=_standing(CONCLUSIONS))
        assert not reconcile(made, receipt.reported, plan, keep=keep).homeless
        yield made


def test_ingest(benchmark: BenchmarkFixture, world: World, tmp_path_factory: pytest.TempPathFactory) -> None:
    """From the records' files to clean tables."""
    receipt = benchmark.pedantic(
        ingest, setup=lambda: ((world.records, tmp_path_factory.mktemp("clean"), world.as_of), {}), rounds=3
    )
    assert sum(file.rows_taken for file in receipt.files) > 0


TIMED = [step for step in (*STEPS, *CHECKS, *CONCLUSIONS, *PROOFS) if step.how != "seen"]
"""Steps that are seen cost what their readers cost."""


@pytest.mark.parametrize("step", TIMED, ids=lambda step: step.name)
def test_step(benchmark: BenchmarkFixture, engine: OnDuckDB, step: Sql, tmp_path: Path) -> None:
    """One SQL file, as a run has it: a step that is kept is ordered and written, others are made in memory."""
    output = OUTPUTS.get(step.name)

    def run() -> None:
        if step.folder == "steps" and step.how == "kept":
            engine.write("benched", step.text, tmp_path / "benched.parquet", output.key if output else ())
        else:
            engine.make("benched", step.text)

    def anew() -> None:
        for kind in ("VIEW", "TABLE"):
            there = engine.rows("SELECT 1 FROM duckdb_views() WHERE view_name = 'benched'")
            if bool(there) == (kind == "VIEW"):
                engine.rows(f"DROP {kind} IF EXISTS benched")

    anew()
    benchmark.pedantic(run, setup=anew, rounds=3, warmup_rounds=1)
    anew()
