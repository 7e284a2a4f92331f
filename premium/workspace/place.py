"""Where a workspace keeps what, and how one is begun."""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from secrets import token_bytes
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from premium.errors import WorkspaceError
from premium.program import LoadedProgram, load
from premium.workspace.database import connect
from premium.workspace.identity import belong_together

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

DATABASE = "premium.sqlite"
FOLDERS = ("profiles", "received", "records", "runs")
SECRET_BYTES = 32
NEW_SECRET = "secret.new"  # noqa: S105 - where it is written first


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace."""

    path: Path
    database: Engine
    secret: bytes
    program: LoadedProgram

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that reads."""
        with Session(self.database, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session that writes; all of the block is written, or none of it where it raises."""
        bound = self.database.execution_options(writes=True)
        with Session(bound, expire_on_commit=False) as session, session.begin():
            yield session

    def received(self, upload: str) -> Path:
        """Return the folder of an upload, as it came."""
        return self.path / "received" / upload

    @property
    def records(self) -> Path:
        """Return the records folder that uploads are brought into."""
        return self.path / "records"

    def run(self, number: int) -> Path:
        """Return the folder that holds a run, the records that it read, its index and its answers."""
        return self.path / "runs" / str(number)

    def close(self) -> None:
        """Let go of the database."""
        self.database.dispose()


def open_workspace(path: Path, program: str | None = None, database: str | None = None) -> Workspace:
    """Open a workspace; with a program, begin one where there is none.

    Args:
        path: the workspace's folder.
        program: a program's id or file; needed once, to begin. Another file of the same program (with new rates, say)
            is in force from now on; runs keep theirs.
        database: the address of a PostgreSQL database; without it a SQLite file in the folder.

    Raises:
        WorkspaceError: there is none and no program was named, or it is another program's.
    """
    if not (path / "program.toml").is_file():
        _begin(path, program)
    loaded = _program(path, program)
    secret = _secret(path)
    engine = connect(database or f"sqlite:///{(path / DATABASE).resolve()}")
    try:
        belong_together(engine, path, secret)
    except WorkspaceError:
        engine.dispose()
        raise
    return Workspace(path, engine, secret, loaded)


def _begin(path: Path, program: str | None) -> None:
    """Make the folders; the program is written last, so that a workspace half begun is begun again."""
    if program is None:
        raise WorkspaceError(
            f"{path} is not a workspace yet", hint=f"name the program to begin it: premium serve {path} --program ID"
        )
    lies_there = {p.name for p in path.iterdir()} if path.exists() else set()
    if lies_there - {NEW_SECRET} and not (path / "secret").is_file():
        raise WorkspaceError(f"{path} is not empty, and not a workspace", hint="name a new folder")
    loaded = load(program)
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(0o700)
    if not (path / "secret").is_file():
        _write_secret(path)
    for folder in FOLDERS:
        (path / folder).mkdir(exist_ok=True)
    (path / "program.toml").write_bytes(loaded.content)


def _write_secret(path: Path) -> None:
    """Write a new secret aside, and give it its name once it is on the disk: a full one leaves none."""
    fresh = path / NEW_SECRET
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(token_bytes(SECRET_BYTES))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / "secret")


def _secret(path: Path) -> bytes:
    """Return a workspace's secret.

    Raises:
        WorkspaceError: it is not all there; what is signed with it would be signed by anybody.
    """
    try:
        secret = (path / "secret").read_bytes()
    except FileNotFoundError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise WorkspaceError(f"{path / 'secret'} is not what it was", hint="bring it back from a backup")
    return secret


def _program(path: Path, named: str | None) -> LoadedProgram:
    """Return the workspace's program, after taking a newer file of it if one is named."""
    kept = load(str(path / "program.toml"))
    wanted = kept if named is None else load(named)
    if wanted.program.id != kept.program.id:
        raise WorkspaceError(
            f"{path} is a workspace of another program, {kept.program.id}",
            hint="a workspace keeps to one program: begin another one, or leave --program out",
        )
    if wanted.sha256 != kept.sha256:
        fresh = path / "program.toml.new"
        fresh.write_bytes(wanted.content)
        fresh.replace(path / "program.toml")
    return wanted
