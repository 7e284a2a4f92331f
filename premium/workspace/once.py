"""A POST with an Idempotency-Key is done once, however often it is sent; the same key with another body is refused.

What a POST makes (an upload, a job) is called after its key (`name`), so that one sent again after a crash finds what
the first one made. An answer is kept for a week: it must hold nothing that is shown only once.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from premium.errors import WorkspaceError
from premium.workspace.database import alone
from premium.workspace.tables import Once, now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.workspace.people import Who
    from premium.workspace.place import Workspace

LONGEST = 200
KEPT_MS = 7 * 24 * 3_600_000
LIVING = "living"
"""The folder in which each process holds a file of its own, for as long as it lives."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """Do it; what it makes is called `id`."""

    id: str


@dataclass(frozen=True, slots=True)
class Again:
    """It was done; answer the same."""

    status: int
    answer: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class StillDoing:
    """Somebody is doing it: 409."""


@dataclass(frozen=True, slots=True)
class OtherBody:
    """The key was used for something else: 409."""


Begun = Fresh | Again | StillDoing | OtherBody


def name(who: Who, key: str) -> str:
    """Return what is made by a person's request with this key is called: the same each time it is sent."""
    return hashlib.sha256(f"{who.id}\0{key}".encode()).hexdigest()[:16]


def used_before() -> WorkspaceError:
    """Return what is said to a request whose key once made something else: that is known also when the key is not."""
    return WorkspaceError(
        "this Idempotency-Key was used for something else", hint="take a new one for each thing to do, such as a UUID"
    )


def begin(workspace: Workspace, who: Who, key: str, request_sha256: str) -> Begun:
    """Say what to do with a request; after `Fresh`, `finish` or `release` must follow.

    Raises:
        WorkspaceError: it is no key.
    """
    if not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise WorkspaceError("an Idempotency-Key has 1 to 200 plain characters", hint="such as a UUID")
    me = _holder(workspace)
    with workspace.writing() as session:
        alone(session.connection(), f"once {who.id}")
        row = session.scalar(select(Once).where(Once.user_id == who.id, Once.key == key))
        if row is None:
            session.add(Once(user_id=who.id, key=key, request_sha256=request_sha256, holder=me))
            return Fresh(name(who, key))
        if row.request_sha256 != request_sha256:
            return OtherBody()
        if row.status is not None:
            return Again(row.status, row.answer)
        if row.holder is not None and _lives(workspace, row.holder):
            return StillDoing()
        row.holder = me
    return Fresh(name(who, key))


def finish(workspace: Workspace, who: Who, key: str, status: int, answer: dict[str, Any] | None) -> None:
    """Keep what was answered, for the next time."""
    with workspace.writing() as session:
        session.execute(
            update(Once)
            .where(Once.user_id == who.id, Once.key == key)
            .values(status=status, answer=answer, holder=None)
        )


def release(workspace: Workspace, who: Who, key: str) -> None:
    """Let go of a key whose request was not answered: it may be sent again."""
    with workspace.writing() as session:
        session.execute(delete(Once).where(Once.user_id == who.id, Once.key == key, Once.status.is_(None)))


@contextmanager
def held(workspace: Workspace, who: Who, key: str) -> Iterator[None]:
    """Let go of a key if the block raises, so that what failed may be tried again."""
    try:
        yield
    except BaseException:
        release(workspace, who, key)
        raise


def sweep_once(workspace: Workspace) -> None:
    """Forget old keys, and processes that have ended."""
    with workspace.writing() as session:
        session.execute(delete(Once).where(Once.created_at < now() - KEPT_MS))
    for path in (workspace.path / LIVING).glob("*"):
        if not _lives(workspace, path.name):
            path.unlink(missing_ok=True)


_ME: dict[Path, str] = {}
"""This process's name in each workspace that it has open."""


def _holder(workspace: Workspace) -> str:
    """Return this process's name, and hold the file that says that it lives."""
    me = _ME.get(workspace.path)
    if me is None:
        me = secrets.token_hex(8)
        place = workspace.path / LIVING
        place.mkdir(exist_ok=True)
        # Held before it has its name, so that nobody ever sees a file of a living process that is not held.
        handle = os.open(place / f".{me}", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        (place / f".{me}").rename(place / me)
        me = _ME.setdefault(workspace.path, me)
    return me


def _lives(workspace: Workspace, holder: str) -> bool:
    try:
        handle = os.open(workspace.path / LIVING / holder, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
