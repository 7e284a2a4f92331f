"""An upload into the records: read as a canonical table or by a profile, held against whose it may be, and shelved.

    upload ── canonical? ──> judged as a run judges it ──┐
       └───── profile ─────> read as `premium ingest` ───┴── whose rows? ──> records/TABLE/…, and what is told of it

What cannot be taken is refused in words; a refusal is what became of an upload, never an error of the job.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from premium.errors import InputError, NotHereError, PremiumError, WorkspaceError
from premium.ingest.file_facts import fingerprint
from premium.ingest.shelf import Owner, Terms, ThereAlreadyError, copies, shelve
from premium.ingest.shelf.place import put, sole_writer
from premium.ingest.shelf.slots import slot_at
from premium.tables import INPUTS
from premium.workspace import readings, told
from premium.workspace.likeness import as_told, looks_like, table_sent
from premium.workspace.place_of_work import changing, link_or_copy, scratch
from premium.workspace.slots import as_folder, in_its_place, taken_uploads
from premium.workspace.tables import PARTIES, Deed, Role, Upload, UploadState
from premium.workspace.uploads import owner_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from premium.tables import Table
    from premium.workspace.asked import Ingest, Reading
    from premium.workspace.likeness import Like, Sent
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace
    from premium.workspace.slots import Old
    from premium.workspace.tables import Job


@dataclass(frozen=True, slots=True)
class File:
    """A file to be brought in: what it is called here, and where its bytes lie under the sender's name."""

    id: str
    path: Path


def bring_in(workspace: Workspace, who: Who, file: File, asked: Ingest) -> dict[str, Any]:
    """Bring an upload into the records, and return what became of it.

    `state` is `taken` or `refused`; see `premium.workspace.told` for the rest.
    """
    into = _Into(workspace, who, owner_of(workspace, file.id) or who, file)
    return judged(workspace, who, file, asked, lambda read: _put(into, read, asked))


def judged(
    workspace: Workspace, who: Who, file: File, asked: Reading, put: Callable[[readings.Read], dict[str, Any]]
) -> dict[str, Any]:
    """Read a file, hold it against whose it may be, let `put` say where it goes, and return what became of it."""
    try:
        with scratch(workspace) as place:
            plan = readings.plan(workspace, file.path, asked)
            _may_send(who, INPUTS[plan.table])
            read = (
                readings.canonical(file, plan, place) if plan.profile is None else readings.sent(file, plan, who, asked)
            )
            _is_theirs(who, read)
            return _unfit(read, asked) or put(read)
    except PremiumError as error:
        return told.refused(error, workspace.path)


def _may_send(who: Who, table: Table) -> None:
    """See that a table is one that somebody keeps.

    Raises:
        InputError: it is another's.
    """
    keeps = {Role.BUYER: "buyer", Role.GROWER: "grower"}.get(who.role)
    if who.role == Role.WORKER_ORGANIZATION or (keeps is not None and table.whose != keeps):
        raise InputError(
            f"{table.name} are kept by a {table.whose}", hint="send what you keep yourself; a monitor may send anything"
        )


def _is_theirs(who: Who, read: readings.Read) -> None:
    """See that no row is of another party.

    Raises:
        InputError: some are; how many is told, and nothing else.
    """
    column = PARTIES.get(who.role)
    strangers = 0 if column is None or who.party is None else read.others(column, who.party)
    if strangers:
        raise InputError(
            f"{strangers:,} of its rows are of another {who.role.value}: {column} is not {who.party}",
            hint="leave them out, or write your own identifier there, letter by letter as the program knows you",
        )


@dataclass(frozen=True, slots=True)
class _Into:
    """Who brings which file into the records, and whose file it is: what is told of it is told to them."""

    workspace: Workspace
    who: Who
    owner: Who
    file: File


def _unfit(read: readings.Read, asked: Reading) -> dict[str, Any] | None:
    """Tell why nothing of a file is put anywhere: no line could be taken, or a total does not agree."""
    if read.sender is not None and not (read.sender.totals_agree or getattr(asked, "despite_totals", False)):
        return told.totals_disagree(read)
    return told.nothing_taken(read) if not read.taken and read.set_aside else None


def _put(into: _Into, read: readings.Read, asked: Ingest) -> dict[str, Any]:
    """Put what was read into its place, or tell what is there already that it looks like.

    Raises:
        InputError: what it replaces is not there, or not theirs.
    """
    workspace, table = into.workspace, read.table.name
    with changing(workspace):
        as_folder(workspace.records, table)
        old = None if asked.replaces is None else in_its_place(workspace, into.who, asked.replaces, table)
        if read.sender is not None:
            return _put_lines(into, read, old, asked)
        if not asked.beside and (like := _looks_like(into, read, old.name if old else "")) is not None:
            return told.looks_like(read, like, as_told(workspace, into.owner, like.name), into.file.path.name)
        name = shelve_table(workspace.records, into.file, read, old.name if old else None)
        return told.taken(read, name, "shelved" if old is None else "replaced", old)


