"""A records folder while somebody writes to it: one writer at a time, and every file there whole or not at all."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from premium.ingest.layout import BESIDE_TABLES, UNFINISHED
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@contextmanager
def sole_writer(records: Path) -> Iterator[None]:
    """Hold a records folder, made if need be, for as long as the block runs; other writers wait.

    What a killed writer left is swept away first: while the folder is held, nothing unfinished is anybody's.
    """
    records.mkdir(parents=True, exist_ok=True)
    handle = os.open(records, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        _sweep(records)
        yield
    finally:
        os.close(handle)


def _sweep(records: Path) -> None:
    for folder in (records, *(records / name for name in (*INPUTS, *BESIDE_TABLES))):
        for left in folder.glob(f"{UNFINISHED}*"):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()


def put(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` make a file that takes the target's name, and its predecessor's place, in one rename.

    Where the target's folder is new too, the folder takes its name with the file in it: a table's folder without a
    file would be a table that nobody can read.
    """
    new = not target.parent.is_dir()
    place = target.parent.parent if new else target.parent
    building = place / f"{UNFINISHED}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        if new:
            building.mkdir()
            _written(building / target.name, write)
            _settle(building)
            building.rename(target.parent)
        else:
            _written(building, write)
            building.replace(target)
    except BaseException:
        shutil.rmtree(building) if building.is_dir() else building.unlink(missing_ok=True)
        raise
    _settle(place)


def move(path: Path, target: Path) -> None:
    """Let a file take another's place, in one rename."""
    path.replace(target)
    _settle(target.parent)


def _written(path: Path, write: Callable[[Path], object]) -> None:
    write(path)
    _settle(path)


def _settle(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
