"""What the worker calls that others write: each is called if its module is there, and must do the same when done again.

premium.workspace.index.write(workspace, number)     after a run is whole: what pages read; to runs/N/index/
premium.workspace.answers.write(workspace, number)   when a run is accepted: to runs/N/answers/
premium.workspace.papers.write(workspace, number, kind, options, out, progress)
                                                     writes files of a kind into the empty folder `out`
"""

from __future__ import annotations

import shutil
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from premium.errors import WorkspaceError

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Job


def index(workspace: Workspace, number: int, progress: Progress) -> None:
    """Let what pages read of a run be written."""
    progress("index")
    if find_spec("premium.workspace.index") is not None:
        import_module("premium.workspace.index").write(workspace, number)


def answers(workspace: Workspace, number: int, progress: Progress) -> None:
    """Let buyers' and growers' answers be written."""
    progress("answers")
    if find_spec("premium.workspace.answers") is not None:
        import_module("premium.workspace.answers").write(workspace, number)


def papers(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Write papers into runs/N/papers/JOB/, all of them or none, and tell their names and sizes."""
    if find_spec("premium.workspace.papers") is None:
        raise WorkspaceError("this premium writes no papers", hint="a later version does")
    number, kind, options = int(job.asked["run"]), job.asked["kind"], job.asked["options"]
    target = papers_of(workspace, number, job.id)
    if not target.is_dir():
        building = target.with_name(f".{job.id}")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        try:
            import_module("premium.workspace.papers").write(workspace, number, kind, options, building, progress)
            building.rename(target)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    files = sorted(path for path in target.iterdir() if path.is_file())
    return {"run": number, "kind": kind, "files": [{"name": p.name, "size": p.stat().st_size} for p in files]}


def papers_of(workspace: Workspace, number: int, job_id: str) -> Path:
    """Return the folder of a job's papers."""
    return workspace.run(number) / "papers" / job_id


def unwrite(workspace: Workspace, job: Job) -> None:
    """Leave nothing of papers that were cancelled or failed."""
    shutil.rmtree(papers_of(workspace, int(job.asked["run"]), job.id), ignore_errors=True)
