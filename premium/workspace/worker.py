"""The one worker of a workspace: it takes jobs in order, and can be killed at any moment.

    python -m premium.workspace.worker WORKSPACE     (started by premium.workspace.supervisor)

Its standard input is a pipe from who started it: a byte wakes it, `q` bids it stop, the end of the pipe ends it at
once. A lock that lives and dies with the process keeps a second one waiting, also when its server is long gone.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from premium.errors import PremiumError
from premium.workspace import told as words
from premium.workspace.doing import CancelledError, Progress, StoppedError
from premium.workspace.drafts import sweep_drafts
from premium.workspace.kinds import KINDS
from premium.workspace.making import sweep_runs
from premium.workspace.once import sweep_once
from premium.workspace.place import open_workspace
from premium.workspace.place_of_work import SCRATCH, sweep_scratch
from premium.workspace.records import bring_in_step
from premium.workspace.tables import Job, JobState, now
from premium.workspace.uploads import sweep_uploads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workspace.place import Workspace

LOOK_S = 0.2
SWEEP_S = 60.0
MOST_TRIES = 3
LOCK = "worker.lock"
LOG = "worker.log"
LOG_BYTES = 5_000_000
DATABASE = "PREMIUM_DATABASE"
STOP = b"q"


class Bell:
    """What the pipe says: wake up, stop, or (its end) end at once."""

    def __init__(self, pipe: int) -> None:
        """Listen to a pipe, in a thread of its own."""
        self._pipe, self._rung, self._stop = pipe, threading.Event(), threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while said := os.read(self._pipe, 64):
            if STOP in said:
                self.stop()
            self._rung.set()
        os._exit(0)

    def stopping(self) -> bool:
        """Return whether the worker is to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Bid the worker stop."""
        self._stop.set()
        self._rung.set()

    def wait(self) -> None:
        """Wait for a ring, or a while."""
        self._rung.wait(LOOK_S)
        self._rung.clear()


def main(arguments: list[str] | None = None) -> None:
    """Work until the pipe ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--memory")
    given = parser.parse_args(arguments)
    bell = Bell(sys.stdin.fileno())
    signal.signal(signal.SIGTERM, lambda *_: bell.stop())
    lock = os.open(given.workspace / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        work(given.workspace, bell, given.memory)
    except Exception as error:
        _log(given.workspace, "the worker ends", error)
        raise SystemExit(1) from error


def work(path: Path, bell: Bell, memory: str | None) -> None:
    """Bring the workspace in order, then work its jobs until bidden to stop."""
    workspace = open_workspace(path, database=os.environ.get(DATABASE))
    _scratch_is_here(workspace)
    recover(workspace)
    swept = 0.0
    while not bell.stopping():
        if time.monotonic() - swept > SWEEP_S:
            sweep(workspace)
            swept = time.monotonic()
        job = begin(workspace)
        if job is None:
            bell.wait()
        else:
            carry_out(workspace, job, Progress(workspace, job.id, memory, bell.stopping))


def _scratch_is_here(workspace: Workspace) -> None:
    """Let every temporary file lie where it is swept, also those of libraries and of processes that read workbooks."""
    place = workspace.path.resolve() / SCRATCH
    place.mkdir(mode=0o700, exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(place)


def recover(workspace: Workspace) -> None:
    """Bring in order what a killed worker left: its job waits again, unless it has ended too many workers."""
    sweep_scratch(workspace)
    with workspace.writing() as session:
        for job in session.scalars(select(Job).where(Job.state == JobState.WORKING)):
            if job.cancel_at is not None:
                job.state, job.ended_at = JobState.CANCELLED, now()
            elif job.tries >= MOST_TRIES:
                job.state, job.ended_at = JobState.FAILED, now()
                job.told = {
                    "code": "worker", "message": f"the worker ended {MOST_TRIES} times while it did this",
                    "hint": "is there enough memory and disk? ask for it again when there is",
                }  # fmt: skip
            else:
                job.state = JobState.WAITING
    sweep_runs(workspace)
    bring_in_step(workspace)


def sweep(workspace: Workspace) -> None:
    """Remove what nobody needs any more."""
    sweep_drafts(workspace)
    sweep_uploads(workspace)
    sweep_once(workspace)


def begin(workspace: Workspace) -> Job | None:
    """Take the job that has waited longest."""
    first = select(Job).where(Job.state == JobState.WAITING).order_by(Job.created_at, Job.id).limit(1)
    with workspace.reading() as session:
        if session.scalar(first) is None:
            return None  # looking for work is no reason to keep others from writing
    with workspace.writing() as session:
        job = session.scalar(first)
        if job is None:
            return None
        values: dict[str, Any] = {
            "state": JobState.WORKING,
            "tries": job.tries + 1,
            "started_at": job.started_at or now(),
        }
        reserve = KINDS[job.kind].reserve
        if reserve is not None and job.told is None:
            values["told"] = reserve(session, workspace, job)
        mine = update(Job).where(Job.id == job.id, Job.state == JobState.WAITING).values(values)
        taken = session.execute(mine.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
        session.expire(job)
        session.refresh(job)
    return job if taken else None


def carry_out(workspace: Workspace, job: Job, progress: Progress) -> None:
    """Do a job, and say in its row how it ended."""
    kind = KINDS[job.kind]
    try:
        progress.look("")
        told = kind.work(workspace, job, progress)
    except StoppedError:
        _end(workspace, job, {"state": JobState.WAITING, "tries": job.tries - 1})
    except CancelledError:
        kind.undo(workspace, job)
        _end(workspace, job, {"state": JobState.CANCELLED, "ended_at": now(), "told": None})
    except DBAPIError:
        raise  # without the database nothing can be said of the job: the worker begins anew
    except BaseException as error:  # noqa: BLE001 - whatever a job leads to, its row says so
        kind.undo(workspace, job)
        _end(workspace, job, {"state": JobState.FAILED, "ended_at": now(), "told": _why(workspace, job, error)})
    else:
        if _done(workspace, job, told):
            kind.after(workspace, job)
        else:
            kind.undo(workspace, job)
            _end(workspace, job, {"state": JobState.CANCELLED, "ended_at": now(), "told": None})


def _done(workspace: Workspace, job: Job, told: dict[str, Any]) -> bool:
    """Say that a job is done, unless it was cancelled and is of those that nobody takes back: then change nothing."""
    kind = KINDS[job.kind]
    with kind.holding(workspace), workspace.writing() as session:
        row = session.get_one(Job, job.id, with_for_update=True)
        if row.cancel_at is not None and kind.for_good:
            return False
        row.state, row.ended_at, row.told, row.doing = JobState.DONE, now(), told, ""
        kind.settle(session, workspace, row, told)
    return True


def _end(workspace: Workspace, job: Job, values: dict[str, Any]) -> None:
    with workspace.writing() as session:
        session.execute(update(Job).where(Job.id == job.id).values({"doing": "", **values}))


def _why(workspace: Workspace, job: Job, error: BaseException) -> dict[str, Any]:
    """Say why a job failed; what is our own fault goes to the log, without what stood in the data."""
    if isinstance(error, PremiumError):
        return {"code": error.code, **words.in_words(error, workspace.path)}
    _log(workspace.path, f"job {job.id} ({job.kind})", error)
    if isinstance(error, OSError) and error.strerror:
        return {
            "code": "system",
            "message": f"the system said no: {error.strerror}",
            "hint": "is there room on the disk?",
        }
    return {
        "code": "fault",
        "message": "a fault in premium",
        "hint": f"{LOG} in the workspace says where; please report it",
    }


def _log(path: Path, what: str, error: BaseException) -> None:
    """Write where an error was raised, and of which type; its message may hold what stood in somebody's file."""
    log = path / LOG
    if log.is_file() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{LOG}.1"))
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(f"{at} {what}: {'; '.join(_chain(error))}\n{''.join(traceback.format_tb(error.__traceback__))}\n")


def _chain(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield type(error).__name__
        error = error.__cause__ or error.__context__


if __name__ == "__main__":
    main()
