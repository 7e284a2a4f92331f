"""The server's side of the worker: started, started again when it dies, and bidden to stop."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STOP = b"q"
PATIENCE_S = 5.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.1, 2.0
LIVED_WELL_S = 5.0


class Worker:
    """The worker of a workspace, as a child process; it dies with this one, by its pipe."""

    def __init__(
        self,
        workspace: Path,
        *,
        database: str | None = None,
        memory: str | None = None,
        command: Sequence[str] = ("-m", "premium.workspace.worker"),
    ) -> None:
        """Say what it works on; `database` goes by its environment, as an address may hold a password."""
        self._command = [sys.executable, *command, str(workspace), *(["--memory", memory] if memory else [])]
        self._environment = {**os.environ, **({"PREMIUM_DATABASE": database} if database else {})}
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: threading.Thread | None = None
        self._stopping = threading.Event()
        self._guard = threading.Lock()

    def start(self) -> None:
        """Start it, and watch over it."""
        self._stopping.clear()
        self._spawn()
        self._watch = threading.Thread(target=self._look_after, daemon=True)
        self._watch.start()

    @property
    def alive(self) -> bool:
        """Whether it runs at this moment."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int | None:
        """The number of its process."""
        return self._process.pid if self._process is not None else None

    def stop(self, patience_s: float = PATIENCE_S) -> None:
        """Bid it stop: its job goes back to where it waited. If it does not hear it is killed, which loses nothing."""
        self._stopping.set()
        self._say(STOP)
        with self._guard:
            process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience_s)
            process.kill()
            process.wait()
            _close(process)
        if self._watch is not None:
            self._watch.join()
            self._watch = None

    def _spawn(self) -> None:
        with self._guard:
            if self._stopping.is_set():
                return
            # What libraries write there may hold what stands in somebody's file; our own words go to worker.log. A
            # session of its own keeps the terminal's Ctrl-C from the worker and from what it started.
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=self._environment, bufsize=0, start_new_session=True,
            )  # fmt: skip

    def _look_after(self) -> None:
        pause = FIRST_PAUSE_S
        while (process := self._process) is not None:
            began = time.monotonic()
            process.wait()
            if self._stopping.is_set():
                return
            _close(process)
            pause = FIRST_PAUSE_S if time.monotonic() - began > LIVED_WELL_S else min(2 * pause, LONGEST_PAUSE_S)
            if self._stopping.wait(pause):
                return
            self._spawn()

    def _say(self, what: bytes) -> None:
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                process.stdin.write(what)


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
