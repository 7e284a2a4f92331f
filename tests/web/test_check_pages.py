"""A grower's check before payday, through the pages: what it tells, to whom, and that nothing of it is left."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from made_web import ROOT, SEASON, Web

from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace, worker
from premium.workspace.doing import Progress
from premium.workspace.jobs import ask, jobs
from premium.workspace.people import Who
from premium.workspace.tables import Job, JobState, User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fastapi.testclient import TestClient

LIMIT = 1_000_000
RECORDS = ("records", "received", "runs", "tmp", "profiles")


@pytest.fixture
def web(season_workspace: Path, tmp_path: Path) -> Iterator[Web]:
    """The web over a workspace of one's own, with the season in its records."""
    shutil.copytree(season_workspace, tmp_path / "workspace")
    shutil.copytree(SEASON, tmp_path / "workspace" / "records", dirs_exist_ok=True)
    workspace = open_workspace(tmp_path / "workspace")
    yield Web(make_app(workspace, Settings(hosts=("testserver",), upload_bytes=LIMIT, sign_ins="99/minute")), workspace)
    workspace.close()


def token(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/check").text)
    assert found is not None
    return found[1]


def next_week(grower: str = "alder-bend", premium: str = "0.00") -> bytes:
    """A payroll of the week after the season: last week's lines of a grower again, with its premium lines changed."""
    weeks = sorted((SEASON / "payroll").glob("*.csv"), reverse=True)
    last = next(week for week in weeks if grower in week.read_text(encoding="utf-8"))
    head, *lines = last.read_text(encoding="utf-8").splitlines()
    titles = head.split(",")
    made = [head]
    for number, line in enumerate(lines):
        row = dict(zip(titles, line.split(","), strict=True))
        if row["grower_id"] != grower:
            continue
        row |= {"line_id": f"draft-{number}", "check_id": f"draft-{row['check_id']}"}
        if row["kind"] == "premium":
            row["amount"] = premium
        made.append(",".join(row.values()))
    return ("\n".join(made) + "\n").encode()


def drop(client: TestClient, content: bytes, way: str = "", csrf: str | None = None) -> tuple[int, str]:
    fields = {"csrf": token(client) if csrf is None else csrf, "way": way}
    answer = client.post("/check", data=fields, files={"file": ("next.csv", content)})
    return answer.status_code, answer.headers.get("location", "")


def work(web: Web) -> None:
    while (job := worker.begin(web.workspace)) is not None:
        worker.carry_out(web.workspace, job, Progress(web.workspace, job.id))


def what_lies_there(web: Web) -> dict[str, int]:
    """Everything in the workspace but the database: its files with their sizes."""
    files = (path for path in web.workspace.path.rglob("*") if path.is_file() and ".sqlite" not in path.name)
    return {
        str(path.relative_to(web.workspace.path)): path.stat().st_size
        for path in files
        if not path.name.startswith(("premium.db", "worker.l")) and path.suffix not in {".db", ".lock"}
    }


def left_of_drafts(web: Web) -> list[str]:
    return [path.name for path in (web.workspace.path / "drafts").rglob("*") if path.is_file()]


def test_who_would_be_short_is_told_and_nothing_of_the_draft_is_kept(web: Web) -> None:
    alder, before = web.client("alder"), what_lies_there(web)
    status, place = drop(alder, next_week())
    assert status == 303
    waiting = alder.get(place).text
    assert "Your file is being checked" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    work(web)
    told = alder.get(place).text
    assert re.search(r"would be short|not paid in full yet", told)
    assert "your file in place of one that a monitor sent, which it corrects" in told
    assert "Nothing of it was kept" in told
    assert "http-equiv" not in told
    assert "hx-trigger" not in told
    after = what_lies_there(web)
    assert set(after) - set(before) == {name for name in after if name.endswith("/found.json")}
    assert {name: after[name] for name in before} == before
    assert left_of_drafts(web) == ["found.json"]
    with web.workspace.reading() as session:
        assert not [job for job in session.query(Job) if job.kind == "ingest"]


def test_what_was_found_is_for_people_of_the_grower_alone(web: Web) -> None:
    _, place = drop(web.client("alder"), next_week())
    work(web)
    assert web.client("alder").get(place).status_code == 200
    for name in ("cane", "bluebird", "monitor", "organization"):
        assert web.client(name).get(place).status_code == 404
    job = web.client("monitor").get(place.replace("/check/", "/jobs/")).text
    assert "What came of it is for the grower alone." in job
    assert not re.search(r"\b00\d\d\d\b", job)


def test_a_file_with_another_growers_rows_is_refused_and_gone(web: Web) -> None:
    alder = web.client("alder")
    mixed = next_week() + next_week("cane-creek").split(b"\n", 1)[1]
    _, place = drop(alder, mixed)
    work(web)
    told = alder.get(place).text
    assert "The file could not be checked" in told
    assert "cane" not in told
    assert left_of_drafts(web) == []


def test_what_is_set_aside_says_what_to_fix(web: Web) -> None:
    alder = web.client("alder")
    lines = next_week().decode().splitlines()
    lines[1] = lines[1].rsplit(",", 2)[0] + ",12.345,"
    _, place = drop(alder, "\n".join(lines).encode())
    work(web)
    told = alder.get(place).text
    assert "Write fewer decimals: nothing is rounded here." in told
    assert "These lines took part in nothing" in told


def test_a_file_of_which_no_line_can_be_taken_says_why_for_an_hour(web: Web) -> None:
    alder = web.client("alder")
    _, place = drop(alder, re.sub(rb"\d\d(\d\d)-(\d\d)-", rb"\1/\2/", next_week()))
    work(web)
    assert "Lines set aside, and why" in alder.get(place).text
    assert left_of_drafts(web) == ["found.json"]
    shutil.rmtree(web.workspace.path / "drafts")
    told = alder.get(place).text
    assert "none of its" in told
    assert "Lines set aside, and why" not in told


def test_a_check_that_is_killed_leaves_nothing_and_is_done_again(web: Web) -> None:
    alder, before = web.client("alder"), what_lies_there(web)
    _, place = drop(alder, next_week())
    killed(web)
    assert any(name.startswith("tmp/") for name in what_lies_there(web))
    worker.recover(web.workspace)
    work(web)
    assert "Nothing of it was kept" in alder.get(place).text
    after = what_lies_there(web)
    assert set(after) - set(before) == {name for name in after if name.endswith("/found.json")}


DIES = """
import os, signal, sys
from pathlib import Path
from premium.workspace import open_workspace, worker, checks
from premium.workspace.doing import Progress

def dies(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

checks.read_run = dies
workspace = open_workspace(Path(sys.argv[1]))
worker._scratch_is_here(workspace)
job = worker.begin(workspace)
worker.carry_out(workspace, job, Progress(workspace, job.id))
"""


def killed(web: Web) -> None:
    """Let a worker of its own begin the job, and be killed when the draft's run is made and not yet told of."""
    done = subprocess.run(
        [sys.executable, "-c", DIES, str(web.workspace.path)], check=False, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == -9, done.stderr


def test_a_check_that_is_cancelled_or_cannot_be_asked_leaves_nothing(web: Web) -> None:
    alder = web.client("alder")
    _, place = drop(alder, next_week())
    number = place.rpartition("/")[2]
    assert alder.post(f"/jobs/{number}/cancel", data={"csrf": token(alder)}).headers["location"] == f"/jobs/{number}"
    assert alder.get(f"/jobs/{number}").headers["location"] == place
    assert "Nothing of the file was kept." in alder.get(place).text
    work(web)
    status, _ = drop(alder, next_week(), way=f"profile:{'x' * 300}")
    assert status == 409
    assert left_of_drafts(web) == []


def test_a_draft_whose_worker_died_after_the_last_word_is_swept(web: Web) -> None:
    alder = web.client("alder")
    _, place = drop(alder, next_week())
    with web.workspace.writing() as session:
        session.get_one(Job, place.rpartition("/")[2]).state = JobState.FAILED
    worker.sweep(web.workspace)
    assert left_of_drafts(web) == []


def test_nothing_arrives_without_the_forms_own_token_or_over_the_limit(web: Web) -> None:
    alder = web.client("alder")
    assert drop(alder, next_week(), csrf="not ours")[0] == 403
    assert drop(alder, b"x" * (LIMIT + 1))[0] == 413
    assert alder.post("/check", data={"csrf": token(alder)}, files={"file": ("", b"")}).status_code == 422
    assert left_of_drafts(web) == []


def test_keeping_it_is_another_step_that_sends_the_file(web: Web) -> None:
    alder = web.client("alder")
    _, place = drop(alder, next_week())
    work(web)
    told = alder.get(place).text
    assert re.search(r'<form method="post" action="/uploads" enctype="multipart/form-data"', told)
    # In the same week's days it would look like a corrected copy of what is there.
    later = next_week().replace(b"2026-", b"2027-").replace(b"2025-", b"2026-")
    sent = alder.post("/uploads", data={"csrf": token(alder), "way": ""}, files={"file": ("next.csv", later)})
    assert sent.headers["location"].startswith("/uploads/")
    work(web)
    assert "taken" in alder.get(sent.headers["location"]).text


def test_the_way_a_file_is_read_names_no_profile_of_others(web: Web) -> None:
    shutil.copy(ROOT / "data" / "samples" / "new-york" / "profile.toml", web.workspace.path / "profiles" / "cane.toml")
    assert "profile:" not in web.client("alder").get("/check").text
    assert "profile:" not in web.client("alder").get("/uploads").text


def test_a_check_of_another_kind_of_job_is_not_there(web: Web) -> None:
    with web.workspace.reading() as session:
        who = Who.of(next(user for user in session.query(User) if user.name == "alder"))
    asked = ask(web.workspace, who, "papers", {"run": 1, "kind": "letter", "options": {}})
    assert web.client("alder").get(f"/check/{asked.id}").status_code == 404
    assert jobs(web.workspace, who, state=JobState.WAITING).rows
