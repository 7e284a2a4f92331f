"""What became of every file: read = taken + set aside + later + elsewhere, always."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from premium.ingest.workers.apply import Applied
    from premium.ingest.workers.identities import Identities


@dataclass(slots=True)
class FileReceipt:
    """One file's rows; those `elsewhere` are other growers', in a run of one.

    `set_aside_cents` adds up the amounts that could be read, `set_aside_unread` counts the rest.
    """

    table_name: str
    source_file: str
    sha256: str
    size: int
    rows_read: int = 0
    rows_taken: int = 0
    rows_set_aside: int = 0
    rows_later: int = 0
    rows_elsewhere: int = 0
    set_aside_cents: int = 0
    set_aside_unread: int = 0


@dataclass(slots=True)
class Receipt:
    """All of a folder: the clean tables as Parquet files, the rejects, the files, and warnings for people.

    `identities` is what people confirmed of workers (None: the folder has no such file), `applied` what became of it.
    """

    tables: dict[str, Path] = field(default_factory=dict)
    reported: list[str] = field(default_factory=list)
    files: list[FileReceipt] = field(default_factory=list)
    rejects: list[pl.DataFrame] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    identities: Identities | None = None
    applied: list[Applied] = field(default_factory=list)

    def later(self) -> dict[str, int]:
        """Return how many rows of each table lie after the day."""
        counts = dict.fromkeys(self.reported, 0)
        for file in self.files:
            counts[file.table_name] += file.rows_later
        return counts
