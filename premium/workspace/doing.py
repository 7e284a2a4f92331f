"""How a job tells what it is doing, and hears that it should stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from premium.workspace.tables import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.workspace.place import Workspace

EVERY_S = 0.1
"""The database hears of progress no more often: a season of ten thousand files is read quickly."""
LONGEST = 200


class CancelledError(Exception):
    """Somebody cancelled the job."""


class StoppedError(Exception):
    """The worker is to stop: the job goes back, and is not counted as tried."""


@dataclass(slots=True)
class Progress:
    """What a job calls at each of its steps; `memory` is what its engine may use.

    Raises (when called):
        CancelledError: the job was cancelled.
        StoppedError: the worker is to stop.
    """

    workspace: Workspace
    job_id: str
    memory: str | None = None
    stopping: Callable[[], bool] = lambda: False
    _last: float = field(default=0.0)

    def __call__(self, doing: str) -> None:
        """Say what is being done; the sentence names no worker."""
        if self.stopping():
            raise StoppedError
        at = time.monotonic()
        if at - self._last < EVERY_S:
            return
        self._last = at
        self.look(doing)

    def look(self, doing: str) -> None:
        """Say it at once, and look whether the job was cancelled."""
        this = Job.id == self.job_id
        with self.workspace.writing() as session:
            session.execute(update(Job).where(this, Job.doing != doing[:LONGEST]).values(doing=doing[:LONGEST]))
            cancelled = session.scalar(select(Job.cancel_at).where(this))
        if cancelled is not None:
            raise CancelledError
