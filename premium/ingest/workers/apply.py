"""Pay lines of an identifier that people confirmed to be another's: the worker is renamed, the source row is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.workers.identities import FILE, Identity

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = ["grower_id", "worker_id"]
APPLIED_SCHEMA = {
    "grower_id": pl.String, "worker_id": pl.String, "is_worker_id": pl.String, "reason": pl.String,
    "confirmed_by": pl.String, "confirmed_on": pl.Date, "source_row": pl.Int64, "lines": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """A row of the file and the number of pay lines that it renamed."""

    identity: Identity
    lines: int


def renamed(rows: pl.LazyFrame, standing: Sequence[Identity]) -> pl.LazyFrame:
    """Return the pay lines in their order, each under the identifier that its worker is counted by."""
    to = pl.LazyFrame(
        [(row.grower_id, row.worker_id, row.is_worker_id) for row in standing],
        schema=dict.fromkeys((*KEY, "is_worker_id"), pl.String), orient="row",
    )  # fmt: skip
    return (
        rows.join(to, on=KEY, how="left", maintain_order="left")
        .with_columns(worker_id=pl.coalesce("is_worker_id", "worker_id"))
        .drop("is_worker_id")
    )


def count(rows: pl.LazyFrame, standing: Sequence[Identity]) -> tuple[list[Applied], list[str]]:
    """Return how many of these lines (not yet renamed) each row renames, and warnings of rows that lead nowhere."""
    names = {(r.grower_id, worker) for r in standing for worker in (r.worker_id, r.is_worker_id)}
    asked = pl.LazyFrame(sorted(names), schema=dict.fromkeys(KEY, pl.String), orient="row")
    found = rows.join(asked, on=KEY, how="semi").group_by(KEY).len().collect(engine="streaming")
    lines = {(grower, worker): n for grower, worker, n in found.iter_rows()}
    applied = [Applied(row, lines.get((row.grower_id, row.worker_id), 0)) for row in standing]
    warnings = [
        f"{FILE} row {row.source_row}: no pay line has its {column} at its grower"
        for row in standing
        for column in ("worker_id", "is_worker_id")
        if (row.grower_id, getattr(row, column)) not in lines
    ]
    return applied, warnings


def as_table(applied: Sequence[Applied]) -> pl.DataFrame:
    """Return the applied rows as the table that a run keeps."""
    return pl.DataFrame(
        [
            (
                a.identity.grower_id, a.identity.worker_id, a.identity.is_worker_id, a.identity.reason,
                a.identity.confirmed_by, a.identity.confirmed_on, a.identity.source_row, a.lines,
            )
            for a in applied
        ],
        schema=APPLIED_SCHEMA, orient="row",
    )  # fmt: skip
