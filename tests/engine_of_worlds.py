"""The engine on a small world, by a shorter road than an audit: read, reconcile, look; nothing is saved.

Run as a program it judges worlds by their seeds, to look again at one that a test has named:

    PYTHONPATH=.:tests python -m engine_of_worlds 17 2000-2099
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oracle import reconcile as oracle
from oracle.findings import KINDS as KNOWN_TO_ORACLE
from premium import run_tables
from premium.engine import OnDuckDB
from premium.ingest import ingest
from premium.program import read, rule_tables
from premium.reconcile.run import Plan, reconcile
from premium.tables import OUTPUTS
from strategies import random_world, write_world

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from oracle.world import Rows, Tables
    from premium.engine import Engine
    from premium.ingest import Receipt
    from strategies import SmallWorld

    Opener = Callable[[Path], AbstractContextManager[Engine]]

NOT_BY_ORACLE = {"evidence": None, "findings": "finding_id"}
"""What the oracle does not make: a whole table, or one of its columns."""
SHOWN = 3
"""How many rows of a difference a message shows."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine says of a world: the tables of section 11, what did not run and why, and what was read."""

    tables: Tables
    not_run: dict[str, str]
    homeless: Rows
    receipt: Receipt

    def findings(self, kind: str) -> Rows:
        """Return the findings of one kind."""
        return [row for row in self.tables["findings"] if row["kind"] == kind]

    def evidence(self, finding_id: str) -> list[str]:
        """Return the rows that prove a finding, each as `file:row`."""
        rows = [row for row in self.tables["evidence"] if row["finding_id"] == finding_id]
        return sorted(f"{row['source_file']}:{row['source_row']}" for row in rows)


def on_duckdb(spill: Path) -> AbstractContextManager[Engine]:
    """Open the engine that worlds are asked of, unless a test names another."""
    return OnDuckDB(spill, threads=1)


def answer(small: SmallWorld, plan: Plan | None = None, opened: Opener = on_duckdb) -> Answer:
    """Return what the engine says of a world given as text rows per file."""
    with tempfile.TemporaryDirectory(prefix="world-") as place:
        records = Path(place, "records")
        records.mkdir()
        write_world(small, records)
        return answer_folder(records, small.program_toml, small.as_of, plan, opened)


def answer_folder(
    records: Path, program_toml: str, as_of: date, plan: Plan | None = None, opened: Opener = on_duckdb
) -> Answer:
    """Return what the engine says of a records folder, as it would in an audit."""
    with tempfile.TemporaryDirectory(prefix="run-") as place:
        folder = Path(place)
        program = read(program_toml.encode(), "the world's program").program
        receipt = ingest(records, run_tables.inputs(folder), as_of)
        run_tables.write_rules(folder, rule_tables(program, as_of), receipt)
        with opened(folder / "spill") as engine:
            run_tables.load(engine, folder)
            result = reconcile(engine, receipt.reported, plan)
            tables = {name: _rows(engine, name) for name in OUTPUTS}
    not_run = {entry["kind"]: entry["why"] for entry in result.not_run}
    return Answer(tables, not_run, result.homeless, receipt)


def _rows(engine: Engine, name: str) -> Rows:
    columns = ", ".join(OUTPUTS[name].columns)  # without quotes: in Spark they would be texts
    return engine.rows(f"SELECT {columns} FROM {name} ORDER BY ALL NULLS LAST")  # noqa: S608 - our own names


def differences(small: SmallWorld, given: Answer | None = None) -> list[str]:
    """Return where the engine and the oracle do not say the same of a world, in sentences; none is the aim.

    A kind of finding that the oracle does not know is judged by its cases alone.
    """
    given = given or answer(small)
    judged = oracle(small.world, small.program, small.as_of)
    told = [f"proof {row['proof']} failed at {row['place']}" for row in given.homeless]
    for name, output in OUTPUTS.items():
        left_out = NOT_BY_ORACLE.get(name, "")
        if left_out is not None:
            columns = [column for column in output.columns if column != left_out]
            rows = [row for row in given.tables[name] if name != "findings" or row["kind"] in KNOWN_TO_ORACLE]
            told += _apart(name, _comparable(rows, columns), _comparable(judged[name], columns))
    if sorted(set(given.not_run) & set(KNOWN_TO_ORACLE)) != judged["not_run"]:
        told.append(f"did not run: the engine says {sorted(given.not_run)}, the oracle {judged['not_run']}")
    return told


def _comparable(rows: Rows, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows as tuples in an order that both sides share; a reject's reason counts by the word it begins with."""
    cut = [{**row, "reason": str(row["reason"]).split(":", 1)[0]} if "reason" in row else row for row in rows]
    return sorted((tuple(row[c] for c in columns) for row in cut), key=lambda t: [(v is None, str(v)) for v in t])


def _apart(name: str, engine: list[tuple[Any, ...]], judge: list[tuple[Any, ...]]) -> list[str]:
    if engine == judge:
        return []
    ours = [row for row in engine if row not in judge][:SHOWN]
    theirs = [row for row in judge if row not in engine][:SHOWN]
    return [f"{name} ({', '.join(OUTPUTS[name].columns)}): the engine alone says {ours}, the oracle alone {theirs}"]


def judge_seeds(seeds: Sequence[int]) -> list[str]:
    """Return the differences over random worlds, each with its seed and the command that looks at it again."""
    again = "PYTHONPATH=.:tests python -m engine_of_worlds"
    return [f"seed {s} ({again} {s}): {what}" for s in seeds for what in differences(random_world(s))]


def main(arguments: Sequence[str]) -> int:
    """Judge the worlds of seeds such as `17` or `2000-2099`."""
    spans = [argument.partition("-") for argument in arguments]
    seeds = [seed for first, _, last in spans for seed in range(int(first), int(last or first) + 1)]
    told = judge_seeds(seeds)
    sys.stdout.write("\n".join([*told, f"{len(seeds)} worlds, {len(told)} differences"]) + "\n")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
