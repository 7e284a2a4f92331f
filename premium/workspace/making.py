"""A run is made: the records of this moment stand still beside it, and its row comes when all of it is there.

runs/N/records/   what it read       runs/N/run/   the run, with its documents where they are for people
runs/N/index/     what pages read (`premium.workspace.index`)
"""

from __future__ import annotations

import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from premium.audit import Settings, audit
from premium.engine import OnDuckDB
from premium.errors import RunError
from premium.ingest.file_facts import fingerprint
from premium.run_folder import MANIFEST, PARTIAL, open_run
from premium.workspace import answers, index
from premium.workspace.place_of_work import scratch, snapshot
from premium.workspace.runs import next_number
from premium.workspace.tables import Deed, Job, JobState, Run, now
from reports import write_report, write_workbook
from reports.ask import SQL

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from premium.run_folder import RunFolder
    from premium.workspace.doing import Progress
    from premium.workspace.place import Workspace

UNFINISHED = (f"papers/*{PARTIAL}*", "premium-index-*", f"*{PARTIAL}*")
"""What the writers of a run's parts leave where they are killed."""
HANDY = 200_000
"""Findings up to which a run gets its documents at once: past that nobody reads them, and they take long."""
ANSWER_READS = ("entitlements", "terms", "pools", "origins", "totals")


def reserve(session: Session, workspace: Workspace, _: Job) -> dict[str, Any]:
    """Return the number of a run to be made, before work on it begins; a second try has the same."""
    return {"run": next_number(session, workspace)}


def make(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Make the run of a job, or take what an earlier try has finished of it."""
    number = int((job.told or {})["run"])
    folder = workspace.run(number)
    as_of, only = date.fromisoformat(job.asked["as_of"]), job.asked["only"]
    run = _whole(folder / "run", as_of, only)
    if run is None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        progress("records")
        records = snapshot(workspace, folder / "records")
        how = Settings(memory=progress.memory, progress=progress, only=only)
        run = audit(records, str(workspace.path / "program.toml"), folder / "run", as_of, how)
    if sum(entry["findings"] for entry in run.manifest["findings"]) <= HANDY:
        for write in (write_report, write_workbook):
            progress("documents")
            write(run, progress.memory)
    progress("index")
    index.write(workspace, number, progress.memory)
    return {
        "run": number, "as_of": as_of.isoformat(), "manifest_sha256": fingerprint(run.path / MANIFEST),
        "violations": run.violations, "missing_cents": missing_cents(workspace, run, progress.memory),
        "cannot_say": run.cannot_say,
    }  # fmt: skip


def _whole(path: Any, as_of: date, only: str | None) -> RunFolder | None:  # noqa: ANN401 - narrowed by open_run
    """Return the run that an earlier try has finished, if there is one."""
    try:
        run = open_run(path)
    except RunError:
        return None
    same = run.manifest["as_of"] == as_of.isoformat() and run.manifest.get("only_grower") == only
    return run if same else None


def missing_cents(workspace: Workspace, run: RunFolder, memory: str | None) -> int | None:
    """Return what workers were due and did not get, or was never shared out; None where nobody can say."""
    if run.cannot_say:
        return None
    with scratch(workspace) as place, OnDuckDB(place / "spill", memory) as engine:
        for name in ANSWER_READS:
            engine.load(name, run.table(name))
        answer = engine.rows((SQL / "answer.sql").read_text(encoding="utf-8"))[0]
    return int(answer["missing_cents"]) + int(answer["stranded_cents"])


def made(session: Session, _: Workspace, job: Job, told: dict[str, Any]) -> None:
    """Write a run's row, in the same transaction as its job's end."""
    if session.scalar(select(Run.number).where(Run.job_id == job.id)) is None:
        facts = {key: told[key] for key in ("as_of", "manifest_sha256", "violations", "missing_cents")}
        session.add(Run(number=told["run"], job_id=job.id, **facts))


def unmake(workspace: Workspace, job: Job) -> None:
    """Leave nothing of a run that was cancelled or failed."""
    number = (job.told or {}).get("run")
    if number is not None:
        shutil.rmtree(workspace.run(int(number)), ignore_errors=True)


def sweep_runs(workspace: Workspace) -> None:
    """Remove folders of runs that are neither finished nor to be finished; only who holds the worker's lock may."""
    with workspace.reading() as session:
        kept = set(session.scalars(select(Run.number)))
        open_jobs = select(Job).where(Job.kind == "run", Job.state.in_([JobState.WAITING, JobState.WORKING]))
        kept |= {int(job.told["run"]) for job in session.scalars(open_jobs) if job.told}
    for folder in (workspace.path / "runs").iterdir():
        if folder.name.isdigit() and int(folder.name) not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    for unfinished in UNFINISHED:
        for left in (workspace.path / "runs").glob(f"*/{unfinished}"):
            shutil.rmtree(left, ignore_errors=True)


def accept(workspace: Workspace, job: Job, progress: Progress) -> dict[str, Any]:
    """Write the buyers' and growers' answers of a run; done again, it writes the same."""
    number = int(job.asked["run"])
    progress("answers")
    answers.write(workspace, number, progress.memory)
    return {"run": number}


def unaccept(workspace: Workspace, job: Job) -> None:
    """Leave no answers of a run that was not accepted after all; those of one that stands accepted stay."""
    number = int(job.asked["run"])
    with workspace.reading() as session:
        run = session.get(Run, number)
    answered = workspace.run(number) / "answers"
    if (run is None or run.accepted_at is None) and answered.is_dir():
        going = answered.with_name(f"answers{PARTIAL}{job.id}")  # killed now, it is swept with what is unfinished
        answered.rename(going)
        shutil.rmtree(going, ignore_errors=True)


def accepted(session: Session, _: Workspace, job: Job, told: dict[str, Any]) -> None:
    """Open a run to buyers and growers, in the same transaction as the job's end: their answers lie there by now."""
    run = session.get(Run, told["run"])
    if run is not None and run.accepted_at is None:
        run.accepted_at, run.accepted_by = now(), job.user_id
        session.add(Deed(user_id=job.user_id, what="accepted", about=str(run.number)))
