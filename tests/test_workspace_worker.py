"""The worker, and its server, may be killed at any moment: no job is lost, and none is done twice."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

import killed_worker
from folders import ROOT, VALLEY, paid, payments
from premium.errors import InputError, NotHereError, WorkspaceError
from premium.run_folder import PARTIAL, open_run
from premium.workspace import kinds, worker
from premium.workspace.doing import Progress
from premium.workspace.jobs import FINAL, ask, cancel, job, jobs, state_of
from premium.workspace.kinds import KINDS, Kind
from premium.workspace.supervisor import Worker
from premium.workspace.tables import Job, JobState, Run, Upload, UploadState
from workspaces import a_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workspaces import Place

PATIENCE_S = 240
TWENTY = 20
RUNS = 3


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    """An empty workspace on SQLite."""
    made = a_place(tmp_path / "workspace")
    yield made
    made.workspace.close()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; that it never is, is a failure."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def twenty_jobs() -> list[dict[str, Any]]:
    """The valley's files, further payments, and runs among them: twenty jobs."""
    files = [{"name": p.name, "content": p.read_text()} for p in sorted((VALLEY / "records").rglob("*.csv"))]
    more = TWENTY - RUNS - len(files)
    extra = [{"name": f"{n}.csv", "content": payments(paid(number=f"X{n}"))} for n in range(more)]
    asks = [*files, *extra]
    for n, place in enumerate((len(files), len(files) + 3, len(asks) + 2)):
        asks.insert(place, {"as_of": f"2026-03-{29 + n}"})
    assert len(asks) == TWENTY
    return asks


def ask_for_all(place: Place, asks: list[dict[str, Any]]) -> None:
    """Ask for jobs in this process."""
    for asked in asks:
        if "content" in asked:
            place.ask("ingest", upload=place.upload(asked["content"], asked["name"]).id)
        else:
            place.ask("run", **asked)


def nothing_lost_and_nothing_twice(place: Place, asks: list[dict[str, Any]]) -> None:
    """See that each job is done, each upload lies in the records once, and each run is there once, and whole."""
    workspace = place.workspace
    done = jobs(workspace, place.monitor, most=100).rows
    assert [(j.state, j.told) for j in done if j.state != JobState.DONE] == []
    assert len(done) == len(asks)
    with workspace.reading() as session:
        uploads, rows = list(session.scalars(select(Upload))), list(session.scalars(select(Run)))
    assert {u.state for u in uploads} == {UploadState.TAKEN}
    assert sorted(u.told["name"] for u in uploads if u.told) == sorted(
        p.relative_to(workspace.records).as_posix() for p in workspace.records.rglob("*") if p.is_file()
    )
    assert len(uploads) == len([a for a in asks if "content" in a])
    assert sorted(r.job_id for r in rows) == sorted(j.id for j in done if j.kind == "run")
    assert sorted(r.number for r in rows) == sorted(int(p.name) for p in (workspace.path / "runs").iterdir())
    assert sorted(r.as_of for r in rows) == sorted(a["as_of"] for a in asks if "as_of" in a)
    for row in rows:
        run = open_run(workspace.run(row.number) / "run")
        assert (run.manifest["as_of"], run.violations) == (row.as_of, row.violations)
    left = [p.name for p in workspace.path.rglob("*") if PARTIAL in p.name or p.name.startswith(".premium-")]
    assert left == []
    assert list((workspace.path / "tmp").iterdir()) == []


def test_a_worker_killed_again_and_again_loses_no_job_and_does_none_twice(place: Place) -> None:
    asks = twenty_jobs()
    ask_for_all(place, asks)
    chance = Random(5)
    # Bringing in a file has some 20 moments, a run some 200: in files, twice in the first run, and past it.
    kills = [moment + chance.randint(0, 19) for moment in (30, 60, 200, 80, 300)]
    (place.workspace.path / killed_worker.KILLS).write_text("\n".join(map(str, kills)))
    started = Worker(place.workspace.path, database=place.database, command=(killed_worker.__file__, "worker"))
    started.start()
    try:
        until(lambda: all(j.state in FINAL for j in jobs(place.workspace, place.monitor, most=100).rows))
    finally:
        started.stop()
    assert (place.workspace.path / killed_worker.KILLS).read_text() == "", "it was killed as often as was laid down"
    assert sum(j.tries - 1 for j in jobs(place.workspace, place.monitor, most=100).rows) >= 3, "in the middle of jobs"
    nothing_lost_and_nothing_twice(place, asks)


