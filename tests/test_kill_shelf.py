"""A writer to the shelf that is killed at any moment leaves what was there before, or that and the new, and no half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from folders import ROOT, take_in_folder
from premium.errors import InputError
from premium.ingest.shelf import Owner, Terms, shelve
from sent_files import crews, pay, sent

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.sender.file import SenderFile

OWNER = Owner(grower="Alder Farm")
CALLS = ("open", "mkdir", "rename", "replace", "fsync", "unlink", "rmdir")
STOP = f"""
import io, os, pathlib, signal, sys
made = 0
def counted(real):
    def call(*a, **k):
        global made
        made += 1
        if made == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*a, **k)
    return call
from pathlib import Path
from premium.ingest.shelf import Terms, shelve
from sent_files import crews
from test_kill_shelf import OWNER, after, before
import polars
for name in {CALLS!r}:
    setattr(os, name, counted(getattr(os, name)))
for name in ("mkdir", "rename", "replace", "unlink"):
    setattr(pathlib.Path, name, counted(getattr(pathlib.Path, name)))
real_write = polars.DataFrame.write_parquet
def write(frame, path, **k):
    global made, wrote
    made += 1
    wrote = made
    if made == int(sys.argv[2]):
        whole = io.BytesIO()
        real_write(frame, whole, **k)
        with open(path, "wb") as half:
            half.write(whole.getvalue()[:len(whole.getvalue()) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    return real_write(frame, path, **k)
polars.DataFrame.write_parquet = write
step = sys.argv[3]
shelve(Path(sys.argv[1]), before() if step == "first" else after(), crews(), OWNER,
       Terms(replaces="crew.csv" if step == "replacing" else None))
print(made, wrote)
"""
"""Shelves a file, and is killed just before one of the calls that change a disk, or in the middle of the writing."""


def before() -> SenderFile:
    """The file as it was sent first."""
    return sent("crew.csv", *(pay(f"w{i}") for i in range(50)), pay("odd", None))


def after() -> SenderFile:
    """The file as it was corrected, or another one."""
    return sent("crew new.csv", *(pay(f"w{i}", "11.00") for i in range(40)), pay("odd"))


def stand(records: Path) -> list[tuple[Any, ...]]:
    """What a run would take in, and set aside."""
    try:
        got = take_in_folder(records)
    except InputError as error:
        assert str(error).endswith(("holds no table", f"there is no folder {records}"))  # noqa: PT017 - or it is nothing
        return []
    assert got.receipt.warnings == []
    lines = [(r["worker_id"], r["amount_cents"]) for r in got.tables["payroll"]]
    return sorted([*lines, *((r["source_row"], r["reason"]) for r in got.rejects)], key=str)


def shelving(records: Path, moment: int, step: str) -> subprocess.CompletedProcess[str]:
    """Shelve in a process of its own, which is killed before its so-manieth call."""
    command = [sys.executable, "-c", STOP, str(records), str(moment), step]
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def ready(records: Path, step: str) -> None:
    """Bring a folder to where the step begins."""
    if step != "first":
        shelve(records, before(), crews(), OWNER)


@pytest.mark.parametrize("step", ["first", "beside", "replacing"])
def test_a_shelving_killed_at_any_moment_leaves_exactly_the_old_or_exactly_the_new(tmp_path: Path, step: str) -> None:
    whole = tmp_path / "whole"
    ready(whole, step)
    old = stand(whole)
    done = shelving(whole, 0, step)
    assert done.returncode == 0, done.stderr
    calls, in_the_writing = map(int, done.stdout.split())
    new = stand(whole)
    assert old != new
    chance = Random(17)
    seen = set()
    for moment in sorted({in_the_writing, *chance.sample(range(1, calls + 1), 5)}):
        records = tmp_path / f"{step}-{moment}"
        ready(records, step)
        assert shelving(records, moment, step).returncode == -signal.SIGKILL
        left = stand(records)
        assert left in (old, new), f"killed before call {moment} of {calls}"
        seen.add(left == new)
        finish(records, step)
        assert stand(records) == new
        assert files(records) == files(whole), "what the killed one left was swept, and its copies made good"
    assert seen == {True, False}, "some were killed before it took its name, some after"


def finish(records: Path, step: str) -> None:
    """Do again what was interrupted."""
    read = before() if step == "first" else after()
    shelve(records, read, crews(), OWNER, Terms(replaces="crew.csv" if step == "replacing" else None))


def files(records: Path) -> dict[str, bytes]:
    """Every file of a folder, with its bytes."""
    return {p.relative_to(records).as_posix(): p.read_bytes() for p in records.rglob("*") if p.is_file()}


def test_two_writers_at_once_come_one_after_the_other(tmp_path: Path) -> None:
    records = tmp_path / "records"
    script = (
        "import sys; from pathlib import Path; from premium.ingest.shelf import shelve; "
        "from sent_files import crews, pay, sent; from test_kill_shelf import OWNER; "
        "n = int(sys.argv[2]); shelve(Path(sys.argv[1]), sent(f'crew {n}.csv', *(pay(f'w{n}-{i}') for i in range(9))), "
        "crews(), OWNER)"
    )
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    started = [
        subprocess.Popen([sys.executable, "-c", script, str(records), str(n)], env={**os.environ, "PYTHONPATH": path})
        for n in range(4)
    ]
    assert [process.wait(timeout=120) for process in started] == [0, 0, 0, 0]
    assert len(stand(records)) == 36
    assert len(list((records / "ingested").glob("*.json"))) == 4
