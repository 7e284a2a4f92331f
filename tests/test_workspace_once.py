"""A request with a key is done once: sent again it is answered the same, and a crash in between locks nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.errors import WorkspaceError
from premium.workspace import once
from premium.workspace.drafts import Drafting
from premium.workspace.jobs import ask, jobs
from premium.workspace.once import KEPT_MS, Again, Fresh, OtherBody, StillDoing, begin, finish, held, sweep_once
from premium.workspace.tables import Job, Once, now
from premium.workspace.uploads import receive

if TYPE_CHECKING:
    from workspaces import Place

BODY, OTHER = "a" * 64, "b" * 64
RUN = {"as_of": "2026-03-31"}


def test_a_request_sent_again_is_answered_the_same(place: Place) -> None:
    first = begin(place.workspace, place.monitor, "k1", BODY)
    assert first == Fresh(once.name(place.monitor, "k1"))
    assert begin(place.workspace, place.monitor, "k1", BODY) == StillDoing()
    finish(place.workspace, place.monitor, "k1", 202, {"job": "x"})
    assert begin(place.workspace, place.monitor, "k1", BODY) == Again(202, {"job": "x"})


def test_the_same_key_with_another_body_is_refused_whether_done_or_not(place: Place) -> None:
    begin(place.workspace, place.monitor, "k1", BODY)
    assert begin(place.workspace, place.monitor, "k1", OTHER) == OtherBody()
    finish(place.workspace, place.monitor, "k1", 202, None)
    assert begin(place.workspace, place.monitor, "k1", OTHER) == OtherBody()


def test_a_key_is_its_owners(place: Place) -> None:
    begin(place.workspace, place.monitor, "k1", BODY)
    assert isinstance(begin(place.workspace, place.grower, "k1", OTHER), Fresh)
    assert once.name(place.monitor, "k1") != once.name(place.grower, "k1")


def test_what_failed_may_be_tried_again(place: Place) -> None:
    begin(place.workspace, place.monitor, "k1", BODY)
    with pytest.raises(ZeroDivisionError), held(place.workspace, place.monitor, "k1"):
        raise ZeroDivisionError
    assert isinstance(begin(place.workspace, place.monitor, "k1", OTHER), Fresh)


CRASH = """
import os, signal, sys
from pathlib import Path
from premium.workspace import once, open_workspace
from premium.workspace.jobs import ask
from premium.workspace.people import Who
from premium.workspace.tables import Role
workspace = open_workspace(Path(sys.argv[1]), database=sys.argv[2] or None)
who = Who(sys.argv[3], "monitor", Role.MONITOR, None, "en")
begun = once.begin(workspace, who, "k1", "a" * 64)
ask(workspace, who, "run", {"as_of": "2026-03-31"}, begun.id)
print("asked", flush=True)
sys.stdin.read()
"""


def test_a_crash_in_between_locks_no_key_and_the_job_that_was_made_is_found(place: Place) -> None:
    command = [sys.executable, "-c", CRASH, str(place.workspace.path), place.database or "", place.monitor.id]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"asked\n"
        assert begin(place.workspace, place.monitor, "k1", BODY) == StillDoing(), "another process is doing it"
        process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
    again = begin(place.workspace, place.monitor, "k1", BODY)
    assert isinstance(again, Fresh)
    found = ask(place.workspace, place.monitor, "run", RUN, again.id)
    assert [job.id for job in jobs(place.workspace, place.monitor).rows] == [found.id]
    sweep_once(place.workspace)
    assert len(list((place.workspace.path / once.LIVING).iterdir())) == 1, "this process lives, the other does not"


def test_of_many_that_begin_at_once_one_does_it(place: Place) -> None:
    with ThreadPoolExecutor(8) as many:
        begun = list(many.map(lambda _: begin(place.workspace, place.monitor, "k1", BODY), range(8)))
    assert sorted(type(b).__name__ for b in begun) == ["Fresh", *["StillDoing"] * 7]


def test_keys_are_forgotten_after_a_week(place: Place) -> None:
    for key, age in (("old", KEPT_MS + 1_000), ("new", 0)):
        begin(place.workspace, place.monitor, key, BODY)
        finish(place.workspace, place.monitor, key, 200, None)
        with place.workspace.writing() as session:
            session.query(Once).filter(Once.key == key).update({"created_at": now() - age})
    sweep_once(place.workspace)
    assert isinstance(begin(place.workspace, place.monitor, "old", OTHER), Fresh)
    assert isinstance(begin(place.workspace, place.monitor, "new", BODY), Again)


def test_a_key_that_was_forgotten_makes_nothing_else_under_the_name_that_it_gave(place: Place) -> None:
    called = once.name(place.monitor, "k1")
    first = receive(place.workspace, place.monitor, "a.csv", [b"first"], upload_id=called)
    assert receive(place.workspace, place.monitor, "a.csv", [b"first"], upload_id=called).upload.id == first.upload.id
    with pytest.raises(WorkspaceError, match="was used for something else"):
        receive(place.workspace, place.monitor, "a.csv", [b"second"], upload_id=called)
    made = ask(place.workspace, place.monitor, "run", RUN, called)
    assert ask(place.workspace, place.monitor, "run", RUN, called).id == made.id
    for kind, other in (("run", {"as_of": "2026-04-30"}), ("ingest", {"upload": first.upload.id})):
        with pytest.raises(WorkspaceError, match="was used for something else"):
            ask(place.workspace, place.monitor, kind, other, called)


def test_a_draft_that_is_sent_again_finds_its_check_for_a_week(place: Place) -> None:
    called, drafts = once.name(place.grower, "k1"), []
    for _ in range(2):
        drafting = Drafting(place.workspace, place.grower, "draft.csv")
        drafting.write(b"x")
        drafts.append(drafting.finish())
    first, again = (ask(place.workspace, place.grower, "check", {"draft": d}, called) for d in drafts)
    assert first.id == again.id
    with place.workspace.writing() as session:
        session.get_one(Job, called).created_at = now() - KEPT_MS - 1
    with pytest.raises(WorkspaceError, match="was used for something else"):
        ask(place.workspace, place.grower, "check", {"draft": drafts[1]}, called)


@pytest.mark.parametrize("key", ["", "x" * 201, "ñ", "a\nb"])
def test_what_is_no_key_is_refused(place: Place, key: str) -> None:
    with pytest.raises(WorkspaceError, match="Idempotency-Key"):
        begin(place.workspace, place.monitor, key, BODY)
