"""Rows of a table as JSON, CSV, a workbook or Parquet: one page of them, or all without holding them.

In JSON, CSV and Parquet money is whole cents, as the column's name says; a workbook is for people, and shows dollars.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any

import xlsxwriter

from premium.web.api.wanted import ROW
from premium.web.problems import Problem
from reports import words
from reports.cells import cells
from reports.csv_files import as_text
from reports.workbook import FORMATS, OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.engine import OnDuckDB
    from premium.web.api.wanted import Wanted
    from premium.workspace.shelf import Opened

MOST_IN_WORKBOOK = 200_000
Row = dict[str, Any]


def page(opened: Opened, wanted: Wanted, most: int) -> tuple[list[Row], str | None]:
    """Return the first rows, as JSON holds them, and what the next page goes on from; None where there is none."""
    rows: list[Row] = []
    places: list[str] = []
    for number, sql, values in wanted.parts():
        left = most + 1 - len(rows)
        if left <= 0:
            break
        found = opened.rows(f"{sql} ORDER BY {ROW} LIMIT {left}", values)
        places += [f"{number}-{row.pop(ROW)}" for row in found]
        rows += [{name: plain(value) for name, value in row.items()} for row in found]
    return rows[:most], places[most - 1] if len(rows) > most else None


def plain(value: Any) -> Any:  # noqa: ANN401 - a value is whatever the table holds
    """Return a value as JSON holds it: days as text, exact numbers as text, nothing as null."""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def as_csv(engine: OnDuckDB, wanted: Wanted) -> Iterator[bytes]:
    """Give a CSV file in pieces; what a spreadsheet would take for a formula is marked as text.

    The first rows are read before this returns, so that what cannot be read is still told as an error. The engine is
    of the caller, who lets go of it when all is sent.
    """
    batches = _batches(engine, wanted)
    first = next(batches, [])

    def pieces() -> Iterator[bytes]:
        yield _lines([list(wanted.columns)])
        for batch in chain([first], batches):
            yield _lines([[_cell(row[name]) for name in wanted.columns] for row in batch])

    return pieces()


def _batches(engine: OnDuckDB, wanted: Wanted) -> Iterator[list[Row]]:
    for _, sql, values in wanted.parts():
        yield from engine.batches(sql, values)


def _lines(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _cell(value: Any) -> str:  # noqa: ANN401 - a value is whatever the table holds
    if value is None:
        return ""
    return as_text(value) if isinstance(value, str) else str(plain(value))


def write_parquet(opened: Opened, wanted: Wanted, target: Path) -> None:
    """Write the rows to a Parquet file."""
    with opened.beside() as engine:
        engine.save(wanted.all_rows(), target, wanted.values)


def write_workbook(opened: Opened, wanted: Wanted, target: Path) -> None:
    """Write the rows to a workbook: text is always text.

    Raises:
        Problem: 413, they are more than a workbook is good for.
    """
    with opened.beside() as engine:
        counted = f"SELECT COUNT(*) AS n FROM (SELECT 1 FROM ({wanted.all_rows()}) LIMIT {MOST_IN_WORKBOOK + 1})"  # noqa: S608 - values are beside it
        if engine.rows(counted, wanted.values)[0]["n"] > MOST_IN_WORKBOOK:
            raise Problem(
                413,
                "too_large",
                f"That is more than the {MOST_IN_WORKBOOK:,} rows that a workbook is made of.",
                hint="Ask for .csv or .parquet, or for fewer rows: filters are in the address.",
            )
        with xlsxwriter.Workbook(str(target), {**OPTIONS, "tmpdir": str(target.parent)}) as book:
            _sheet(book, engine, wanted)


def _sheet(book: Any, engine: OnDuckDB, wanted: Wanted) -> None:  # noqa: ANN401 - xlsxwriter has no types
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    sheet = book.add_worksheet(wanted.source.name[:31])
    for place, column in enumerate(wanted.columns):
        sheet.write_string(0, place, words.head(column), formats["head"])
    sheet.freeze_panes(1, 0)
    spelled = cells(dict(wanted.columns))
    writers: dict[type, Any] = {str: sheet.write_string, date: sheet.write_datetime}
    number = 0
    for batch in _batches(engine, wanted):
        for row in batch:
            number += 1
            for place, cell in enumerate(spelled(row)):
                if cell.value is not None:
                    writers.get(type(cell.value), sheet.write_number)(number, place, cell.value, formats[cell.kind])
