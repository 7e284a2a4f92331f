"""Two runs beside each other: which findings appeared, vanished and changed, in workers and cents."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.engine import OnDuckDB
from premium.engine.on_duckdb import quoted
from premium.errors import RunError
from premium.ingest.shelf.place import put
from premium.workspace.runs import opened

if TYPE_CHECKING:
    from premium.run_folder import RunFolder
    from premium.workspace.place import Workspace

SQL = Path(__file__).with_name("sql")
DIFFERENCES = "differences.parquet"
COUNTS = "counts.json"
ORDER = ("kind", "grower_id", "buyer_id", "worker_id", "period", "ref")


@dataclass(frozen=True, slots=True)
class Became:
    """What became of some findings: `appeared`, `vanished`, `changed` (another amount or quantity) or `same`.

    `older_cents` and `newer_cents` are the money on them in each run; a finding that states no money adds none.
    `kind` and `grower_id` are None where the sum is over all of them, `grower_id` also where a finding has none.
    """

    became: str
    findings: int
    workers: int
    older_cents: int
    newer_cents: int
    kind: str | None = None
    grower_id: str | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two runs, compared: counts in all, per kind and grower, and the file of all findings that are not the same.

    `differences` has the columns of `sql/beside.sql`. `only_grower` is set where one of the runs looked at one grower.
    """

    in_all: tuple[Became, ...]
    by_kind: tuple[Became, ...]
    differences: Path
    only_grower: str | None

    def of(self, became: str) -> Became:
        """Return the count in all of what became so."""
        return next((b for b in self.in_all if b.became == became), Became(became, 0, 0, 0, 0))


def compared(workspace: Workspace, older: int, newer: int, memory: str | None = None) -> Compared:
    """Compare two runs of a workspace; done once, the answer is kept beside the newer run.

    Raises:
        RunError: one is not there, or they looked at different growers.
    """
    place = workspace.run(newer) / "compared" / str(older)
    if not (place / COUNTS).is_file():
        compare(opened(workspace, older), opened(workspace, newer), place, memory)
    return _read(place)


def compare(older: RunFolder, newer: RunFolder, place: Path, memory: str | None = None) -> Compared:
    """Compare two runs, and leave the answer in a folder: all findings that differ, and the counts.

    Raises:
        RunError: one looked at one grower only, the other at another one.
    """
    only = _only(older, newer)
    place.mkdir(parents=True, exist_ok=True)
    spill = Path(tempfile.mkdtemp(prefix=".premium-compare-", dir=place))
    try:
        with OnDuckDB(spill / "spill", memory) as engine:
            for name, run in (("older", older), ("newer", newer)):
                here = "" if only is None else f" WHERE grower_id = '{quoted(Path(only))}'"
                table = quoted(run.table("findings"))
                engine.define(name, f"SELECT * FROM read_parquet('{table}'){here}")  # noqa: S608 - our own names
            engine.make("beside", _text("beside"))
            differing = "SELECT * FROM beside WHERE became <> 'same'"
            put(place / DIFFERENCES, lambda building: engine.copy("differences", differing, building, ORDER))
            counts = {"in_all": engine.rows(_text("became_in_all")), "by_kind": engine.rows(_text("became"))}
        told = json.dumps({**counts, "only_grower": only}, ensure_ascii=False)
        put(place / COUNTS, lambda building: building.write_text(told, encoding="utf-8"))
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    return _read(place)


def as_json(found: Compared) -> dict[str, Any]:
    """Return the counts as JSON."""
    return {
        "only_grower": found.only_grower,
        "in_all": [asdict(b) for b in found.in_all],
        "by_kind": [asdict(b) for b in found.by_kind],
    }


def _only(older: RunFolder, newer: RunFolder) -> str | None:
    """Return the one grower at which either run looked; the other is compared for that grower alone.

    Raises:
        RunError: they looked at two.
    """
    growers = {run.manifest.get("only_grower") for run in (older, newer)} - {None}
    if len(growers) > 1:
        raise RunError("the two runs looked at different growers", hint="compare runs of one grower, or of all")
    return growers.pop() if growers else None


def _read(place: Path) -> Compared:
    told = json.loads((place / COUNTS).read_text(encoding="utf-8"))
    in_all, by_kind = (tuple(Became(**row) for row in told[part]) for part in ("in_all", "by_kind"))
    return Compared(in_all, by_kind, place / DIFFERENCES, told["only_grower"])


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
