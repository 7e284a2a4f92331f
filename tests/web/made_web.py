"""A workspace with an accepted run of the sample season and somebody of each role, for all tests of the web."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.testclient import TestClient

from premium.audit import audit
from premium.workspace import answers, index, open_workspace, worker
from premium.workspace.doing import Progress
from premium.workspace.people import add_user
from premium.workspace.tables import Job, JobState, Role, Run, now

if TYPE_CHECKING:
    from fastapi import FastAPI

    from premium.workspace import Workspace

ROOT = Path(__file__).parents[2]
SEASON = ROOT / "data" / "samples" / "season" / "records"
PASSWORD = "four plain words here"  # noqa: S105 - of people who are not
PEOPLE = {
    "monitor": (Role.MONITOR, None), "organization": (Role.WORKER_ORGANIZATION, None),
    "bluebird": (Role.BUYER, "bluebird-burgers"), "cobalt": (Role.BUYER, "cobalt-market"),
    "alder": (Role.GROWER, "alder-bend"), "cane": (Role.GROWER, "cane-creek"),
}  # fmt: skip
"""Two of each party, so that one can try to see the other's."""


@dataclass(frozen=True, slots=True)
class Web:
    """The web over a workspace, and how to come in as somebody."""

    app: FastAPI
    workspace: Workspace

    def client(self, name: str | None = None) -> TestClient:
        """Return a client that is signed in as somebody, or a stranger's."""
        client = TestClient(self.app, follow_redirects=False, base_url="http://testserver")
        if name is not None:
            answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
        return client


def work(web: Web) -> None:
    """Do what was asked for, here and now, as the worker would."""
    while (job := worker.begin(web.workspace)) is not None:
        worker.carry_out(web.workspace, job, Progress(web.workspace, job.id))


def made(place: Path) -> None:
    """Make the workspace: one run, indexed and accepted."""
    workspace = open_workspace(place, "fair-food")
    who = [add_user(workspace, name, role, party, PASSWORD) for name, (role, party) in PEOPLE.items()]
    shutil.copytree(SEASON, workspace.run(1) / "records")
    run = audit(workspace.run(1) / "records", str(place / "program.toml"), workspace.run(1) / "run", date(2026, 4, 15))
    index.write(workspace, 1)
    answers.write(workspace, 1)
    with workspace.writing() as session:
        session.add(Job(id="00000001", kind="run", state=JobState.DONE, asked={}, told={"run": 1}, user_id=who[0].id))
        session.flush()
        session.add(
            Run(
                number=1, job_id="00000001", as_of="2026-04-15", manifest_sha256="", violations=run.violations,
                missing_cents=126695, accepted_at=now(), accepted_by=who[0].id,
            )
        )  # fmt: skip
    workspace.close()
