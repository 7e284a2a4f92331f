"""Ctrl-C: what a command says that it leaves is what it leaves."""

# ruff: noqa: F811 - a fixture that is imported is a test's parameter too

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from folders import VALLEY, lines, write
from premium.run_folder import open_run
from test_cli import premium  # noqa: F401 - the fixture is used by its name

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.run_folder import RunFolder
    from test_cli import Said

    Command = Callable[..., Said]

RUN = ("reconcile", VALLEY / "records", "--program", "fair-food", "--as-of", "2026-03-31", "--out")


@pytest.fixture(autouse=True)
def _as_before() -> Any:  # noqa: ANN401 - a generator
    """Give SIGINT back to whoever had it."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


def ctrl_c(monkeypatch: pytest.MonkeyPatch, place: str, calls: int = 1) -> None:
    """Let somebody press Ctrl-C when a function is called the so-manieth time."""
    left = [calls]

    def pressed(*_: object, **__: object) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGINT)

    module, _, name = place.rpartition(".")
    real = getattr(__import__(module, fromlist=[name]), name)

    def call(*given: object, **named: object) -> object:
        pressed()
        return real(*given, **named)

    monkeypatch.setattr(place, call)


def test_stopped_before_the_run_is_whole_nothing_was_written(
    premium: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ctrl_c(monkeypatch, "premium.audit.write_manifest")
    said = premium(*RUN, tmp_path / "run")
    assert (said.status, said.out, said.err) == (2, "", "premium: stopped; no run was written\n")
    assert list(tmp_path.iterdir()) == []


def test_stopped_while_documents_are_written_the_run_is_whole(
    premium: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ctrl_c(monkeypatch, "reports.workbook._write")
    out = tmp_path / "run"
    told = f"premium: stopped; the run in {out} is whole, and premium report {out} writes its documents\n"
    assert (said := premium(*RUN, out)).err == told
    assert said.status == 2
    assert open_run(out).manifest["findings"]
    assert {p.name for p in out.iterdir() if "partial" in p.name or p.suffix == ".xlsx"} == set()
    again = premium(*RUN, out)
    assert (again.status, (out / "findings.xlsx").is_file()) == (1, True)


def test_stopped_over_an_older_run_it_is_not_taken_for_the_new_one(
    premium: Command, monkeypatch: pytest.MonkeyPatch, own_run: RunFolder
) -> None:
    ctrl_c(monkeypatch, "premium.audit.write_manifest")
    assert premium(*RUN, own_run.path).err == "premium: stopped; no run was written\n"
    assert open_run(own_run.path).manifest == own_run.manifest


@pytest.mark.parametrize("there", [[], ["letter-en-001.pdf"]], ids=["a new folder", "a folder with letters"])
def test_a_batch_of_papers_that_was_stopped_is_not_there_by_half(
    premium: Command, monkeypatch: pytest.MonkeyPatch, valley_run: RunFolder, tmp_path: Path, there: list[str]
) -> None:
    out = tmp_path / "papers"
    if there:
        write(out, dict.fromkeys(there, "a letter"))
    ctrl_c(monkeypatch, "reports.papers.statements.typeset", 2)
    words = ("papers", valley_run.path, "--kind", "statement", "--language", "en", "--language", "es", "--out", out)
    said = premium(*words)
    assert (said.status, said.out, said.err) == (2, "", "premium: stopped; no paper was written\n")
    assert [p.name for p in tmp_path.rglob("*")] == (["papers", *there] if there else [])
    assert premium(*words).status == 0
    assert len(list(out.glob("statement-*"))) > 1


def test_a_batch_that_was_stopped_while_it_came_into_a_folder_is_not_there_by_half(
    premium: Command, monkeypatch: pytest.MonkeyPatch, valley_run: RunFolder, tmp_path: Path
) -> None:
    write(tmp_path / "papers", {"letter-en-001.pdf": "a letter"})
    real, moved = Path.replace, list[str]()

    def replace(self: Path, target: Path) -> Path:
        if target.parent == tmp_path / "papers":
            moved.append(target.name)
            if len(moved) == 2:
                os.kill(os.getpid(), signal.SIGINT)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    languages = ("--language", "en", "--language", "es")
    said = premium("papers", valley_run.path, "--kind", "statement", *languages, "--out", tmp_path / "papers")
    assert said.err == "premium: stopped; no paper was written\n"
    assert len(moved) == 2
    assert [p.name for p in (tmp_path / "papers").iterdir()] == ["letter-en-001.pdf"]


def test_a_sender_s_file_that_was_stopped_is_not_one_that_was_refused(
    premium: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    profile = str(next((VALLEY.parents[2] / "data").rglob("*.toml"), ""))
    write(tmp_path, {"one.csv": lines({}), "two.csv": lines({})})
    ctrl_c(monkeypatch, "premium.intake.intake")
    said = premium("ingest", tmp_path / "one.csv", tmp_path / "two.csv", "--profile", profile, "--out", tmp_path / "r")
    assert said.err == f"premium: stopped; each file is in {tmp_path / 'r'} whole, or not at all\n"


def test_stopped_when_the_papers_are_all_there_they_are_not_denied(
    premium: Command, monkeypatch: pytest.MonkeyPatch, valley_run: RunFolder, tmp_path: Path
) -> None:
    out, real = tmp_path / "papers", Path.rename

    def rename(self: Path, target: Path) -> Path:
        there = real(self, target)
        if there == out:
            os.kill(os.getpid(), signal.SIGINT)
        return there

    monkeypatch.setattr(Path, "rename", rename)
    said = premium("papers", valley_run.path, "--kind", "certificate", "--out", out)
    assert said.err == f"premium: stopped; all papers are in {out}\n"
    assert {path.name for path in out.iterdir()} >= {"certificate-en-001.pdf", "certificates.json"}
