"""What run.json says of a run (contract, section 11)."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from premium import certified, classes
from premium.ingest.workers.identities import FILE

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from premium.engine import Engine
    from premium.ingest import Receipt
    from premium.ingest.workers.identities import Identities
    from premium.program import LoadedProgram
    from premium.reconcile.run import Reconciled

KINDS = """
SELECT kind, COUNT(*) AS findings, COUNT(article) AS violations, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
FROM findings GROUP BY kind ORDER BY kind
"""


def what_went_in(program: LoadedProgram, receipt: Receipt, as_of: date, only: str | None = None) -> dict[str, Any]:
    """Return the part of the manifest on which two runs of the same inputs agree.

    `worker_identities` is in it only where the records have such a file, `only_grower` only in a run of one.
    """
    known = receipt.identities
    confirmed = {} if known is None else {"worker_identities": _confirmed(known, receipt)}
    return {
        "as_of": as_of.isoformat(),
        "program": {"id": program.program.id, "name": program.program.name, "sha256": program.sha256},
        "files": [asdict(file) for file in receipt.files],
        **confirmed,
        **({} if only is None else {"only_grower": only}),
    }


def _confirmed(known: Identities, receipt: Receipt) -> dict[str, Any]:
    """Return the file of identities, and how many lines each row that stands renamed; rows are named, not workers."""
    applied = [{"source_row": a.identity.source_row, "lines": a.lines} for a in receipt.applied]
    return {"source_file": FILE, "sha256": known.sha256, "size": known.size, "applied": applied}


def manifest(  # noqa: PLR0913, PLR0917 - everything that a run is told by
    engine: Engine, program: LoadedProgram, receipt: Receipt, result: Reconciled, records: Path, target: Path
) -> dict[str, Any]:
    """Return the rest: versions, what was set aside, what did not run, totals, counts and identities."""
    work = classes.classes(engine, program.program.work.qualifying)
    return {
        "versions": {
            "premium": version("premium"),
            "polars": version("polars"),
            **engine.versions(),
            "python": ".".join(map(str, sys.version_info[:3])),
        },
        "input": os.path.relpath(records.resolve(), target.resolve()),
        "reported": receipt.reported,
        "warnings": [*receipt.warnings, *classes.warnings(work)],
        "classes": work,
        "later": receipt.later(),
        "set_aside": _set_aside(receipt),
        "not_run": result.not_run,
        "unchecked": [_unchecked(row, program) for row in engine.rows("SELECT * FROM unchecked ORDER BY ALL")],
        "totals": engine.rows("SELECT * FROM totals")[0],
        "findings": engine.rows(KINDS),
        "identities": engine.rows("SELECT * FROM identities ORDER BY identity"),
        "certificates": certified.certificates(engine, program.sha256),
    }


def _unchecked(row: dict[str, Any], program: LoadedProgram) -> dict[str, Any]:
    """Return what could not be checked; where a place is none of the program's, with those that are."""
    if not str(row["reason"]).startswith("the program has no minimum wage for"):
        return row
    places = sorted({wage.place for wage in program.program.wages.minimum})
    return {**row, "reason": f"{row['reason']}; it knows {', '.join(places)}"}


def _set_aside(receipt: Receipt) -> list[dict[str, Any]]:
    """Return, per table, the rows set aside, the money on them that could be read, and how many could not be."""
    tables: dict[str, dict[str, Any]] = {}
    for file in receipt.files:
        empty = {"table_name": file.table_name, "rows": 0, "amount_cents": 0, "unread_amounts": 0}
        entry = tables.setdefault(file.table_name, empty)
        entry["rows"] += file.rows_set_aside
        entry["amount_cents"] += file.set_aside_cents
        entry["unread_amounts"] += file.set_aside_unread
    return [entry for entry in tables.values() if entry["rows"]]