def server(place: Place) -> subprocess.Popen[str]:
    """Start a server with a worker of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    if place.database:
        environment["PREMIUM_DATABASE"] = place.database
    command = [sys.executable, killed_worker.__file__, "server", str(place.workspace.path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True)


def test_server_and_worker_killed_during_twenty_jobs_lose_none_and_do_none_twice(place: Place) -> None:
    asks = twenty_jobs()
    (place.workspace.path / killed_worker.ASKS).write_text(json.dumps({"who": place.monitor.id, "asks": asks}))
    chance = Random(11)
    for kill in ("both", "server", None):
        with server(place) as process:
            assert process.stdout is not None
            pid = int(process.stdout.readline().split()[1])
            if kill is None:
                assert process.stdout.read().split()[-1] == "all"
                assert process.wait(timeout=PATIENCE_S) == 0
                break
            for line in process.stdout:
                if line == "asked\n":
                    break
            for _ in range(chance.randint(2, 5)):
                assert process.stdout.readline() == "ended\n"
            os.kill(process.pid, signal.SIGKILL)
            if kill == "both":
                os.kill(pid, signal.SIGKILL)
    nothing_lost_and_nothing_twice(place, asks)


def test_a_worker_whose_server_is_gone_ends_by_itself_and_the_next_waits_for_it(here: Place) -> None:
    first, second = (Worker(here.workspace.path) for _ in range(2))
    first.start()
    asked = here.bring_in_later(payments(paid()))
    until(lambda: here.job(asked).state == JobState.DONE)
    second.start()
    again = here.bring_in_later(payments(paid(number="2")))
    until(lambda: here.job(again).state == JobState.DONE)
    assert first.alive
    assert second.alive
    first.stop()
    last = here.bring_in_later(payments(paid(number="3")))
    until(lambda: here.job(last).state == JobState.DONE)
    second.stop()
    assert not second.alive


def test_a_worker_does_nothing_while_another_process_is_the_worker(here: Place) -> None:
    asked = here.bring_in_later(payments(paid()))
    with (here.workspace.path / worker.LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        started = Worker(here.workspace.path)
        started.start()
        locks = Path("/proc/locks")
        until(lambda: any(f" {started.pid} " in line for line in locks.read_text().splitlines() if "->" in line))
        assert here.job(asked).state == JobState.WAITING
    until(lambda: here.job(asked).state == JobState.DONE)
    started.stop()


def test_a_worker_that_dies_is_started_again(here: Place) -> None:
    started = Worker(here.workspace.path)
    started.start()
    before = started.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    until(lambda: started.alive and started.pid != before)
    asked = here.bring_in_later(payments(paid()))
    until(lambda: here.job(asked).state == JobState.DONE)
    started.stop()


# --- what a job can lead to, in this process


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let guesses do something else, as a job of a test's own making."""

    def put(work: Callable[..., dict[str, Any]], **parts: Any) -> None:  # noqa: ANN401 - parts of a kind
        monkeypatch.setitem(kinds.KINDS, "guess", Kind(work, **parts))

    return put


def a_job(place: Place) -> Job:
    """Ask for a job of the kind that a test has put there."""
    return place.ask("guess", upload=place.upload("x").id)


def test_jobs_are_worked_in_the_order_in_which_they_were_asked_for(place: Place, kind: Callable[..., None]) -> None:
    order: list[str] = []

    def note(_: object, job: Job, __: Progress) -> dict[str, Any]:
        order.append(job.id)
        return {}

    kind(note)
    upload = place.upload("x").id
    asked = [place.ask("guess", upload=upload).id for _ in range(5)]
    place.work()
    assert order == asked


def test_a_job_that_waits_is_cancelled_at_once(place: Place) -> None:
    asked = place.ask("run", as_of="2026-03-31")
    assert cancel(place.workspace, place.monitor, asked.id).state == JobState.CANCELLED
    place.work()
    assert place.job(asked).tries == 0


def test_a_job_that_is_worked_is_cancelled_at_its_next_step_and_leaves_nothing(place: Place) -> None:
    place.bring_in_valley()
    asked = place.ask("run", as_of="2026-03-31")
    taken = worker.begin(place.workspace)
    assert taken is not None
    seen: list[str] = []

    class Cancelled(Progress):
        """Somebody cancels when the engine has begun."""

        def __call__(self, doing: str) -> None:
            seen.append(doing)
            if doing == "ledger":
                cancel(place.workspace, place.monitor, asked.id)
            self.look(doing)

    worker.carry_out(place.workspace, taken, Cancelled(place.workspace, taken.id))
    assert seen[-1] == "ledger"
    assert place.job(asked).state == JobState.CANCELLED
    assert list((place.workspace.path / "runs").iterdir()) == []


def test_a_job_that_has_ended_is_not_cancelled(here: Place) -> None:
    ended = here.bring_in(payments(paid()))
    assert cancel(here.workspace, here.monitor, ended.id).state == JobState.DONE


