"""The tables of a run on disk: what the SQL reads beside records, what it leaves, and how an auditor opens them."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from premium.engine.on_duckdb import PRELUDE
from premium.ingest.take import REJECT_COLUMNS
from premium.ingest.workers import apply
from premium.reconcile.run import Plan
from premium.tables import INPUTS, OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from premium.engine import Engine
    from premium.ingest import Receipt
    from premium.program import LoadedProgram, RuleTable
    from premium.reconcile.plan import Sql
    from premium.run_folder import RunFolder

POLARS_TYPE: dict[type, type[pl.DataType]] = {str: pl.String, int: pl.Int64}
REJECT_SCHEMA = {c: (pl.Int64 if c == "source_row" else pl.String) for c in REJECT_COLUMNS}
FILE_SCHEMA = {
    "table_name": pl.String, "source_file": pl.String,
    "rows_read": pl.Int64, "rows_taken": pl.Int64, "rows_set_aside": pl.Int64, "rows_later": pl.Int64,
    "rows_elsewhere": pl.Int64,
}  # fmt: skip
WRITTEN_BEFORE = "rejects"
"""The one output that no SQL makes: the reader wrote it."""
IDENTITIES = "worker_identities"
"""The table of workers counted as others; only runs whose records have such a file hold it, and no rule reads it."""


def inputs(folder: Path) -> Path:
    """Make and return the place of the clean tables in a new run."""
    place = folder / "inputs"
    place.mkdir()
    return place


def write_rules(folder: Path, rules: dict[str, RuleTable], receipt: Receipt) -> None:
    """Write what the SQL reads beside records: the rules, what was reported, the files, and the rejects.

    Where people confirmed that workers are one person, what was applied of it is written too, for explanations.
    """
    place = folder / "inputs"
    for name, rule in rules.items():
        schema = {column: POLARS_TYPE.get(kind, pl.Date) for column, kind in rule.columns.items()}
        pl.DataFrame(rule.rows, schema=schema, orient="row").write_parquet(place / f"{name}.parquet")
    pl.DataFrame({name: [name in receipt.reported] for name in INPUTS}).write_parquet(place / "reported.parquet")
    if receipt.identities is not None:
        apply.as_table(receipt.applied).write_parquet(place / f"{IDENTITIES}.parquet")
    files = [{k: v for k, v in asdict(file).items() if k in FILE_SCHEMA} for file in receipt.files]
    pl.DataFrame(files, schema=FILE_SCHEMA).write_parquet(place / "files.parquet")
    rejects = pl.concat([pl.DataFrame(schema=REJECT_SCHEMA), *receipt.rejects]).sort(OUTPUTS["rejects"].key)
    rejects.write_parquet(folder / f"{WRITTEN_BEFORE}.parquet")


def load(engine: Engine, folder: Path) -> None:
    """Let the engine read everything that was written so far."""
    for path in sorted(folder.rglob("*.parquet")):
        engine.load(path.stem, path)


class Kept:
    """Writes the steps that a run keeps into its folder, and knows each table's path in it with its number of rows."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        """Begin with the tables that lie there already: what the reader wrote, and the rules."""
        self._folder = folder
        (folder / "steps").mkdir()
        before = sorted(folder.rglob("*.parquet"))
        self.tables = {p.relative_to(folder).as_posix(): {"rows": engine.count(p.stem)} for p in before}

    def __call__(self, engine: Engine, step: Sql) -> None:
        """Write one step's table, ordered by its key."""
        output = OUTPUTS.get(step.name)
        relative = f"{step.name}.parquet" if output else f"steps/{step.name}.parquet"
        rows = engine.write(step.name, step.text, self._folder / relative, output.key if output else ())
        self.tables[relative] = {"rows": rows}


def leave_readable(folder: Path, program: LoadedProgram, plan: Plan, tables: Iterable[str]) -> None:
    """Leave the program's own file and `open.sql` in the folder, and take the engine's spill away."""
    shutil.rmtree(folder / "spill", ignore_errors=True)
    (folder / "program.toml").write_bytes(program.content)
    views = [f"CREATE OR REPLACE VIEW {Path(t).stem} AS SELECT * FROM read_parquet('{t}');" for t in sorted(tables)]  # noqa: S608 - our own names
    views += [f"CREATE OR REPLACE VIEW {step.name} AS\n{step.text.rstrip()};" for step in not_kept(plan)]
    about = (
        "-- In this folder: duckdb -init open.sql\n-- Then any file of steps/, checks/ or proofs/ can be pasted.\n\n"
    )
    text = about + PRELUDE.read_text(encoding="utf-8") + "\n" + "\n".join(views) + "\n"
    (folder / "open.sql").write_text(text, encoding="utf-8")


def read_run(engine: Engine, run: RunFolder, instead: Mapping[str, Path] | None = None) -> None:
    """Let the engine read a run: the tables in its folder, and the steps that have none there by their SQL.

    `instead` are Parquet files that hold the same rows in another order, or tables beside the run's.
    """
    kept = {Path(relative).stem: run.path / relative for relative in sorted(run.manifest["tables"])} | dict(
        instead or {}
    )
    for name, path in kept.items():
        engine.load(name, path)
    for step in not_kept(Plan()):
        if step.name not in kept:
            engine.define(step.name, step.text)


def not_kept(plan: Plan) -> list[Sql]:
    """Return the steps that a run's folder has no table of, in their order; what the checks found is in `evidence`."""
    return [step for step in plan.steps if step.how != "kept"]
