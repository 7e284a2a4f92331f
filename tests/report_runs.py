"""What the tests of the documents make runs with: the samples, and runs altered so as to be large or hostile."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from premium.run_folder import RunFolder, open_run
from reports import write_report

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).resolve().parents[1] / "data" / "samples"
VALLEY, SEASON = SAMPLES / "small-valley" / "records", SAMPLES / "season" / "records"
LONG = "“long” & <b>" + "x" * 10_000
HOSTILE = {
    "alder-farm": "<script>alert('grower')</script>",
    "birch-farm": '=HYPERLINK("http://evil.example","click")',
    "cedar-farm": "\u202egnp.exe\u202c\" onmouseover='x' \x07",
    "dogwood-farm": LONG,
    "W01": "=1+1",
    "W02": "007",
    "W21": "@SUM(A1)",
    "W31": "-2+3",
    "market": "]]></style></svg><img src=x onerror=alert(1)>",
}
IDS = ("grower_id", "buyer_id", "worker_id", "name", "value", "source_file")


@dataclass(frozen=True, slots=True)
class Written:
    """A run and its report."""

    run: RunFolder
    html: str


def written(run: RunFolder) -> Written:
    """Write a run's report and read it."""
    return Written(run, write_report(run).read_text(encoding="utf-8"))


def rows(run: RunFolder, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    """Read a table of a run."""
    return duckdb.connect().execute(f"SELECT {columns} FROM '{run.table(table)}'").fetchall()  # noqa: S608 - our own


def altered(run: RunFolder, out: Path, change: Callable[[str, list[str]], str], manifest: dict[str, Any]) -> RunFolder:
    """Copy a run and rewrite its tables: `change` gives each table's SELECT, from its name and columns."""
    shutil.copytree(run.path, out)
    for relative in run.manifest["tables"]:
        source, target = run.path / relative, out / relative
        described = duckdb.connect().execute(f"DESCRIBE SELECT * FROM '{source}'").fetchall()  # noqa: S608 - our own
        columns = [str(column) for column, *_ in described]
        select = change(target.stem, columns).replace("THIS", f"'{source}'")
        duckdb.connect().execute(f"COPY ({select}) TO '{target}' (FORMAT parquet)")
    (out / "run.json").write_text(json.dumps({**run.manifest, **manifest}), encoding="utf-8")
    return open_run(out)


def hostile(run: RunFolder, out: Path) -> RunFolder:
    """Give a run's parties names that try to be markup, formulas, or endless."""

    def change(_: str, columns: list[str]) -> str:
        cases = " ".join(f"WHEN '{was}' THEN {_quoted(now)}" for was, now in HOSTILE.items())
        named = [f"CASE {c} {cases} ELSE {c} END AS {c}" for c in IDS if c in columns]
        return f"SELECT * REPLACE ({', '.join(named)}) FROM THIS" if named else "SELECT * FROM THIS"  # noqa: S608 - our own

    warnings = ["<script>alert('warning')</script>", LONG]
    unchecked = [{"kind": "wage_floor_short", "grower_id": LONG, "reason": "<img src=x>", "places": 3}]
    return altered(run, out, change, {"warnings": warnings, "unchecked": unchecked})


def many(run: RunFolder, out: Path, times: int, tail: str = "") -> RunFolder:
    """Multiply a run: each copy has growers, workers, buyers and findings of its own, and their names end in `tail`."""

    def change(table: str, columns: list[str]) -> str:
        if table in {"terms", "reported", "flow", "totals", "pool_checks", "identities", "codes"}:
            return "SELECT * FROM THIS"
        end = f"|| '-' || i || {_quoted(tail)}"
        named = [f"{c} {end} AS {c}" for c in IDS if c in columns]
        named += ["substr(sha256(finding_id || i), 1, 20) AS finding_id"] if "finding_id" in columns else []
        if not named:
            return "SELECT * FROM THIS"
        return f"SELECT * REPLACE ({', '.join(named)}) FROM THIS CROSS JOIN range({times}) t(i)"  # noqa: S608 - our own

    told = run.manifest
    findings = [{**f, "findings": f["findings"] * times} for f in told["findings"]]
    files = [{**f, "source_file": f"{f['source_file']}-{i}{tail}"} for i in range(times) for f in told["files"]]
    unchecked = [
        {"kind": "wage_floor_short", "grower_id": f"g{i}{tail}", "reason": f"no place{tail}", "places": 1}
        for i in range(times)
    ]
    warnings = [f"warning {i}{tail}" for i in range(times)]
    return altered(
        run, out, change, {"findings": findings, "files": files, "unchecked": unchecked, "warnings": warnings}
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
