"""Where work is done: folders that are swept when worker and server start, and records, which one at a time changes."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from premium.ingest.hold import no_writer
from premium.ingest.layout import BESIDE_TABLES, UNFINISHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workspace.place import Workspace

SCRATCH, SERVING = "tmp", "serving"


@contextmanager
def scratch(workspace: Workspace) -> Iterator[Path]:
    """Give a folder that is gone when the block ends; what a killed process leaves is swept when the worker starts."""
    place = workspace.path / SCRATCH
    place.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


def sweep_scratch(workspace: Workspace) -> None:
    """Remove what killed workers left; only who holds the worker's lock may call this."""
    for left in (workspace.path / SCRATCH).glob("*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


@contextmanager
def served_from(workspace: Workspace) -> Iterator[Path]:
    """Let every temporary file of this process lie in the workspace, in a folder that is gone when the block ends.

    What pages spill, tables that are being sent and papers hold payroll: what a killed server left of them is removed
    when the next one begins. That of a server that lives is held, and left alone.
    """
    place = workspace.path.resolve() / SERVING
    place.mkdir(mode=0o700, exist_ok=True)
    with _held(place):
        for left in place.iterdir():
            _remove_if_nobodys(left)
        mine = Path(tempfile.mkdtemp(dir=place))
        handle = _hold(mine, fcntl.LOCK_EX)
    before, tempfile.tempdir = tempfile.tempdir, str(mine)
    try:
        yield mine
    finally:
        tempfile.tempdir = before
        shutil.rmtree(mine, ignore_errors=True)
        os.close(handle)


def _remove_if_nobodys(folder: Path) -> None:
    try:
        handle = _hold(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.close(handle)


def _hold(folder: Path, how: int) -> int:
    """Hold a folder until its handle is closed, or this process ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
    except BaseException:
        os.close(handle)
        raise
    return handle


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    handle = _hold(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def changing(workspace: Workspace) -> Iterator[None]:
    """Hold the records while they change in more than one step, or are linked as they are at a moment."""
    handle = os.open(workspace.path / ".records.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def snapshot(workspace: Workspace, target: Path) -> Path:
    """Give the records of this moment another name each, in a new folder `target`, and return it.

    They are hard links: a file of the records is never written again, another takes its place. Receipts for people are
    left out.
    """
    records = workspace.records
    with changing(workspace), no_writer(records):
        for folder, inside, files in os.walk(records):
            here = Path(folder)
            top = here == records
            inside[:] = [name for name in inside if not (_not_read(name) or (top and name in BESIDE_TABLES))]
            place = target / here.relative_to(records)
            place.mkdir(parents=True)
            for name in files:
                if not _not_read(name):
                    link_or_copy(here / name, place / name)
    return target


def _not_read(name: str) -> bool:
    return name.startswith(UNFINISHED)


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file another name; where the disk knows no links, copy it."""
    try:
        os.link(source, target, follow_symlinks=True)
    except OSError:
        shutil.copyfile(source, target)
