"""A run's folder: whole or not there, ours or untouched, and the same bytes for the same inputs."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from folders import ROOT, VALLEY, VALLEY_DAY, paid, payments, write
from premium.audit import Settings, audit
from premium.errors import EngineError, InputError, RunError
from premium.ingest.file_facts import fingerprint
from premium.run_folder import PARTIAL, new_run, open_run
from reports.safely import written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from premium.run_folder import RunFolder

RECORDS = VALLEY / "records"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def manifest(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    return read


# What a run's folder holds


def test_a_run_keeps_every_step_every_input_the_program_and_its_fingerprints(valley_run: RunFolder) -> None:
    there = contents(valley_run.path)
    told = manifest(valley_run.path)
    assert {*told["tables"], "run.json", "program.toml", "open.sql"} == set(there)
    assert told["format"] == 1
    for name, entry in told["tables"].items():
        assert entry["sha256"] == fingerprint(valley_run.path / name)
    assert told["program"]["sha256"] == fingerprint(valley_run.path / "program.toml")
    assert {f["source_file"]: f["sha256"] for f in told["files"]} == {
        p.relative_to(RECORDS).as_posix(): fingerprint(p) for p in RECORDS.rglob("*.csv")
    }
    assert told["as_of"] == "2026-03-31"
    assert sorted(told["versions"]) == ["duckdb", "polars", "premium", "python"]


def test_a_run_holds_no_absolute_path(valley_run: RunFolder) -> None:
    for name in ("run.json", "open.sql"):
        assert str(valley_run.path.parent) not in (valley_run.path / name).read_text(encoding="utf-8")
    assert (valley_run.path / valley_run.manifest["input"]).resolve() == RECORDS


# The same bytes


@pytest.mark.parametrize("settings", [Settings("300MB", 1), Settings("1GB", 3)], ids=["one thread", "three threads"])
def test_other_threads_and_memory_give_the_same_bytes(
    valley_run: RunFolder, tmp_path: Path, settings: Settings
) -> None:
    audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY, settings)
    one, other = contents(valley_run.path), contents(tmp_path / "run")
    one_told, other_told = json.loads(one.pop("run.json")), json.loads(other.pop("run.json"))
    assert one == other
    assert {**one_told, "input": ""} == {**other_told, "input": ""}


# Where a run may be written


def test_the_same_records_may_be_run_again_into_their_folder(own_run: RunFolder) -> None:
    before = contents(own_run.path)
    again = audit(RECORDS, "fair-food", own_run.path, VALLEY_DAY)
    assert contents(again.path) == before
    assert list(own_run.path.parent.iterdir()) == [own_run.path]


def test_documents_made_since_do_not_stand_in_the_way_of_a_run(own_run: RunFolder) -> None:
    for name in ("report.html", "findings.xlsx"):
        (own_run.path / name).write_text("made by premium report", encoding="utf-8")
    audit(RECORDS, "fair-food", own_run.path, VALLEY_DAY)


def test_an_empty_folder_may_be_taken(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    assert audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY).path == tmp_path / "run"


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    assert audit(RECORDS, "fair-food", tmp_path / "a" / "b" / "run", VALLEY_DAY).manifest["tables"]


def untouched(folder: Path, program: str = "fair-food", records: Path = RECORDS, day: date = VALLEY_DAY) -> str:
    """Try to run into a folder; it is refused, and nothing there or beside it changes."""
    before = contents(folder.parent)
    with pytest.raises(RunError) as refused:
        audit(records, program, folder, day)
    assert contents(folder.parent) == before
    return f"{refused.value} | {refused.value.hint}"


def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "run", {"letter.txt": "dear"})
    told = untouched(tmp_path / "run")
    assert "is not empty, and does not hold a run of the same records" in told
    assert "records that were corrected or added make another run: name a new folder" in told


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    assert "is a file" in untouched(write(tmp_path, {"run": "x"}) / "run")


def test_a_run_of_another_day_program_or_records_is_refused(own_run: RunFolder, tmp_path: Path) -> None:
    assert "same records" in untouched(own_run.path, day=VALLEY_DAY.replace(day=30))
    assert "same records" in untouched(own_run.path, program="milk-with-dignity")
    other = tmp_path / "records"
    shutil.copytree(RECORDS, other)
    assert audit(other, "fair-food", own_run.path, VALLEY_DAY), "the same bytes elsewhere are the same records"
    with (other / "payments.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert "same records" in untouched(own_run.path, records=other)


@pytest.mark.parametrize("name", ["letter.txt", "steps/letter.txt", "steps/foreign.parquet", ".hidden"])
def test_a_strangers_file_in_a_run_is_named_and_not_taken_away(own_run: RunFolder, name: str) -> None:
    write(own_run.path, {name: "dear"})
    assert f"holds a file that is not of the run: {name}" in untouched(own_run.path)


def test_records_are_never_written_into(tmp_path: Path) -> None:
    records = tmp_path / "records"
    shutil.copytree(RECORDS, records)
    for place in (records, records / "run", records / ".." / "records" / "run"):
        assert "lies inside the records folder" in untouched(place, records=records)


def test_a_run_that_fails_leaves_nothing(tmp_path: Path) -> None:
    bad = write(tmp_path / "bad", {"payments.csv": "not,a,table\n"})
    with pytest.raises(InputError):
        audit(bad, "fair-food", tmp_path / "out" / "run", VALLEY_DAY)
    with pytest.raises(EngineError):
        audit(RECORDS, "fair-food", tmp_path / "out" / "run", VALLEY_DAY, Settings("nonsense"))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_block_that_raises_leaves_nothing_and_the_old_run_stays(own_run: RunFolder) -> None:
    before = contents(own_run.path.parent)

    def fail() -> None:
        with new_run(own_run.path) as folder:
            (folder / "half").write_text("x", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert contents(own_run.path.parent) == before


# Folders that are not whole


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="there is no folder"):
        open_run(tmp_path / "nowhere")
    with pytest.raises(RunError, match="is not a finished run"):
        open_run(tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"format": 2, "tables": {}}', '{"format": 1}',
                                  '{"format": 1, "tables": []}', "\xff"])  # fmt: skip
def test_a_manifest_that_says_too_little_is_no_run(own_run: RunFolder, text: str) -> None:
    (own_run.path / "run.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(RunError, match="is not a finished run"):
        open_run(own_run.path)
    assert "does not hold a run" in untouched(own_run.path)


def test_a_cut_manifest_is_no_run(own_run: RunFolder) -> None:
    whole = (own_run.path / "run.json").read_bytes()
    for size in range(0, len(whole) - 2, len(whole) // 20):
        (own_run.path / "run.json").write_bytes(whole[:size])
        with pytest.raises(RunError):
            open_run(own_run.path)


@pytest.mark.parametrize("name", ["findings.parquet", "steps/shares.parquet", "inputs/payroll.parquet"])
def test_a_run_with_a_table_missing_is_not_whole(own_run: RunFolder, name: str) -> None:
    (own_run.path / name).unlink()
    with pytest.raises(RunError, match=f"is not whole: {name} is missing"):
        open_run(own_run.path)


def test_a_table_that_no_run_has_is_refused(valley_run: RunFolder) -> None:
    assert valley_run.table("findings").is_file()
    assert valley_run.table("shares").parent.name == "steps"
    with pytest.raises(RunError, match="has no table letters"):
        valley_run.table("letters")


def test_what_a_killed_process_left_is_no_run_and_is_swept_by_the_next(tmp_path: Path) -> None:
    left = [tmp_path / f"run{PARTIAL}{tail}" for tail in ("99999-abcdef01", "99999-abcdef01-old", "verify-x")]
    for folder in left:
        write(folder, {"findings.parquet": "half"})
        with pytest.raises(RunError):
            open_run(folder)
    audit(RECORDS, "fair-food", tmp_path / "run", VALLEY_DAY)
    assert list(tmp_path.iterdir()) == [tmp_path / "run"]


def test_nobodys_own_folder_is_swept(tmp_path: Path) -> None:
    for name in ("run.partial-letters", "run-old", "run.old", "run2", "xrun" + PARTIAL + "1"):
        write(tmp_path / name, {"letter.txt": "dear"})
    before = contents(tmp_path)
    with new_run(tmp_path / "run"):
        pass
    assert contents(tmp_path) == before


def test_a_living_run_is_not_swept_by_another_to_the_same_place(tmp_path: Path) -> None:
    with new_run(tmp_path / "run") as one:
        (one / "mine").write_text("x", encoding="utf-8")
        with new_run(tmp_path / "run") as other:
            assert one != other
            assert (one / "mine").is_file()
        assert (one / "mine").is_file()
    assert (tmp_path / "run" / "mine").is_file(), "the last to end has the place"


def test_a_run_that_settles_is_not_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(folder: Path) -> None:
        with run_folder_again(tmp_path):
            assert folder.is_dir()

    monkeypatch.setattr("premium.run_folder.settle", settle)
    with new_run(tmp_path / "run") as one:
        (one / "mine").write_text("x", encoding="utf-8")
    assert (tmp_path / "run" / "mine").is_file()


@contextmanager
def run_folder_again(place: Path) -> Iterator[None]:
    """Begin another run to the same place, and give it up."""
    with contextlib.suppress(RunError), new_run(place / "run"):
        yield
        raise RunError("given up")


def test_a_place_that_cannot_be_taken_is_told_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(39, "Directory not empty")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(RunError, match="was taken meanwhile"), new_run(tmp_path / "run"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_two_runs_of_one_process_do_not_mix(tmp_path: Path) -> None:
    records = write(tmp_path / "records", {"payments.csv": payments(paid())})
    failures: list[BaseException] = []

    def run(delay: float) -> None:
        time.sleep(delay)
        try:
            audit(records, "fair-food", tmp_path / "run", VALLEY_DAY, Settings(threads=1))
        except RunError:
            pass
        except BaseException as error:  # noqa: BLE001 - any other ending is what this test looks for
            failures.append(error)

    threads = [threading.Thread(target=run, args=(0.15 * i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert open_run(tmp_path / "run").manifest["tables"]


# Documents that a process is writing, or was


WRITES = """
import sys, pathlib
from reports.safely import written
with written(pathlib.Path(sys.argv[1])) as building:
    building.write_text("names workers", encoding="utf-8")
    print(building.name, flush=True)
    sys.stdin.read()
