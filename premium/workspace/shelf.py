"""The runs that pages are reading: each opened once, asked by many threads, under one limit of memory each."""

from __future__ import annotations

import shutil
import tempfile
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from premium.engine import OnDuckDB
from premium.errors import WorkspaceError
from premium.run_folder import RunFolder, open_run
from premium.run_tables import read_run
from premium.workspace import index

if TYPE_CHECKING:
    from collections.abc import Mapping

    from premium.workspace.place import Workspace

OPEN_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """A run whose tables can be asked, by any thread: its own, the index's, and `worker_token`."""

    number: int
    run: RunFolder
    engine: OnDuckDB
    spill: Path

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries; `values` fill its `$name` places."""
        with self.engine.beside() as engine:
            return engine.rows(sql, values)

    def one(self, sql: str, values: Mapping[str, object] | None = None) -> dict[str, Any] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(sql, values)), None)


class Shelf:
    """Keeps the runs that were read last open."""

    def __init__(self, workspace: Workspace, memory: str, threads: int) -> None:
        """Begin with none; `memory` is the engine's limit for each run."""
        self._workspace, self._memory, self._threads = workspace, memory, threads
        self._open: OrderedDict[int, Opened] = OrderedDict()
        self._lock = Lock()

    def opened(self, number: int) -> Opened:
        """Return a run, opened.

        Raises:
            RunError, WorkspaceError: it is not there, or not whole.
        """
        with self._lock:
            opened = self._open.pop(number, None) or self._opened(number)
            self._open[number] = opened
            while len(self._open) > OPEN_AT_MOST:
                # Whoever is still asking it holds its tables; they go when the last one has its answer.
                shutil.rmtree(self._open.popitem(last=False)[1].spill, ignore_errors=True)
            return opened

    def close(self) -> None:
        """Let go of all."""
        with self._lock:
            for opened in self._open.values():
                opened.engine.__exit__()
                shutil.rmtree(opened.spill, ignore_errors=True)
            self._open.clear()

    def _opened(self, number: int) -> Opened:
        place = self._workspace.run(number)
        if not (place / "index").is_dir():
            raise WorkspaceError(
                f"run {number} cannot be looked at yet", hint="it is still being made, or was taken away"
            )
        run = open_run(place / "run")
        spill = Path(tempfile.mkdtemp(prefix="premium-pages-"))
        engine = OnDuckDB(spill, self._memory, self._threads)
        engine.declare("SET parquet_metadata_cache = true")
        read_run(engine, run, {name: place / "index" / f"{name}.parquet" for name in index.INDEXED})
        index.define_token(engine, self._workspace.secret, number)
        return Opened(number, run, engine, spill)
