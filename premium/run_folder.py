"""A run's folder: made beside its place, complete before it has its name, and never half taken for whole.

DIR/run.json           the manifest, written last: what went in, what came out, each table's fingerprint
DIR/program.toml       the program file, byte for byte
DIR/*.parquet          the tables of the contract's section 11
DIR/steps/*.parquet    the steps between, so that explaining a cent is a SELECT (open.sql has the longest as views)
DIR/inputs/*.parquet   the clean records, and the program's rules as tables
DIR/open.sql           `duckdb -init open.sql`: every table and step as a view, with the functions that the SQL uses
DIR/report.html, DIR/findings.xlsx   documents, made again at will (`premium report`)
"""

from __future__ import annotations

import fcntl
import glob
import json
import os
import secrets
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.classes import nobodys
from premium.errors import RunError
from premium.ingest.file_facts import fingerprint
from premium.tables import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

MANIFEST = "run.json"
FORMAT = 1
DOCUMENTS = ("report.html", "findings.xlsx", *(f"findings-{table}.csv" for table in OUTPUTS))
PARTIAL = ".premium-partial-"
"""What follows the target's name in that of an unfinished folder: nobody's own folder is called so, and swept away."""
PARTIAL_DOCUMENT = ".partial-"
"""The same for an unfinished document, whose name begins with a dot."""


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A whole run, opened."""

    path: Path
    manifest: dict[str, Any]

    @property
    def violations(self) -> int:
        """How many findings the program has an article for."""
        return sum(int(entry["violations"]) for entry in self.manifest["findings"])

    @property
    def cannot_say(self) -> str:
        """Why nothing can be said of pools and workers; empty when it can."""
        not_run = (entry["why"] for entry in self.manifest["not_run"] if entry["kind"] == "pool_short")
        return next(not_run, "") or nobodys(self.manifest.get("classes", {}))

    def table(self, name: str) -> Path:
        """Return the Parquet file of a table, wherever in the folder it lies.

        Raises:
            RunError: the run has no such table.
        """
        tables: dict[str, Any] = self.manifest["tables"]
        for relative in tables:
            if Path(relative).stem == name:
                return self.path / relative
        raise RunError(f"the run in {self.path} has no table {name}")


def open_run(path: Path) -> RunFolder:
    """Open a run's folder, if it is whole.

    Raises:
        RunError: it is not a run's folder, or one that was not finished, or one with a table missing.
    """
    if not path.is_dir():
        raise RunError(f"there is no folder {path}", hint="premium reconcile RECORDS --out DIR makes one")
    # Killed between its last file and its name, a run looks whole; whether its bytes reached the disk, nobody knows.
    manifest = None if PARTIAL in path.resolve().name else _manifest(path)
    if manifest is None:
        raise RunError(
            f"{path} is not a finished run: it has no {MANIFEST} that can be read",
            hint="a run that was interrupted leaves nothing to use; run premium reconcile again",
        )
    gone = [name for name in manifest["tables"] if not (path / name).is_file()]
    if gone:
        raise RunError(f"the run in {path} is not whole: {gone[0]} is missing", hint="run premium reconcile again")
    return RunFolder(path, manifest)


def _manifest(path: Path) -> dict[str, Any] | None:
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    whole = isinstance(manifest, dict) and manifest.get("format") == FORMAT and isinstance(manifest.get("tables"), dict)
    return manifest if whole else None


@contextmanager
def new_run(target: Path) -> Iterator[Path]:
    """Give a folder beside `target` to build a run in; it takes the target's name when the block ends well.

    Nothing of it is left when the block raises; what a killed process leaves has no manifest and another name.
    """
    with beside(target) as building:
        yield building
        settle(building)
        _take_place(building, target)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a folder beside `target` that is gone when the block ends, if it has not taken another name by then."""
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(target)
    building = target.parent / f"{target.name}{PARTIAL}{os.getpid()}-{secrets.token_hex(4)}"
    building.mkdir()
    with held(building):
        try:
            yield building
        finally:
            shutil.rmtree(building, ignore_errors=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder, or a file, against the sweep for as long as the block runs, also while it changes its name."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sweep(target: Path) -> None:
    """Remove what killed runs to the same place left: it holds workers' records. A living run holds its folder."""
    for left in target.parent.glob(f"{glob.escape(target.name)}{PARTIAL}*"):
        _remove_unheld(left)


def sweep_document(target: Path) -> bool:
    """Remove what killed processes left of a document, and say whether a living one is writing it."""
    found = target.parent.glob(f".{glob.escape(target.name)}{PARTIAL_DOCUMENT}*")
    return bool([left for left in found if left.is_file() and not _remove_unheld(left)])


def _remove_unheld(left: Path) -> bool:
    """Remove a file or folder that nobody holds, and say whether it is gone."""
    try:
        handle = os.open(left, os.O_RDONLY)
    except OSError:
        return True  # it took its place, or went, in this moment
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True


def settle(folder: Path) -> None:
    """Put a folder's files on the disk before its name says that it is whole."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _take_place(building: Path, target: Path) -> None:
    try:
        if target.exists():
            old = building.with_name(f"{building.name}-old")
            target.rename(old)
            (old / MANIFEST).unlink(missing_ok=True)
            building.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            building.rename(target)
    except OSError as error:
        raise RunError(f"{target} was taken meanwhile, or cannot be written: {error}", hint="run it again") from error


def lies_apart(target: Path, records: Path) -> None:
    """See that a run would not be written among the records that it reads.

    Raises:
        RunError: it would.
    """
    if target.resolve().is_relative_to(records.resolve()):
        raise RunError(f"{target} lies inside the records folder", hint="keep the run beside the records, not in them")


def may_take(target: Path, same: dict[str, Any] | None = None) -> None:
    """See that a run may be written to `target`: it is free, or holds a run of the same inputs and nothing else.

    `same` is what two manifests must agree on, once it is known.

    Raises:
        RunError: it may not; the message says why.
    """
    if target.exists() and not target.is_dir():
        raise RunError(f"{target} is a file", hint="name a folder for the run")
    if not target.exists() or not any(target.iterdir()):
        return
    manifest = _manifest(target)
    if manifest is None or any(manifest.get(key) != value for key, value in (same or {}).items()):
        raise RunError(
            f"{target} is not empty, and does not hold a run of the same records",
            hint="records that were corrected or added make another run: name a new folder, or remove this yourself",
        )
    if busy := [name for name in DOCUMENTS if sweep_document(target / name)]:
        raise RunError(
            f"{busy[0]} of the run in {target} is being written",
            hint="let premium report end: a new run takes the whole folder",
        )
    ours = {MANIFEST, "program.toml", "open.sql", *DOCUMENTS, *manifest["tables"]}
    inside = [p.relative_to(target) for p in target.rglob("*") if p.is_file()]
    strangers = [p for p in inside if p.as_posix() not in ours]
    if strangers:
        raise RunError(
            f"{target} holds a file that is not of the run: {strangers[0]}",
            hint="move it elsewhere: a new run takes the whole folder",
        )


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write run.json, last of all; `tables` is filled in with every Parquet file's SHA-256."""
    for relative, entry in manifest["tables"].items():
        entry["sha256"] = fingerprint(folder / relative)
    text = json.dumps({"format": FORMAT, **manifest}, indent=2, ensure_ascii=False, sort_keys=False)
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
