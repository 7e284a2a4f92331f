"""A run that is killed leaves nothing that looks whole, and does not stand in the way of the next."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from benchmarks.worlds import big
from folders import ROOT
from premium.errors import RunError
from premium.run_folder import PARTIAL, open_run
from premium.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-06-30"
MOMENTS = 10
SCRIPT = (
    "import sys, premium.audit, pathlib, datetime; "
    "premium.audit.audit(pathlib.Path(sys.argv[1]), 'fair-food', pathlib.Path(sys.argv[2]), "
    f"datetime.date.fromisoformat('{DAY}'))"
)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made world that takes a moment to reconcile."""
    place = tmp_path_factory.mktemp("world") / "records"
    big(place, lines=4_000, seed=11, faults=0.05, files=3)
    return place


def start(records: Path, out: Path) -> subprocess.Popen[bytes]:
    """Begin a run as a person would, in a process of its own; its documents are not what is killed here."""
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(records), str(out)], cwd=ROOT, start_new_session=True)


def finish(records: Path, out: Path) -> float:
    """Let a run end well, and say how long it took."""
    began = time.monotonic()
    assert start(records, out).wait(timeout=240) == 0
    return time.monotonic() - began


def kill(process: subprocess.Popen[bytes]) -> bool:
    """Kill a process with all that it started; say whether it was still alive."""
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=60)
    return alive


def takes_for_whole(folder: Path) -> bool:
    """Whether a folder is taken for a run, by what `premium report` and `premium verify` open it with."""
    try:
        open_run(folder)
    except RunError:
        return False
    return True


def leavings(place: Path) -> list[Path]:
    """Whatever a run left in a place, also under other names."""
    return sorted(path for path in place.iterdir() if path.is_dir())


def building(place: Path) -> Path | None:
    """The folder that a run is being built in, if there is one by now."""
    return next((path for path in leavings(place) if PARTIAL in path.name), None)


def wait_until(process: subprocess.Popen[bytes], place: Path, moment: float) -> None:
    """Wait until so many files are written, so that moments fall into the writing at any speed of machine."""
    until = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < until:
        there = building(place)
        if there and sum(len(files) for _, _, files in os.walk(there)) >= moment:
            return
        time.sleep(0.002)


def test_a_run_killed_at_any_moment_leaves_nothing_that_is_taken_for_whole(records: Path, tmp_path: Path) -> None:
    place = tmp_path / "out"
    place.mkdir()
    took = finish(records, tmp_path / "whole")
    chance = Random(7)
    killed = 0
    for number in range(5 * MOMENTS):
        if killed == MOMENTS:
            break
        process = start(records, place / "run")
        if number % 2:  # while tables are written, which is short beside the reading and the reckoning
            wait_until(process, place, chance.uniform(20, 75))
        else:
            time.sleep(chance.uniform(0, took * 0.9))
        if kill(process):
            killed += 1
            assert not any(map(takes_for_whole, leavings(place))), f"killed at moment {number}"
            with pytest.raises(RunError):
                verify(open_run(place / "run"))
        else:  # it was done before its moment: the machine is quicker by now
            assert takes_for_whole(place / "run")
            shutil.rmtree(place / "run")
            took *= 0.7
    assert killed == MOMENTS
    finish(records, place / "run")
    assert leavings(place) == [place / "run"], "what the killed ones left was swept"
    one, other = (
        json.loads((run / "run.json").read_text(encoding="utf-8")) for run in (place / "run", tmp_path / "whole")
    )
    assert one["tables"] == other["tables"]


def test_a_run_killed_while_it_replaces_another_leaves_the_old_one_or_none(records: Path, tmp_path: Path) -> None:
    finish(records, tmp_path / "run")
    before = open_run(tmp_path / "run").manifest
    chance = Random(8)
    for moment in (chance.uniform(1, 30), chance.uniform(30, 70), 200):
        process = start(records, tmp_path / "run")
        wait_until(process, tmp_path, moment)
        kill(process)
        whole = [path for path in leavings(tmp_path) if takes_for_whole(path)]
        assert len(whole) <= 1
        assert all(open_run(path).manifest == before for path in whole)
    finish(records, tmp_path / "run")
    assert leavings(tmp_path) == [tmp_path / "run"]
    assert open_run(tmp_path / "run").manifest == before


STOP_AT_RENAME = """
import os, pathlib, signal, sys
renames = 0
real = pathlib.Path.rename
def rename(self, target):
    global renames
    renames += self.is_dir()  # the run, not a table of it
    if self.is_dir() and renames == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(self, target)
pathlib.Path.rename = rename
"""


@pytest.mark.parametrize("which", [1, 2])
def test_a_run_killed_between_two_names_leaves_no_half(records: Path, tmp_path: Path, which: int) -> None:
    finish(records, tmp_path / "run")
    before = open_run(tmp_path / "run").manifest
    command = [sys.executable, "-c", STOP_AT_RENAME + SCRIPT, str(records), str(tmp_path / "run"), str(which)]
    assert subprocess.run(command, cwd=ROOT, check=False, timeout=240).returncode == -signal.SIGKILL
    whole = [path for path in leavings(tmp_path) if takes_for_whole(path)]
    assert all(open_run(path).manifest["tables"] == before["tables"] for path in whole)
    assert whole == ([tmp_path / "run"] if which == 1 else []), "what has not got its name yet is no run"
    finish(records, tmp_path / "run")
    assert leavings(tmp_path) == [tmp_path / "run"]