def _put_lines(into: _Into, read: readings.Read, old: Old | None, asked: Ingest) -> dict[str, Any]:
    """Put a sender's lines into their place, or tell what is there already that they look like.

    Raises:
        InputError: the shelf cannot be read; a party is not told which file of whom it is.
    """
    assert read.sender is not None  # noqa: S101 - it is called with one
    assert read.profile is not None  # noqa: S101 - a sender's file was read by one
    records, line_file = into.workspace.records, old is not None and _is_line_file(into.workspace.records / old.name)
    terms = Terms(old.name if old and line_file else None, asked.beside, asked.despite_totals)
    try:
        done = shelve(records, read.sender, read.profile, Owner(*read.owner), terms)
    except ThereAlreadyError as error:
        there = as_told(into.workspace, into.owner, error.name)
        return told.there_already(read, error, there, into.file.path.name)
    except InputError as error:
        if into.owner.role == Role.MONITOR:
            raise
        raise InputError(
            f"a file of the {read.table.name} that is there already cannot be read", hint="ask a monitor to look at it"
        ) from error
    if old is not None and not line_file:
        remove(records, old.name)
        return told.taken(read, done.name, "replaced", old, done.receipt)
    return told.taken(read, done.name, done.status, old, done.receipt)


def _is_line_file(path: Path) -> bool:
    """Return whether a file is one; one that is gone, because this was done before, is none."""
    return path.suffix == ".parquet" and path.is_file() and slot_at(path) is not None


def _looks_like(into: _Into, read: readings.Read, old: str) -> Like | None:
    """Return which other file of the records a table looks like."""
    with scratch(into.workspace) as place:
        sent = sent_table(into.file, read, place)
        return looks_like(into.workspace, sent, {old, readings.called(into.file, read.table, read.suffix)})


def sent_table(file: File, read: readings.Read, place: Path) -> Sent:
    """Return a canonical table's file as it is held against others, for as long as a folder that is given is there."""
    path = place / f"{file.path.stem}{read.suffix}"
    link_or_copy(file.path, path)
    return table_sent(read.table, path, read.days)


def shelve_table(records: Path, file: File, read: readings.Read, old: str | None) -> str:
    """Put a canonical table's file into its folder, called after what was sent; return that name."""
    name = readings.called(file, read.table, read.suffix)
    with sole_writer(records):
        target = records / name
        if not target.exists():  # a try before this one may have come so far
            put(target, lambda building: link_or_copy(file.path, building))
        elif fingerprint(target) != fingerprint(file.path):
            raise InputError(f"{name} is there already, and is another file", hint="send it under another name")
    if old is not None and old != name:
        remove(records, old)
    return name


def remove(records: Path, name: str) -> None:
    """Remove a file of the records, its receipts, and its folder if that is empty then; one that is gone is removed."""
    with sole_writer(records):
        path = records / name
        path.unlink(missing_ok=True)
        if path.parent.is_dir() and not any(path.parent.iterdir()):
            path.parent.rmdir()
        copies.bring_in_step(records)


def ingested(session: Session, workspace: Workspace, job: Job, said: dict[str, Any]) -> None:
    """Note in the database what became of an upload, in the same transaction as its job's end.

    The records are held meanwhile. Whoever held them since the file came there may have taken back an upload whose
    place, or whose very bytes, this one shares: then the file is gone again.
    """
    asked, upload = job.asked, session.get(Upload, job.asked["upload"])
    if upload is None or upload.state == UploadState.TAKEN:
        return
    if said["state"] == "taken" and not (workspace.records / said["name"]).is_file():
        said = job.told = {"upload": upload.id, **told.taken_back_meanwhile(said)}
    upload.state = UploadState.TAKEN if said["state"] == "taken" else UploadState.REFUSED
    upload.told, upload.table_name, upload.profile = said, said.get("table"), said.get("profile")
    upload.grower_id = upload.grower_id or asked["grower"]
    upload.buyer_id = upload.buyer_id or asked["buyer"]
    replaced = said.get("replaced_upload")
    if replaced is not None and (old := session.get(Upload, replaced)) is not None and old.id != upload.id:
        old.state = UploadState.REPLACED if old.state == UploadState.TAKEN else old.state


def take_back(workspace: Workspace, who: Who, upload_id: str) -> Upload:
    """Take an upload out of the records again; its bytes as received stay, and it may be brought in again.

    Raises:
        NotHereError: there is none, or somebody else than a monitor asks.
        WorkspaceError: it is not in the records.
    """
    if who.role != Role.MONITOR:
        raise NotHereError("there is no such upload")
    with changing(workspace):
        with workspace.writing() as session:
            upload = session.get(Upload, upload_id)
            if upload is None:
                raise NotHereError("there is no such upload")
            if upload.state != UploadState.TAKEN:
                raise WorkspaceError(
                    "this upload is not in the records", hint="only one that was taken can be taken back"
                )
            upload.state = UploadState.TAKEN_BACK
            session.add(Deed(user_id=who.id, what="taken_back", about=upload_id))
        _remove_if_nobodys(workspace, upload)
    return upload


def _remove_if_nobodys(workspace: Workspace, upload: Upload) -> None:
    """Remove an upload's file from the records, unless another upload of the same bytes stands for it too."""
    name = (upload.told or {}).get("name")
    if name is not None and not taken_uploads(workspace, name):
        remove(workspace.records, name)


def bring_in_step(workspace: Workspace) -> None:
    """Remove what was taken back by a process that was killed before it had removed it."""
    with changing(workspace):
        for upload in taken_uploads(workspace, None, UploadState.TAKEN_BACK):
            name = (upload.told or {}).get("name")
            if name is not None and (workspace.records / name).exists():
                _remove_if_nobodys(workspace, upload)
