"""A row as it stands in its file, for whoever wants to see the cell itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.errors import WorkspaceError
from premium.ingest import csv_file, file_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TWIN = "\u200b"
FIRST_ROW = 2
"""The header is row 1, as a spreadsheet shows it (contract, section 2)."""

Cells = list[tuple[str, str]]
"""A row: each title with the text below it; a Parquet's empty value is empty text."""


def rows_as_sent(records: Path, source_file: str, rows: Sequence[int]) -> dict[int, Cells]:
    """Return rows of a records file, each cell as it is written there; a row that has no cells is left out.

    Raises:
        WorkspaceError: the file is not among the records.
    """
    path = (records / source_file).resolve()
    if not path.is_relative_to(records.resolve()) or not path.is_file():
        raise WorkspaceError("that file is not among the records of this run", hint="was its folder moved or emptied?")
    frame = _parquet(path, rows) if path.suffix == ".parquet" else _csv(path, source_file, rows)
    titles = [c for c in frame.columns if c != "source_row"]
    return {
        int(row["source_row"]): [(title, "" if row[title] is None else str(row[title])) for title in titles]
        for row in frame.iter_rows(named=True)
    }


def _csv(path: Path, name: str, rows: Sequence[int]) -> pl.DataFrame:
    titles = csv_file.header(path, name)
    text = csv_file.read(path, name, file_facts.examine(path, name), len(titles))
    cells = text.cells.filter(pl.col("source_row").is_in(list(rows))).collect()
    # Two titles may be called the same; each keeps its cell.
    names = [f"{title}{TWIN * titles[:place].count(title)}" for place, title in enumerate(titles)]
    return cells.rename({f"c{place}": title for place, title in enumerate(names)})


def _parquet(path: Path, rows: Sequence[int]) -> pl.DataFrame:
    scan = pl.scan_parquet(path, glob=False)
    if "source_row" in scan.collect_schema():
        scan = scan.drop("source_row")
    return scan.with_row_index("source_row", offset=FIRST_ROW).filter(pl.col("source_row").is_in(list(rows))).collect()
