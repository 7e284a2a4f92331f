"""The sample season as a workspace to look at: one accepted run, and somebody of each role; a real one has nobody."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from premium.errors import WorkspaceError
from premium.workspace import jobs, worker
from premium.workspace.doing import Progress
from premium.workspace.people import Who, add_user, set_password
from premium.workspace.place import open_workspace
from premium.workspace.tables import Role, Run, User

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from premium.workspace.place import Workspace

PEOPLE = (
    ("monitor", Role.MONITOR, None),
    ("organization", Role.WORKER_ORGANIZATION, None),
    ("buyer", Role.BUYER, "bluebird-burgers"),
    ("grower", Role.GROWER, "alder-bend"),
)
WORDS = (
    "amber", "apple", "aspen", "basil", "beach", "berry", "birch", "bread", "brook", "cedar", "chalk", "cliff", "cloud",
    "clover", "coral", "creek", "daisy", "delta", "eagle", "earth", "ember", "field", "fjord", "flint", "frost",
    "glade", "grape", "grove", "hazel", "heron", "honey", "ivory", "jade", "kelp", "lemon", "lilac", "lotus", "maple",
    "marsh", "melon", "mint", "moss", "ocean", "olive", "onyx", "orchid", "peach", "pearl", "pine", "plum", "pond",
    "quail", "quartz", "raven", "reed", "ridge", "river", "robin", "sage", "shell", "slate", "spruce", "stone", "thyme",
)  # fmt: skip
MARK = "demo"
"""The file that says that a workspace is the demo's: in no other does anybody get a password by itself."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody signs in with."""

    name: str
    password: str
    who: str


def season(place: Path, records: Path, as_of: date) -> list[SignIn]:
    """Make the demo's workspace, or take the one that is there, and give everybody in it a new password.

    Raises:
        WorkspaceError: there is a workspace, and it is not the demo's.
    """
    if (place / "program.toml").is_file() and not (place / MARK).is_file():
        raise WorkspaceError(f"{place} is a workspace of your own", hint="name another place with --out")
    workspace = open_workspace(place, "fair-food")
    try:
        (place / MARK).touch()
        signs = [_person(workspace, *person) for person in PEOPLE]
        with workspace.reading() as session:
            first = session.scalar(select(User).where(User.name == "monitor"))
            is_made = session.scalar(select(Run.accepted_at)) is not None
        if first is not None and not is_made:
            shutil.copytree(records, workspace.records, dirs_exist_ok=True)
            _work(workspace, Who.of(first), "run", {"as_of": as_of.isoformat()})
            _work(workspace, Who.of(first), "accept", {"run": 1})
    finally:
        workspace.close()
    return signs


def _person(workspace: Workspace, name: str, role: Role, party: str | None) -> SignIn:
    password = "-".join(secrets.choice(WORDS) for _ in range(4))
    with workspace.reading() as session:
        known = session.scalar(select(User.id).where(User.name == name))
    if known:
        set_password(workspace, name, password)
    else:
        add_user(workspace, name, role, party, password)
    return SignIn(name, password, role.value.replace("_", " ") + (f" {party}" if party else ""))


def _work(workspace: Workspace, who: Who, kind: str, asked: dict[str, object]) -> None:
    """Do a job here and now, as the worker would."""
    jobs.ask(workspace, who, kind, asked)
    job = worker.begin(workspace)
    if job is not None:
        worker.carry_out(workspace, job, Progress(workspace, job.id))