def test_a_job_that_ended_three_workers_fails_and_stands_in_nobodys_way(place: Place) -> None:
    bad, good = place.ask("run", as_of="2026-03-31"), place.bring_in_later(payments(paid()))
    for _ in range(worker.MOST_TRIES):
        taken = worker.begin(place.workspace)
        assert taken is not None
        assert taken.id == bad.id
        worker.recover(place.workspace)  # as if the worker had been killed now
    place.work()
    ended = place.job(bad)
    assert (ended.state, (ended.told or {})["code"]) == (JobState.FAILED, "worker")
    assert place.job(good).state == JobState.DONE


def test_a_worker_that_is_bidden_to_stop_gives_its_job_back_untried(place: Place) -> None:
    asked = place.ask("run", as_of="2026-03-31")
    place.bring_in_valley_later()
    taken = worker.begin(place.workspace)
    assert taken is not None
    worker.carry_out(place.workspace, taken, Progress(place.workspace, taken.id, stopping=lambda: True))
    assert (place.job(asked).state, place.job(asked).tries) == (JobState.WAITING, 0)


def test_our_own_errors_are_told_in_words_and_faults_without_what_stood_in_the_data(
    here: Place, kind: Callable[..., None]
) -> None:
    def refuse(*_: object) -> dict[str, Any]:
        raise InputError(f"{here.workspace.path}/records/x is broken", hint="mend it")

    row = {"name": "Ana Reyes"}

    def fault(*_: object) -> dict[str, Any]:
        raise KeyError(row["name"])

    kind(refuse)
    first = a_job(here)
    here.work()
    assert here.job(first).told == {"code": "input", "message": "records/x is broken", "hint": "mend it"}
    kind(fault)
    second = a_job(here)
    here.work()
    ended = here.job(second)
    assert (ended.state, (ended.told or {})["code"]) == (JobState.FAILED, "fault")
    log = (here.workspace.path / worker.LOG).read_text()
    assert "KeyError" in log
    assert "in fault" in log
    assert "Reyes" not in log + json.dumps(ended.told)


def test_what_is_left_of_a_job_that_fails_is_removed(here: Place, kind: Callable[..., None]) -> None:
    undone: list[str] = []

    def fault(*_: object) -> dict[str, Any]:
        raise RuntimeError

    kind(fault, undo=lambda _, job: undone.append(job.id))
    asked = a_job(here)
    here.work()
    assert undone == [asked.id]


def test_a_job_is_followed_from_state_to_state(place: Place) -> None:
    asked = place.bring_in_later(payments(paid()))
    waits = state_of(place.job(asked))
    assert (waits.state, waits.final) == (JobState.WAITING, False)
    assert state_of(place.job(asked)) == waits
    place.work()
    ended = state_of(place.job(asked))
    assert (ended.state, ended.final) == (JobState.DONE, True)
    assert ended.mark != waits.mark


def test_a_job_asked_for_again_by_its_name_is_the_same_job(place: Place) -> None:
    one, two = (ask(place.workspace, place.monitor, "run", {"as_of": "2026-03-31"}, "0011") for _ in range(2))
    assert one.id == two.id
    assert len(jobs(place.workspace, place.monitor).rows) == 1


def test_others_do_not_see_a_job_and_monitors_see_all(place: Place) -> None:
    kept = place.upload(payments(paid()), who=place.buyer)
    asked = place.ask("ingest", place.buyer, upload=kept.id)
    assert job(place.workspace, place.buyer, asked.id).id == asked.id
    assert [j.id for j in jobs(place.workspace, place.monitor).rows] == [asked.id]
    for who in (place.grower, place.organization):
        assert jobs(place.workspace, who).rows == ()
        for look in (job, cancel):
            with pytest.raises(NotHereError):
                look(place.workspace, who, asked.id)
        with pytest.raises(NotHereError):
            place.ask("ingest", who, upload=kept.id)


@pytest.mark.parametrize(
    ("kind_of", "asked", "words"),
    [
        ("dance", {}, "no job of the kind"),
        ("run", {}, "as_of"),
        ("run", {"as_of": "yesterday"}, "as_of"),
        ("run", {"as_of": "2026-03-31", "more": 1}, "more"),
        ("accept", {"run": -1}, "run"),
        ("ingest", {"upload": "x", "table": "workers"}, "table"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(here: Place, kind_of: str, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(WorkspaceError, match=words):
        ask(here.workspace, here.monitor, kind_of, asked)


def test_every_kind_that_can_be_asked_for_is_worked() -> None:
    from premium.workspace import asked  # noqa: PLC0415 - the name is taken by what is asked in these tests

    assert set(KINDS) == set(asked.KINDS) == set(asked.MAY)
