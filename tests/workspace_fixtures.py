"""Empty workspaces for tests, on each kind of database."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from premium.workspace.database import connect
from workspaces import a_database, a_place, as_user, nobody, programs_of_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from workspaces import Place

WHERE = ("sqlite", "postgresql")
NO_POSTGRES = (
    "PostgreSQL is not installed here (Debian: apt-get install postgresql); what must hold on it was not tried"
)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Debian's PostgreSQL, on a socket in a folder of its own; the name of that folder."""
    programs = programs_of_postgres()
    if programs is None:
        pytest.skip(NO_POSTGRES)
    folder = Path(tempfile.mkdtemp(prefix="premium-pg-"))
    user = nobody()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    as_user(
        user, [programs / "initdb", "-D", folder / "data", "-U", "premium", "-A", "trust", "-E", "UTF8", "--no-sync"]
    )
    how = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    control = [programs / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
    as_user(user, [*control, "-o", how, "start"])
    try:
        yield str(folder)
    finally:
        as_user(user, [*control, "-m", "immediate", "stop"])
        shutil.rmtree(folder)


@pytest.fixture(params=WHERE)
def address(request: pytest.FixtureRequest) -> str | None:
    """The address of an empty database of each kind; None is SQLite in the workspace's own folder."""
    return None if request.param == "sqlite" else a_database(request.getfixturevalue("postgres"))


@pytest.fixture
def place(tmp_path: Path, address: str | None) -> Iterator[Place]:
    """An empty workspace with people, on each kind of database."""
    made = a_place(tmp_path / "workspace", address)
    yield made
    made.workspace.close()


@pytest.fixture
def engine(tmp_path: Path, address: str | None) -> Iterator[Engine]:
    """An up-to-date database, without a workspace."""
    made = connect(address or f"sqlite:///{tmp_path / 'premium.sqlite'}")
    yield made
    made.dispose()