"""


def begin_document(path: Path) -> tuple[subprocess.Popen[str], str]:
    """Begin to write a document in a process of its own, which waits in the middle; and what its file is called."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITES, str(path)], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def end(process: subprocess.Popen[str], *, killed: bool) -> None:
    if killed:
        process.kill()
    process.communicate()


def test_a_document_of_a_killed_process_does_not_stand_in_the_way_of_a_run(own_run: RunFolder) -> None:
    process, name = begin_document(own_run.path / "findings.xlsx")
    assert name.startswith(".findings.xlsx.partial-")
    end(process, killed=True)
    assert (own_run.path / name).is_file(), "it was killed, so it left something"
    audit(RECORDS, "fair-food", own_run.path, VALLEY_DAY)
    assert not (own_run.path / name).exists()


def test_a_document_that_is_being_written_is_not_swept_and_keeps_a_run_away(own_run: RunFolder) -> None:
    process, name = begin_document(own_run.path / "findings.xlsx")
    assert "findings.xlsx of the run in" in untouched(own_run.path)
    with written(own_run.path / "findings.xlsx") as other:
        assert (own_run.path / name).is_file()
        other.write_text("another's", encoding="utf-8")
    end(process, killed=False)
    assert (own_run.path / "findings.xlsx").read_text(encoding="utf-8") == "names workers"
    audit(RECORDS, "fair-food", own_run.path, VALLEY_DAY)


def test_writing_a_document_again_sweeps_what_killed_ones_left_of_it_alone(tmp_path: Path) -> None:
    write(tmp_path, {f".{name}.partial-123": "half" for name in ("findings.xlsx", "report.html", "my.xlsx")})
    with written(tmp_path / "findings.xlsx") as building:
        building.write_text("whole", encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".my.xlsx.partial-123", ".report.html.partial-123", "findings.xlsx",
    ]  # fmt: skip


def test_a_strangers_partial_file_is_a_strangers(own_run: RunFolder) -> None:
    write(own_run.path, {".letter.txt.partial-1": "dear"})
    assert "is not of the run: .letter.txt.partial-1" in untouched(own_run.path)
