"""Workspaces for tests, on each database that there is: SQLite, and Debian's PostgreSQL on a socket of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy

from folders import VALLEY
from premium.workspace import open_workspace
from premium.workspace.doing import Progress
from premium.workspace.jobs import ask, job
from premium.workspace.people import Who, add_user
from premium.workspace.tables import Role
from premium.workspace.uploads import receive
from premium.workspace.worker import begin, carry_out

if TYPE_CHECKING:
    from premium.workspace import Workspace
    from premium.workspace.tables import Job, Upload


@dataclass(frozen=True)
class Place:
    """A workspace, with people of each role, and its database's address where that is not its own file."""

    workspace: Workspace
    database: str | None
    monitor: Who
    organization: Who
    grower: Who
    buyer: Who

    def upload(self, content: str | bytes, name: str = "file.csv", who: Who | None = None) -> Upload:
        """Receive a file."""
        data = content.encode() if isinstance(content, str) else content
        return receive(self.workspace, who or self.monitor, name, [data]).upload

    def ask(self, kind: str, who: Who | None = None, /, **asked: Any) -> Job:  # noqa: ANN401 - whatever is asked
        """Ask for a job."""
        return ask(self.workspace, who or self.monitor, kind, asked)

    def bring_in(self, content: str | bytes, name: str = "file.csv", who: Who | None = None, **asked: Any) -> Job:  # noqa: ANN401
        """Receive a file and have it brought in; return the job as it ended."""
        asked_for = self.ask("ingest", who, upload=self.upload(content, name, who).id, **asked)
        self.work()
        return self.job(asked_for)

    def bring_in_later(self, content: str) -> Job:
        """Ask for a file to be brought in."""
        return self.ask("ingest", upload=self.upload(content).id)

    def bring_in_valley_later(self) -> None:
        """Ask for the records of the small valley to be brought in."""
        for path in sorted((VALLEY / "records").rglob("*.csv")):
            self.ask("ingest", upload=self.upload(path.read_bytes(), path.name).id)

    def bring_in_valley(self) -> None:
        """Have the records of the small valley brought in."""
        self.bring_in_valley_later()
        self.work()

    def run(self, as_of: str = "2026-03-31", **asked: Any) -> Job:  # noqa: ANN401 - whatever is asked
        """Have a run made; return the job as it ended."""
        asked_for = self.ask("run", as_of=as_of, **asked)
        self.work()
        return self.job(asked_for)

    def work(self) -> None:
        """Do in this process what the worker would do in its own, until nothing waits."""
        while (taken := begin(self.workspace)) is not None:
            carry_out(self.workspace, taken, Progress(self.workspace, taken.id))

    def job(self, asked: Job) -> Job:
        """Return a job as it stands now."""
        return job(self.workspace, self.monitor, asked.id)


def told(ended: Job) -> dict[str, Any]:
    """Return what a job told that ended well."""
    assert ended.state == "done", ended.told
    assert ended.told is not None
    return ended.told


def a_place(folder: Path, database: str | None = None) -> Place:
    """Begin a workspace with people; nobody has a password, for that takes long."""
    workspace = open_workspace(folder, "fair-food", database)
    people = (
        add_user(workspace, name, role, party, None)
        for name, role, party in (
            ("monitor", Role.MONITOR, None), ("organization", Role.WORKER_ORGANIZATION, None),
            ("grower", Role.GROWER, "alder-farm"), ("buyer", Role.BUYER, "market"),
        )
    )  # fmt: skip
    return Place(workspace, database, *people)


def programs_of_postgres() -> Path | None:
    """Return where PostgreSQL's programs lie."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("initdb")
    places += [Path(found).resolve().parent] if found else []
    return next((place for place in places if (place / "initdb").is_file()), None)


def nobody() -> pwd.struct_passwd | None:
    """Return whom PostgreSQL runs as where we are root, which it refuses to be."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def as_user(user: pwd.struct_passwd | None, command: list[Any]) -> None:
    who: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run(
        list(map(str, command)), check=False, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=120, **who,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def a_database(folder: str, number: list[int] = [0]) -> str:  # noqa: B006 - it counts over all tests
    """Make an empty database, and return its address."""
    number[0] += 1
    name = f"test{number[0]}"
    server = sqlalchemy.create_engine(f"postgresql+psycopg://premium@/postgres?host={folder}")
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    server.dispose()
    return f"postgresql+psycopg://premium@/{name}?host={folder}"
