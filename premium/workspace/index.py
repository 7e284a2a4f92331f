"""What pages read of a run beside its own folder, so that a season of ten million lines stays quick to look at.

    runs/N/index/payroll.parquet          the pay lines, each worker's together
    runs/N/index/workers.parquet          every worker with the token that stands for them in addresses
    runs/N/index/placed_rejects.parquet   the rows set aside, with the grower and week that still could be read of them
    runs/N/index/weeks.parquet            each grower and week with its state, for the first page
    runs/N/index/answer.parquet           what the first sentence says, as `reports/sql/answer.sql` has it

All of it can be made again from the run; nothing of it is an answer of its own.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.engine import OnDuckDB
from premium.errors import PremiumError
from premium.run_folder import open_run
from premium.run_tables import read_run
from premium.workspace.source import rows_as_sent
from reports import ask

if TYPE_CHECKING:
    from premium.workspace.place import Workspace

SQL = Path(__file__).with_name("sql")
INDEXED = ("payroll", "workers", "placed_rejects", "weeks", "answer")
MEMORY = "2GB"
MOST_REJECTS = 20_000
"""Rows set aside that are looked up in their files; of more, the rest is listed without grower and week."""
TOKEN = 20
WHOSE = ("grower_id", "buyer_id", "period_end")
SCHEMA = {
    "table_name": pl.String, "source_file": pl.String, "source_row": pl.Int64, "column_name": pl.String,
    "value": pl.String, "reason": pl.String, "grower_id": pl.String, "buyer_id": pl.String, "period_end": pl.String,
}  # fmt: skip


def write(workspace: Workspace, number: int, memory: str | None = None) -> Path:
    """Write the index of a run in an engine of `memory`, and return its folder."""
    place = workspace.run(number) / "index"
    place.mkdir(exist_ok=True)
    run = open_run(workspace.run(number) / "run")
    with tempfile.TemporaryDirectory(prefix="premium-index-", dir=place.parent) as spill:
        with OnDuckDB(Path(spill), memory or MEMORY) as engine:
            read_run(engine, run)
            define_token(engine, workspace.secret, number)
            sent = place / "sent_rejects.parquet"
            _rejects(engine, workspace.run(number) / "records").write_parquet(sent)
            engine.load("sent_rejects", sent)
            for name, sql, key in (
                (
                    "payroll",
                    "SELECT * FROM payroll",
                    ("grower_id", "worker_id", "period_end", "source_file", "source_row"),
                ),
                ("workers", _text("workers"), ("token",)),
                ("placed_rejects", _text("placed_rejects"), ("table_name", "source_file", "source_row")),
            ):
                engine.copy(name, sql, place / f"{name}.parquet", key)
            engine.load("placed_rejects", place / "placed_rejects.parquet")
            engine.copy("weeks", _text("weeks"), place / "weeks.parquet", ("grower_id", "week"))
            engine.copy("answer", (ask.SQL / "answer.sql").read_text(encoding="utf-8"), place / "answer.parquet")
        sent.unlink()
    return place


def define_token(engine: OnDuckDB, secret: bytes, number: int) -> None:
    """Define `worker_token(grower_id, worker_id)`: the same in one run, unguessable, and another one in each run."""
    begins = f"{secret.hex()}|{number}|"
    engine.declare(
        "CREATE OR REPLACE MACRO worker_token(grower_id, worker_id) AS "
        f"substr(sha256('{begins}' || name_part(grower_id) || '|' || name_part(worker_id)), 1, {TOKEN})"
    )


def _rejects(engine: OnDuckDB, records: Path) -> pl.DataFrame:
    """Return the rows set aside with what their own cells say of whose they are; unknown where they do not."""
    rows = engine.rows(f"SELECT * FROM rejects ORDER BY ALL LIMIT {MOST_REJECTS}")  # noqa: S608 - a number of ours
    wanted: dict[str, list[int]] = {}
    for row in rows:
        wanted.setdefault(row["source_file"], []).append(row["source_row"])
    said = {file: _said(records, file, places) for file, places in wanted.items()}
    told = [{**row, **said[row["source_file"]].get(row["source_row"], {})} for row in rows]
    return pl.DataFrame(told, schema=SCHEMA)


def _said(records: Path, file: str, rows: list[int]) -> dict[int, dict[str, Any]]:
    try:
        sent = rows_as_sent(records, file, rows)
    except (PremiumError, OSError):
        return {}
    return {row: {title: text for title, text in cells if title in WHOSE and text} for row, cells in sent.items()}


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
