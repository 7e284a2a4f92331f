"""A run's kept tables, for the papers' questions; the steps as long as the payroll are not opened."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.engine import OnDuckDB
from premium.errors import RunError
from premium.program import Program, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from premium.run_folder import RunFolder

SQL = Path(__file__).with_name("sql")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tables:
    """A run whose tables can be asked."""

    run: RunFolder
    program: Program
    engine: OnDuckDB

    def ask(self, question: str, **values: str | bool | date | None) -> list[Row]:
        """Return the rows of a file of `sql/`, in its own order; `values` fill its `$name` places."""
        return self.engine.rows(_text(question), values)

    def make(self, table: str) -> None:
        """Make a table of a file of `sql/`, that others of them read."""
        self.engine.make(table, _text(table))


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


@contextmanager
def opened(run: RunFolder, memory: str | None = None) -> Iterator[Tables]:
    """Open a run's tables and its program file, in an engine of `memory`.

    Raises:
        RunError: the run has no table of what papers say; an older version made it.
    """
    paths = {Path(relative).stem: run.path / relative for relative in sorted(run.manifest["tables"])}
    if "buyer_answers" not in paths:
        raise RunError(f"the run in {run.path} was made before there were papers", hint="run premium reconcile again")
    program = read((run.path / "program.toml").read_bytes(), str(run.path / "program.toml")).program
    with tempfile.TemporaryDirectory(prefix="premium-papers-") as spill, OnDuckDB(Path(spill), memory) as engine:
        for name, path in paths.items():
            engine.load(name, path)
        yield Tables(run, program, engine)
