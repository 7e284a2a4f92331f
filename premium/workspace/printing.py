"""Papers as a job's work: all of them or none, in a folder of the job's own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from premium.workspace import papers
from reports.papers import all_or_none

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Job


def make(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Write papers into runs/N/papers/JOB/, all of them or none, and tell their names and sizes."""
    number, kind, options = int(job.asked["run"]), job.asked["kind"], job.asked["options"]
    target = papers_of(workspace, number, job.id)
    if not target.is_dir():
        with all_or_none(target) as building:
            papers.write(workspace, number, kind, options, building, progress)
    files = sorted(path for path in target.iterdir() if path.is_file())
    return {"run": number, "kind": kind, "files": [{"name": p.name, "size": p.stat().st_size} for p in files]}


def papers_of(workspace: Workspace, number: int, job_id: str) -> Path:
    """Return the folder of a job's papers."""
    return workspace.run(number) / "papers" / job_id


def unwrite(workspace: Workspace, job: Job) -> None:
    """Leave nothing of papers that were cancelled or failed."""
    shutil.rmtree(papers_of(workspace, int(job.asked["run"]), job.id), ignore_errors=True)
