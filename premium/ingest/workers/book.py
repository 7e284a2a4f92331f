"""Writing `identities.csv`: a row is added or taken back, and the file is whole at every moment."""

from __future__ import annotations

import csv
import fcntl
import io
import os
import secrets
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.ingest.workers.identities import COLUMNS, FILE, Identities, Identity, agree, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

MODE = 0o666
"""What a new file may be, before the person's umask."""


def identities_of(records: Path) -> Identities:
    """Return what a records folder's file says; nothing where there is none.

    Raises:
        InputError: the folder is not there, or the file cannot be used.
    """
    if not records.is_dir():
        raise InputError(f"there is no folder {records}", hint="name the folder that holds the records")
    path = records / FILE
    return read(path) if path.exists() or path.is_symlink() else Identities()


def confirm(records: Path, identity: Identity) -> None:
    """Add a row to a records folder's file.

    Raises:
        InputError: the file cannot be used, or the row does not go with those that stand.
    """
    _filled(identity.confirmed_by, "--by", "name the person who confirms it")
    _filled(identity.reason, "--reason", "say why the two are one person")
    with _held(records):
        rows = (*identities_of(records).rows, identity)
        agree(rows)
        _write(records / FILE, rows)


def undo(records: Path, grower_id: str, worker_id: str, by: str, on: date) -> Identity:
    """Take back the row that counts a worker's lines as another's; the row stays, with who took it back and when.

    Raises:
        InputError: the file cannot be used, no row of this worker stands, or it was confirmed on a later day.
    """
    _filled(by, "--by", "name the person who takes it back")
    with _held(records):
        rows = identities_of(records).rows
        found = [row for row in rows if row.stands and (row.grower_id, row.worker_id) == (grower_id, worker_id)]
        if not found:
            raise InputError(
                "nothing is confirmed of this worker at this grower",
                hint="premium workers list shows what is; identifiers are text: 007 and 7 are two",
            )
        if on < found[0].confirmed_on:
            raise InputError(
                f"{FILE} row {found[0].source_row} was confirmed on {found[0].confirmed_on}, after {on}",
                hint="it can be taken back on that day or later",
            )
        ended = replace(found[0], ended_by=by, ended_on=on)
        _write(records / FILE, tuple(ended if row is found[0] else row for row in rows))
    return ended


def _filled(text: str, option: str, hint: str) -> None:
    if not text.strip():
        raise InputError(f"{option} is empty", hint=hint)


@contextmanager
def _held(records: Path) -> Iterator[None]:
    """Hold a records folder while its file is read and written again, so that two people do not undo one another."""
    if not records.is_dir():
        raise InputError(f"there is no folder {records}", hint="name the folder that holds the records")
    handle = os.open(records, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, rows: tuple[Identity, ...]) -> None:
    """Write the rows beside the file, put them on the disk, and only then give them the file's name."""
    target = path.resolve()
    beside = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            if target.exists():
                os.fchmod(file.fileno(), target.stat().st_mode & 0o777)
            file.write(_text(rows).encode())
            file.flush()
            os.fsync(file.fileno())
        beside.rename(target)
    finally:
        beside.unlink(missing_ok=True)
    _settle(target.parent)


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _text(rows: tuple[Identity, ...]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow("" if (value := getattr(row, column)) is None else str(value) for column in COLUMNS)
    return out.getvalue()
