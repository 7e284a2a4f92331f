"""Ends a run on a cluster that has lost all its workers: Spark alone would wait for others for ever."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = 5.0
"""Seconds between two looks."""
LOOKS = 36
"""How many looks in a row may find work and nobody to do it: three minutes, in which a worker can be started again."""


class Cluster(Protocol):
    """What is asked of Spark's context, and what ends it."""

    def at_work(self) -> bool:
        """Return whether something was asked of the cluster and is not answered."""

    def workers(self) -> int:
        """Return how many executors there are."""

    def stop(self) -> None:
        """Stop; whoever waits for an answer is told so."""


class OfContext:
    """The cluster of a SparkContext of this process."""

    def __init__(self, context: object) -> None:
        """Take a context that is started."""
        self._python = context.statusTracker()  # type: ignore[attr-defined] # Spark need not be installed
        self._java = context._jsc.sc()  # type: ignore[attr-defined] # noqa: SLF001 - its Python side does not know of executors

    def at_work(self) -> bool:
        """Return whether a job is running."""
        return bool(self._python.getActiveJobsIds())

    def workers(self) -> int:
        """Return how many executors there are; Spark counts this process as one."""
        return len(self._java.statusTracker().getExecutorInfos()) - 1

    def stop(self) -> None:
        """Stop the context on Java's side, which fails the job that runs."""
        self._java.stop()


def watch(cluster: Cluster) -> Callable[[], None]:
    """Look after a cluster from a thread of its own, and return what ends the watch."""
    over = threading.Event()

    def look() -> None:
        lost = 0
        while not over.wait(EVERY):
            try:
                lost = lost + 1 if cluster.at_work() and not cluster.workers() else 0
                if lost >= LOOKS:
                    cluster.stop()
                    return
            except Exception:  # noqa: BLE001 - Spark went away by itself, and the step that runs says so
                return

    thread = threading.Thread(target=look, daemon=True)
    thread.start()

    def end() -> None:
        over.set()
        thread.join(EVERY)

    return end
