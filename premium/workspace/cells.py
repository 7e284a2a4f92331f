"""Some columns of a canonical table's file as the text that stands there, whether or not a row can be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest import csv_file, file_facts, header, parquet_file, provenance
from premium.ingest.shelf.lines import STANDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from premium.tables import Table


def cells(
    table: Table, path: Path, called: str, columns: Sequence[str], *, without_aside: bool = False
) -> pl.LazyFrame:
    """Return columns of a file's rows as text; null is a cell in which nothing is seen, or an absent column.

    `without_aside` leaves out the lines of a line file, which a sender's file became, that were set aside.

    Raises:
        InputError: the file is no such table.
    """
    if path.suffix == ".parquet":
        schema = parquet_file.header(path, called)
        rows = pl.scan_parquet(path, glob=False)
        if without_aside and provenance.is_line_file(schema, called):
            rows = rows.filter(STANDS)
        there = {c: pl.col(c) for c in columns if c in schema}
    else:
        facts, titles = file_facts.examine(path, called), csv_file.header(path, called)
        places, _ = header.match(table, titles, called)
        rows = csv_file.read(path, called, facts, len(titles)).cells
        there = {c: pl.col(f"c{places[c]}") for c in columns if c in places}
    return rows.select(_text(there[c]).alias(c) if c in there else pl.lit(None, pl.String).alias(c) for c in columns)


def _text(cell: pl.Expr) -> pl.Expr:
    text = cell.cast(pl.String)
    return pl.when(text.str.strip_chars() != "").then(text)
