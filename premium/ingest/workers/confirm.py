"""A person's word that two identifiers are one worker, held against the pay lines before it is written down."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest.workers import book
from premium.ingest.workers.identities import Identity, agree
from premium.ingest.workers.propose import names, payroll, reasons_of

if TYPE_CHECKING:
    from datetime import date


def confirm(  # noqa: PLR0913, PLR0917 - what a row of the file says
    records: Path, grower_id: str, worker_id: str, is_worker_id: str, by: str, on: date, reason: str | None = None
) -> Identity:
    """Confirm that `worker_id` is the same person as `is_worker_id` at a grower, and return the row.

    Without a `reason` it is what the machine sees (`lost_zero`, `rehired`, …).

    Raises:
        InputError: one of the two has no pay line at that grower, is already counted as another, or would go in a
            circle; or there is no reason.
    """
    row = Identity(grower_id, worker_id, is_worker_id, reason or "", by, on)
    agree((*book.identities_of(records).rows, row))
    with tempfile.TemporaryDirectory(prefix="premium-workers-") as place:
        lines, _ = payroll(records, Path(place), lambda _: None)
        mine = lines.filter(pl.col("grower_id") == grower_id).select("worker_id").unique()
        known = set(mine.filter(pl.col("worker_id").is_in([worker_id, is_worker_id])).collect()["worker_id"])
    for which, worker in (("WORKER", worker_id), ("IS_WORKER", is_worker_id)):
        if worker not in known:
            raise InputError(
                f"no pay line has {which} at this grower",
                hint="identifiers are text, kept as they are: case, spaces and zeros count",
            )
    if reason is None:
        seen = sorted({*reasons_of(grower_id, worker_id, is_worker_id, names(records))})
        if not seen:
            raise InputError("the two do not look alike", hint='say why they are one worker: --reason "…"')
        row = Identity(grower_id, worker_id, is_worker_id, ", ".join(seen), by, on)
    book.confirm(records, row)
    return row
