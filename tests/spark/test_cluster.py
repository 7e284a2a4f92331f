"""Spark as a user has it: a standalone cluster of which a worker dies, and Spark Connect, by the command line."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from loopback import LOOPBACK, cluster, connect_server

from benchmarks.worlds.big import big
from engines import needs_spark
from folders import ROOT, VALLEY
from premium.errors import EngineError
from premium.run_folder import PARTIAL, open_run

if TYPE_CHECKING:
    from pathlib import Path

LINES = int(os.environ.get("PREMIUM_CLUSTER_LINES", "1000000"))
LONG = 3600.0
HALF_WAY = "worker_basis"
"""The step at which a worker is killed: the payroll was read, and most is still to come."""


def start(*words: str | Path, code: str = "") -> subprocess.Popen[str]:
    """Start a command as a user would type it; `code` is what Python runs in its place."""
    command = [sys.executable, *(("-c", code) if code else ("-m", "premium.cli")), *map(str, words)]
    environment = os.environ | {"SPARK_LOCAL_IP": LOOPBACK}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def ended(process: subprocess.Popen[str], status: int) -> str:
    out, err = process.communicate(timeout=LONG)
    assert process.returncode == status, out + err
    assert err == ""
    return out


def hashes(run: Path) -> dict[str, str]:
    """The fingerprint of every table of a run, of its files as they are."""
    return {name: hashlib.sha256((run / name).read_bytes()).hexdigest() for name in open_run(run).manifest["tables"]}


def reconcile(records: Path, out: Path, *more: str, code: str = "") -> subprocess.Popen[str]:
    said = ["--program", "fair-food", "--as-of", "2026-04-15", "--out", str(out), "-q", *more]
    return start("reconcile", records, *said, code=code)


def until_step(process: subprocess.Popen[str], out: Path, step: str) -> None:
    """Wait until a run on Spark has finished a step."""
    last = time.monotonic() + LONG
    while not list(out.parent.glob(f"{out.name}{PARTIAL}*/spill/stage/{step}/_SUCCESS")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_worker_dies_and_every_byte_is_as_on_duckdb(tmp_path: Path) -> None:
    needs_spark()
    records = VALLEY / "records"
    ended(reconcile(records, tmp_path / "here"), 1)
    with cluster(tmp_path) as spark:
        run = reconcile(records, tmp_path / "there", "--engine", "spark", "--master", spark.master, "--memory", "600MB")
        until_step(run, tmp_path / "there", HALF_WAY)
        spark.kill_one()
        ended(run, 1)
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")
    assert open_run(tmp_path / "there").manifest["versions"]["spark"]
    ended(start("verify", tmp_path / "there"), 0)


@pytest.mark.cluster
def test_a_run_whose_workers_have_all_died_ends(tmp_path: Path) -> None:
    needs_spark()
    hasty = (
        "from premium.engine import spark_watch as w; w.EVERY, w.LOOKS = 0.5, 6; from premium.cli import main; main()"
    )
    with cluster(tmp_path) as spark:
        run = reconcile(VALLEY / "records", tmp_path / "out", "--engine", "spark", "--master", spark.master, code=hasty)
        until_step(run, tmp_path / "out", HALF_WAY)
        while spark.workers:
            spark.kill_one()
        _, err = run.communicate(timeout=LONG)
    assert "Spark went away while " in err
    assert "is the cluster still up, with workers?" in err
    assert (run.returncode, (tmp_path / "out").exists()) == (EngineError.exit_status, False)


@pytest.mark.cluster
def test_spark_connect_gives_every_byte_as_on_duckdb(tmp_path: Path) -> None:
    needs_spark()
    records = VALLEY / "records"
    ended(reconcile(records, tmp_path / "here"), 1)
    with connect_server(tmp_path) as place:
        stage = tmp_path.as_uri()
        ended(reconcile(records, tmp_path / "there", "--engine", "spark", "--remote", place, "--stage", stage), 1)
    assert hashes(tmp_path / "there") == hashes(tmp_path / "here")
    assert list(tmp_path.glob("premium-*")) == [], "the stage is gone"


@pytest.mark.cluster
def test_a_worker_dies_in_a_large_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    needs_spark()
    big(tmp_path / "records", lines=LINES, seed=7)
    began = time.monotonic()
    ended(reconcile(tmp_path / "records", tmp_path / "here"), 1)
    took = {"DuckDB": time.monotonic() - began}
    with cluster(tmp_path, memory="3g") as spark:
        for name, dies in (("two workers", False), ("two workers, of which one dies", True)):
            out = tmp_path / name
            began = time.monotonic()
            run = reconcile(tmp_path / "records", out, "--engine", "spark", "--master", spark.master, "--memory", "2GB")
            if dies:
                until_step(run, out, HALF_WAY)
                spark.kill_one()
            ended(run, 1)
            took[name] = time.monotonic() - began
            assert hashes(out) == hashes(tmp_path / "here")
    with capsys.disabled():
        told = "; ".join(f"{name} {seconds:.0f} s" for name, seconds in took.items())
        sys.stdout.write(f"\n{LINES:,} pay lines: {told}\n")
