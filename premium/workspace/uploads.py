"""Files as they are received: each kept as it came, once, with its fingerprint and who sent it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from premium.errors import NotHereError
from premium.workspace.arriving import MOST_BYTES, Arriving, sweep
from premium.workspace.database import alone, next_moment
from premium.workspace.once import used_before
from premium.workspace.people import Who
from premium.workspace.sight import Page, of_party, page, sees
from premium.workspace.tables import Deed, Role, Upload, UploadState, User

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from premium.workspace.place import Workspace


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has arrived; `already_here` where the same bytes had arrived before, and `upload` is that one."""

    upload: Upload
    already_here: bool


class Receiving:
    """An upload while it arrives, for who gets its bytes piece by piece: `write` them, then `finish` or `abort`.

    `upload_id` is what it will be called, where a repeated request must find it again (`once.name`).
    """

    def __init__(
        self, workspace: Workspace, who: Who, name: str, *, most_bytes: int = MOST_BYTES, upload_id: str | None = None
    ) -> None:
        """Begin; nothing of it is known to anybody until it is finished."""
        self._workspace, self._who, self._id = workspace, who, upload_id or secrets.token_hex(8)
        self._file = Arriving(workspace.path / "received", name, most_bytes)

    @property
    def sha256(self) -> str:
        """The fingerprint of what has arrived."""
        return self._file.sha256

    def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLargeError: they are over the limit; nothing of the file is left.
        """
        self._file.write(data)

    def finish(self) -> Received:
        """Keep the file: it is on the disk before anybody is told that it is received.

        Raises:
            WorkspaceError: other bytes were called after this request's key, however long ago.
        """
        try:
            self._file.settle()
            with self._workspace.writing() as session:
                alone(session.connection(), "uploads")
                before = session.get(Upload, self._id)
                if before is not None and before.sha256 != self._file.sha256:
                    raise used_before()
                before = before or self._same(session)
                if before is not None:
                    return Received(before, already_here=True)
                upload = self._row()
                upload.received_at = next_moment(session, Upload.received_at)
                session.add(upload)
                session.add(Deed(user_id=self._who.id, what="received", about=self._id))
                session.flush()
                self._file.take(self._workspace.received(self._id))
            self._file.release()
            return Received(upload, already_here=False)
        finally:
            self._file.abort()

    def abort(self) -> None:
        """Remove what has arrived."""
        self._file.abort()

    def _same(self, session: Session) -> Upload | None:
        """Find the same bytes from the same party; a refused file may come again by another name."""
        same = select(Upload).where(
            Upload.sha256 == self._file.sha256,
            Upload.size == self._file.size,
            of_party(self._who, Upload),
            or_(Upload.state != UploadState.REFUSED, Upload.name == self._file.name),
        )
        return session.scalars(same.order_by(Upload.received_at).limit(1)).first()

    def _row(self) -> Upload:
        role, party = self._who.role, self._who.party
        return Upload(
            id=self._id, user_id=self._who.id, name=self._file.name, size=self._file.size, sha256=self._file.sha256,
            state=UploadState.RECEIVED,
            grower_id=party if role == Role.GROWER else None, buyer_id=party if role == Role.BUYER else None,
        )  # fmt: skip


def receive(  # noqa: PLR0913 - a file, whose it is, and how much of it is taken
    workspace: Workspace,
    who: Who,
    name: str,
    chunks: Iterable[bytes],
    *,
    most_bytes: int = MOST_BYTES,
    upload_id: str | None = None,
) -> Received:
    """Receive a file in one go.

    Raises:
        TooLargeError: it is over the limit; nothing of it is left.
    """
    receiving = Receiving(workspace, who, name, most_bytes=most_bytes, upload_id=upload_id)
    try:
        for chunk in chunks:
            receiving.write(chunk)
        return receiving.finish()
    finally:
        receiving.abort()


def upload(workspace: Workspace, who: Who, upload_id: str) -> Upload:
    """Return an upload.

    Raises:
        NotHereError: there is none of that id, or it is not for who asks.
    """
    with workspace.reading() as session:
        found = session.scalar(select(Upload).where(Upload.id == upload_id, sees(who, Upload)))
    if found is None:
        raise NotHereError("there is no such upload")
    return found


def owner_of(workspace: Workspace, upload_id: str) -> Who | None:
    """Return who sent an upload; None where there is none of that id."""
    with workspace.reading() as session:
        sent = select(User).join(Upload, Upload.user_id == User.id).where(Upload.id == upload_id)
        user = session.scalar(sent)
    return None if user is None else Who.of(user)


def uploads(
    workspace: Workspace, who: Who, *, before: int | None = None, most: int = 50, state: UploadState | None = None
) -> Page[Upload]:
    """Return uploads, the newest first; `before` is a page's own mark."""
    asked = select(Upload).where(sees(who, Upload))
    if state is not None:
        asked = asked.where(Upload.state == state)
    with workspace.reading() as session:
        return page(session, asked, Upload.received_at, before, most)


def of_ids(workspace: Workspace, who: Who, ids: Collection[str]) -> list[Upload]:
    """Return those of some uploads that somebody sees, in the order in which they were received."""
    with workspace.reading() as session:
        asked = select(Upload).where(Upload.id.in_(ids), sees(who, Upload)).order_by(Upload.received_at)
        return list(session.scalars(asked))


def file_of(workspace: Workspace, kept: Upload) -> Path:
    """Return where an upload's bytes lie."""
    return workspace.received(kept.id) / kept.name


def sweep_uploads(workspace: Workspace) -> None:
    """Remove what killed processes left of files that had not arrived; what is arriving now stays."""

    def known(names: Collection[str]) -> Collection[str]:
        with workspace.reading() as session:
            if len(names) == 1:
                return list(session.scalars(select(Upload.id).where(Upload.id.in_(names))))
            return set(session.scalars(select(Upload.id)))

    sweep(workspace.path / "received", known)
