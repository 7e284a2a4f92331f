"""A row as it stands in its file, for whoever wants to see the cell itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.errors import WorkspaceError
from premium.ingest import csv_file, file_facts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ROW = "source_row"
"""The column of a row's number, beside the file's own."""

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
    titles = [c for c in frame.columns if c != ROW]
    return {
        int(row[ROW]): [(title, "" if row[title] is None else str(row[title])) for title in titles]
        for row in frame.iter_rows(named=True)
    }


def _csv(path: Path, name: str, rows: Sequence[int]) -> pl.DataFrame:
    titles = csv_file.header(path, name)
    text = csv_file.read(path, name, file_facts.examine(path, name), len(titles))
    cells = text.cells.filter(pl.col(ROW).is_in(list(rows))).collect()
    names = _of_their_own(titles)
    return cells.rename({f"c{place}": title for place, title in enumerate(names)})


def _of_their_own(titles: Sequence[str]) -> list[str]:
    """Return titles, with what tells those apart that are called the same, or as a row's number is."""
    names, taken = [], {ROW}
    for title in titles:
        name = title
        while name in taken:
            name += TWIN
        taken.add(name)
        names.append(name)
    return names


def _parquet(path: Path, rows: Sequence[int]) -> pl.DataFrame:
    scan = pl.scan_parquet(path, glob=False)
    if ROW in scan.collect_schema():
        scan = scan.drop(ROW)
    return scan.with_row_index(ROW, offset=FIRST_ROW).filter(pl.col(ROW).is_in(list(rows))).collect()
