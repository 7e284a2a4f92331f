"""The runs that pages are reading: each opened once, asked by many threads, under one limit of memory each."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from premium.engine import OnDuckDB
from premium.errors import WorkspaceError
from premium.run_folder import open_run
from premium.run_tables import read_run
from premium.workspace import answers, index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from premium.run_folder import RunFolder
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Role

OPEN_AT_MOST = 6
T = TypeVar("T")


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Opened:
    """A run whose tables can be asked, by any thread: its own, the index's, and `worker_token`.

    Its engine ends, and its spill folder goes, when the last who has it lets go of it.
    """

    number: int
    run: RunFolder
    engine: OnDuckDB
    spill: Path
    known: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What pages have worked out of it once: a run does not change."""

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """Return what is worked out of this run at its first asking; it should be small."""
        if name not in self.known:
            self.known[name] = work_out()
        found: T = self.known[name]
        return found

    @contextmanager
    def beside(self) -> Iterator[OnDuckDB]:
        """Give the engine for one thread, for as long as the block runs."""
        with self.engine.beside() as engine:
            yield engine

    def rows(self, sql: str, values: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a SELECT as dictionaries; `values` fill its `$name` places."""
        with self.beside() as engine:
            return engine.rows(sql, values)

    def one(self, sql: str, values: Mapping[str, object] | None = None) -> dict[str, Any] | None:
        """Return the first row, or None."""
        return next(iter(self.rows(sql, values)), None)


class Shelf:
    """Keeps the runs that were read last open."""

    def __init__(self, workspace: Workspace, memory: str, threads: int) -> None:
        """Begin with none; `memory` is the engine's limit for each run."""
        self._workspace, self._memory, self._threads = workspace, memory, threads
        self._open: OrderedDict[tuple[int, str], Opened] = OrderedDict()
        self._lock = Lock()

    def opened(self, number: int) -> Opened:
        """Return a whole run, opened: for monitors and worker organizations only.

        Raises:
            RunError, WorkspaceError: it is not there, or not whole.
        """
        return self._kept((number, ""), lambda engine: self._whole(engine, number))

    def answer(self, number: int, role: Role, party: str) -> Opened:
        """Return the answer of one buyer or grower, opened; nothing else of the run is in it.

        Raises:
            WorkspaceError: there is none.
        """
        name = (number, f"{role.value} {party}")
        return self._kept(name, lambda engine: answers.read_answer(engine, self._workspace, number, role, party))

    def _kept(self, name: tuple[int, str], read: Callable[[OnDuckDB], RunFolder]) -> Opened:
        with self._lock:
            opened = self._open.pop(name, None) or self._opened(name[0], read)
            self._open[name] = opened
            while len(self._open) > OPEN_AT_MOST:
                self._open.popitem(last=False)
            return opened

    def close(self) -> None:
        """Let go of all."""
        with self._lock:
            self._open.clear()

    def _opened(self, number: int, read: Callable[[OnDuckDB], RunFolder]) -> Opened:
        spill = Path(tempfile.mkdtemp(prefix="premium-pages-"))
        engine = OnDuckDB(spill, self._memory, self._threads)
        try:
            engine.declare("SET parquet_metadata_cache = true")
            run = read(engine)
            index.define_token(engine, self._workspace.secret, number)
        except BaseException:
            _end(engine, spill)
            raise
        opened = Opened(number, run, engine, spill)
        weakref.finalize(opened, _end, engine, spill)
        return opened

    def _whole(self, engine: OnDuckDB, number: int) -> RunFolder:
        place = self._workspace.run(number)
        if not (place / "index").is_dir():
            raise WorkspaceError(f"run {number} cannot be looked at", hint="it is still being made, or was taken away")
        run = open_run(place / "run")
        read_run(engine, run, {name: place / "index" / f"{name}.parquet" for name in index.INDEXED})
        return run


def _end(engine: OnDuckDB, spill: Path) -> None:
    engine.__exit__()
    shutil.rmtree(spill, ignore_errors=True)
