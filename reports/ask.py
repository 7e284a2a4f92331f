"""Questions to a run's tables. Each is a SQL file, so an auditor can paste it after `open.sql` and see the same."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.engine import OnDuckDB
from premium.run_tables import read_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.run_folder import RunFolder

SQL = Path(__file__).with_name("sql")
BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of a question that are shown, and how many there are in all."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, Any], ...]
    total: int

    @property
    def cut(self) -> bool:
        """Whether some rows are not shown."""
        return self.total > len(self.rows)


@dataclass(frozen=True, slots=True)
class Asked:
    """A run whose tables can be asked."""

    run: RunFolder
    engine: OnDuckDB

    def rows(self, question: str) -> list[dict[str, Any]]:
        """Return all rows of a question, in its order of `place` if it gives one."""
        return self.engine.rows(f"SELECT * FROM ({_text(question)}) ORDER BY ALL")  # noqa: S608 - our own file

    def listing(self, question: str, most: int, order: str = "place") -> Listing:
        """Return the `most` rows that a question places first, in an order for reading."""
        text = _text(question)
        rows = self.engine.rows(
            f"SELECT * EXCLUDE (place) FROM ({text}) WHERE place <= {most} ORDER BY {order}"  # noqa: S608 - our own file
        )
        total = len(rows)
        if total == most:
            total = int(self.engine.rows(f"SELECT COUNT(*) AS n FROM ({text})")[0]["n"])  # noqa: S608 - our own file
        return Listing(tuple(rows[0]) if rows else (), tuple(rows), total)

    def count(self, table: str) -> int:
        """Return a table's number of rows."""
        return self.engine.count(table)

    def columns(self, table: str) -> dict[str, str]:
        """Return a table's columns and their SQL types."""
        return self.engine.columns(table)

    def batches(self, table: str, most: int | None = None) -> Iterator[list[dict[str, Any]]]:
        """Give a table's rows in the order of its file, some at a time; the first `most` of them if that is given."""
        left = self.count(table) if most is None else min(most, self.count(table))
        start = 0
        while left > 0:
            rows = self.engine.rows(f"SELECT * FROM {table} LIMIT {min(BATCH, left)} OFFSET {start}")  # noqa: S608 - our own names
            yield rows
            start, left = start + len(rows), left - len(rows)


def _text(question: str) -> str:
    return (SQL / f"{question}.sql").read_text(encoding="utf-8")


@contextmanager
def ask(run: RunFolder, memory: str | None = None) -> Iterator[Asked]:
    """Open a run's tables for questions, in an engine of `memory`."""
    with tempfile.TemporaryDirectory(prefix="premium-report-") as spill, OnDuckDB(Path(spill), memory) as engine:
        read_run(engine, run)
        yield Asked(run, engine)
