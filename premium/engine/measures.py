"""What DuckDB measured of each table of a run, as a table for people: where does the time go?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

SUMMARY = "profile.md"
TITLE = "| table | seconds | computing | rows read | most memory, MB |\n|---|--:|--:|--:|--:|"


class Measured(NamedTuple):
    """One table: seconds, seconds of computing on all threads, rows read, and the most that the buffers held in MB."""

    name: str
    seconds: float
    computing: float
    rows: int
    most_mb: float


def summarise(folder: Path) -> Path:
    """Write a table of a profile folder's `NAME.json` files into it, slowest first, and return its path."""
    rows = sorted(map(_read, folder.glob("*.json")), key=lambda m: (-m.seconds, m.name))
    sums = (sum(m.seconds for m in rows), sum(m.computing for m in rows), sum(m.rows for m in rows))
    rows.append(Measured("all", *sums, max((m.most_mb for m in rows), default=0.0)))
    lines = [f"| {m.name} | {m.seconds:.3f} | {m.computing:.3f} | {m.rows:,} | {m.most_mb:.0f} |" for m in rows]
    path = folder / SUMMARY
    path.write_text("\n".join([TITLE, *lines]) + "\n", encoding="utf-8")
    return path


def _read(path: Path) -> Measured:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    query = told["query"]
    return Measured(
        path.stem, query["total_time"], query["cpu_time"], query["total_rows_scanned"],
        told["system"]["peak_buffer_memory"] / 1e6,
    )  # fmt: skip
