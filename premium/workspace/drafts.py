"""Drafts: files that a grower wants checked and not kept. They have no row, and are gone once they are checked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import shutil
from typing import TYPE_CHECKING

from sqlalchemy import select

from premium.errors import NotHereError
from premium.workspace.arriving import ARRIVING, MOST_BYTES, Arriving, sweep
from premium.workspace.tables import Job, JobState, now

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from premium.workspace.people import Who
    from premium.workspace.place import Workspace

FOLDER = "drafts"
FOUND = "found.json"
"""What a check found; it stays in the draft's folder for a while, when the draft is gone."""
KEPT_MS = 3_600_000
ALIVE = (JobState.WAITING, JobState.WORKING)


class Drafting:
    """A draft while it arrives: as `uploads.Receiving`, but what it gives is a draft's name for `ask`, and no row."""

    def __init__(self, workspace: Workspace, who: Who, name: str, *, most_bytes: int = MOST_BYTES) -> None:
        """Begin."""
        self._workspace, self._who = workspace, who
        self._file = Arriving(workspace.path / FOLDER, name, most_bytes)

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

    def finish(self) -> str:
        """Keep the draft until it is checked, and return its name, which is good for people of the same party."""
        try:
            self._file.settle()
            token = secrets.token_hex(8)
            draft = token + _sign(self._workspace, self._who, token)
            self._file.take(self._workspace.path / FOLDER / draft)
            self._file.release()
            return draft
        finally:
            self._file.abort()

    def abort(self) -> None:
        """Remove what has arrived."""
        self._file.abort()


def _sign(workspace: Workspace, who: Who, token: str) -> str:
    said = "\0".join(("draft", token, who.role, who.party or "")).encode()
    return hmac.new(workspace.secret, said, hashlib.sha256).hexdigest()[:16]


def is_theirs(workspace: Workspace, who: Who, draft: str) -> Path:
    """Return the folder of a draft.

    Raises:
        NotHereError: there is no such draft, or it is of another party.
    """
    token, sign = draft[:16], draft[16:]
    if not draft.isalnum() or not hmac.compare_digest(sign.encode(), _sign(workspace, who, token).encode()):
        raise NotHereError("there is no such draft")
    folder = workspace.path / FOLDER / draft
    if not folder.is_dir():
        raise NotHereError("there is no such draft", hint="a draft is kept for an hour at most")
    return folder


def drop_draft(workspace: Workspace, draft: str, *, found_too: bool) -> None:
    """Remove a draft that was checked, or all of a check that came to nothing."""
    folder = workspace.path / FOLDER / draft
    if found_too or not (folder / FOUND).is_file():
        shutil.rmtree(folder, ignore_errors=True)
        return
    for path in list(folder.iterdir()):
        if path.name != FOUND:
            path.unlink(missing_ok=True)


def sweep_drafts(workspace: Workspace) -> None:
    """Remove drafts that no job is about any more, whatever ended it, and what was found an hour ago."""
    with workspace.reading() as session:
        lately = session.scalars(select(Job).where(Job.kind == "check", Job.created_at > now() - 2 * KEPT_MS)).all()
        wanted = {job.asked["draft"] for job in lately if job.state in ALIVE}
    for draft in {job.asked["draft"] for job in lately} - wanted:
        drop_draft(workspace, draft, found_too=False)

    def known(names: Collection[str]) -> Collection[str]:
        return [name for name in names if name in wanted or (young(name) and not name.startswith(ARRIVING))]

    def young(name: str) -> bool:
        return (workspace.path / FOLDER / name).stat().st_mtime_ns // 1_000_000 > now() - KEPT_MS

    sweep(workspace.path / FOLDER, known)
