"""Does the same come out again? A run is made once more from its recorded inputs, and compared byte by byte."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.audit import Settings, audit
from premium.errors import ProofError, RunError
from premium.ingest.file_facts import fingerprint
from premium.ingest.layout import find
from premium.run_folder import PARTIAL, held

if TYPE_CHECKING:
    from premium.run_folder import RunFolder

MADE_AGAIN = ("totals", "findings", "identities", "not_run", "unchecked", "set_aside", "later", "reported", "files",
              "worker_identities", "certificates")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verified:
    """A run that came out the same: how many tables and rows were compared."""

    tables: int
    rows: int


def verify(run: RunFolder, records: Path | None = None, settings: Settings | None = None) -> Verified:
    """Make a run again and compare every byte of every table; `records` says where the inputs lie now, if they moved.

    Raises:
        RunError: it cannot be made again, because an input is gone or has changed.
        ProofError: a table is not the same; the message names it.
    """
    records = records or (run.path / run.manifest["input"])
    _unchanged(run, records)
    changed = [
        name for name, entry in run.manifest["tables"].items() if fingerprint(run.path / name) != entry["sha256"]
    ]
    if changed:
        raise ProofError(
            f"{run.path / changed[0]} is not what the run wrote", hint="somebody changed it; make the run again"
        )
    with (
        tempfile.TemporaryDirectory(dir=run.path.parent, prefix=f"{run.path.name}{PARTIAL}verify-") as place,
        held(Path(place)),
    ):
        as_of = date.fromisoformat(run.manifest["as_of"])
        how = replace(settings or Settings(), only=run.manifest.get("only_grower"))
        again = audit(records, str(run.path / "program.toml"), Path(place) / "run", as_of, how)
    _same(run.manifest, again.manifest)
    tables: dict[str, dict[str, int]] = run.manifest["tables"]
    return Verified(len(tables), sum(entry["rows"] for entry in tables.values()))


def _unchanged(run: RunFolder, records: Path) -> None:
    confirmed = [run.manifest["worker_identities"]] if "worker_identities" in run.manifest else []
    recorded = {file["source_file"]: file["sha256"] for file in [*run.manifest["files"], *confirmed]}
    if records.is_dir():
        layout = find(records)
        new = [name for path in layout.all_files() if (name := layout.name(path)) not in recorded]
        if new:
            raise RunError(f"the run cannot be made again: {records / new[0]} is new", hint="make a new run of it")
    for name, sha256 in recorded.items():
        path = records / name
        if not path.is_file():
            raise RunError(
                f"the run cannot be made again: {path} is gone", hint="say where the records are with --records"
            )
        if fingerprint(path) != sha256:
            raise RunError(f"the run cannot be made again: {path} has changed since", hint="make a new run of it")
    if fingerprint(run.path / "program.toml") != run.manifest["program"]["sha256"]:
        raise RunError(f"{run.path / 'program.toml'} is not the program file of the run")


def _same(recorded: dict[str, Any], again: dict[str, Any]) -> None:
    first, second = recorded["tables"], again["tables"]
    other = sorted(n for n in {*first, *second} if first.get(n, {}).get("sha256") != second.get(n, {}).get("sha256"))
    other += [f"run.json, {part}" for part in MADE_AGAIN if recorded.get(part) != again.get(part)]
    if other:
        versions = [f"{k} {v} then, {again['versions'].get(k, 'none')} now" for k, v in recorded["versions"].items()
                    if again["versions"].get(k) != v]  # fmt: skip
        raise ProofError(
            f"the run does not come out the same: {', '.join(other[:10])}",
            hint=f"it was made with other versions: {'; '.join(versions)}" if versions else "please report this",
        )
