"""Papers as a job's work: all of them or none, in a folder of the job's own."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from premium.workspace import papers
from reports.papers import all_or_none

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Job

ABOUT = ".about.json"
"""Whose each paper of a folder is (`Paper.about`), for a job that is done again after it was written."""


def make(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Write papers into runs/N/papers/JOB/, all of them or none, and tell their names, sizes and whose they are."""
    number, kind, options = int(job.asked["run"]), job.asked["kind"], job.asked["options"]
    target = papers_of(workspace, number, job.id)
    if not target.is_dir():
        with all_or_none(target) as building:
            made = papers.write(workspace, number, kind, options, building, progress)
            (building / ABOUT).write_text(json.dumps({p.file: p.about for p in made}), encoding="utf-8")
    about = json.loads((target / ABOUT).read_text(encoding="utf-8"))
    files = [{"name": name, "size": (target / name).stat().st_size, "about": about[name]} for name in sorted(about)]
    return {"run": number, "kind": kind, "files": files}


def papers_of(workspace: Workspace, number: int, job_id: str) -> Path:
    """Return the folder of a job's papers."""
    return workspace.run(number) / "papers" / job_id


def unwrite(workspace: Workspace, job: Job) -> None:
    """Leave nothing of papers that were cancelled or failed."""
    shutil.rmtree(papers_of(workspace, int(job.asked["run"]), job.id), ignore_errors=True)
