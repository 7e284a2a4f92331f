"""Which upload a file of the records came from, and which one a person means to replace."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from premium.errors import InputError
from premium.ingest.file_facts import fingerprint
from premium.ingest.layout import FORMATS
from premium.ingest.shelf.place import put, sole_writer
from premium.workspace.place_of_work import link_or_copy
from premium.workspace.sight import sees
from premium.workspace.tables import Role, Upload, UploadState

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workspace.people import Who
    from premium.workspace.place import Workspace


@dataclass(frozen=True, slots=True)
class Old:
    """What is replaced: a file of the records by its name below them, and the upload it came from, if it was one."""

    name: str
    upload: str | None


def as_folder(records: Path, table: str) -> None:
    """Let a table that somebody put there as one file be a folder of files, so that others can lie beside it.

    Killed in between, it stands there twice, which stops a run; the next call makes that good.

    Raises:
        InputError: there are a file and a folder, and nobody can say whether they are the same.
    """
    for alone in (records / f"{table}{suffix}" for suffix in FORMATS):
        if not alone.is_file():
            continue
        with sole_writer(records):
            inside = records / table / alone.name
            if (records / table).is_dir() and not (inside.is_file() and fingerprint(inside) == fingerprint(alone)):
                raise InputError(
                    f"{table} stands twice in the records, as {alone.name} and as a folder",
                    hint=f"keep one of them, or move {alone.name} into {table}/",
                )
            if not inside.exists():
                put(inside, lambda building, alone=alone: link_or_copy(alone, building))  # type: ignore[misc]
            alone.unlink()


def taken_uploads(workspace: Workspace, name: str | None, state: UploadState = UploadState.TAKEN) -> list[Upload]:
    """Return the uploads that stand in the records, or were taken back; of one file of the records if it is named."""
    with workspace.reading() as session:
        rows = session.scalars(select(Upload).where(Upload.state == state))
        return [row for row in rows if name is None or (row.told or {}).get("name") == name]


def mark_of(workspace: Workspace, name: str) -> str:
    """Return what stands for a file of the records where its name is not for whoever reads it."""
    return hmac.new(workspace.secret, f"file\0{name}".encode(), hashlib.sha256).hexdigest()[:16]


def marked(workspace: Workspace, table: str, mark: str) -> str | None:
    """Return the file of a table's records that a mark stands for, by its name below them."""
    names = (path.relative_to(workspace.records).as_posix() for path in (workspace.records / table).glob("*"))
    return next((name for name in names if hmac.compare_digest(mark_of(workspace, name), mark)), None)


def in_its_place(workspace: Workspace, who: Who, replaces: str, table: str) -> Old:
    """Return what somebody means by an upload's id or, a monitor, by the name of a file of the records.

    Raises:
        InputError: it is not there, or not theirs.
    """
    with workspace.reading() as session:
        row = session.scalar(
            select(Upload).where(
                Upload.id == replaces,
                Upload.state == UploadState.TAKEN,
                Upload.table_name == table,
                sees(who, Upload),
            )
        )
    if row is not None:
        return Old(str((row.told or {})["name"]), row.id)
    name = f"{table}/{replaces.rpartition('/')[2]}"
    if who.role == Role.MONITOR and (workspace.records / name).is_file():
        found = taken_uploads(workspace, name)
        return Old(name, found[0].id if found else None)
    raise InputError(
        f"there is no {replaces!r} among the {table} to replace", hint="name an upload that is in the records"
    )
