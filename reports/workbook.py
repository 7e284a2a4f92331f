"""A run's tables to `findings.xlsx`: one sheet each, findings first, after a sheet that says what this is.

Text is always text: nothing that stands in the records becomes a formula, a link or a number.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import xlsxwriter

from premium.tables import OUTPUTS
from reports import csv_files, words
from reports.about import lines
from reports.ask import ask
from reports.cells import cells
from reports.safely import written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from premium.run_folder import RunFolder
    from reports.ask import Asked
    from reports.cells import Cell

NAME = "findings.xlsx"
ROW_LIMIT = 1_048_576
"""Rows that a sheet of Excel holds, its header among them."""

HANDY = 50_000
"""Rows of a sheet other than findings: a workbook is for people, and past that Parquet opens faster for everybody."""

OPTIONS = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}  # fmt: skip
FORMATS = {
    "money": {"num_format": '"$"#,##0.00;-"$"#,##0.00'}, "day": {"num_format": "yyyy-mm-dd"},
    "whole": {"num_format": "#,##0"}, "number": {"num_format": "#,##0.########"}, "text": {"num_format": "@"},
    "head": {"bold": True, "bottom": 1, "bg_color": "#F5F7F9", "text_wrap": True, "valign": "bottom"},
    "title": {"bold": True, "font_size": 14}, "loud": {"bold": True, "font_color": "#8A2C0D"},
}  # fmt: skip
SHEETS = ("findings", *(name for name in OUTPUTS if name != "findings"))
WIDEST = 44


def write(run: RunFolder, row_limit: int = ROW_LIMIT, memory: str | None = None) -> list[Path]:
    """Write a run's workbook, and beside it a CSV file of each table that is longer than a sheet."""
    with ask(run, memory) as asked:
        long = [table for table in SHEETS if asked.count(table) >= row_limit]
        files = [csv_files.write(asked, table) for table in long]
        target = run.path / NAME
        with written(target) as building:
            _write(asked, building, row_limit, long)
    return [target, *files]


def _write(asked: Asked, path: Path, row_limit: int, long: list[str]) -> None:
    as_of = datetime.fromisoformat(asked.run.manifest["as_of"]).replace(tzinfo=UTC)
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        # The day of the run, not of the clock: the same run gives the same bytes.
        book.set_properties({"title": "Premium findings", "created": as_of.replace(tzinfo=None)})
        formats = {name: book.add_format(look) for name, look in FORMATS.items()}
        _about(book.add_worksheet("About"), asked, formats, long)
        for table in SHEETS:
            _sheet(book.add_worksheet(table), asked, table, formats, row_limit)


def _about(sheet: Any, asked: Asked, formats: dict[str, Any], long: list[str]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write the first sheet: what this is, its totals, and what was not looked at."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for row, line in enumerate(lines(asked.run.manifest, {t: asked.count(t) for t in SHEETS}, long)):
        for column, cell in enumerate(line.values):
            put(sheet, row, column, replace(cell, kind=line.format or cell.kind), formats)


def _sheet(sheet: Any, asked: Asked, table: str, formats: dict[str, Any], row_limit: int) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write a table; where it is longer than its sheet, the first line says so, and where all of it is."""
    columns = asked.columns(table)
    total = asked.count(table)
    room = row_limit if table == "findings" else min(row_limit, HANDY)
    top = 1 if total >= room else 0
    shown = min(total, room - 1 - top)
    for place, (name, width) in enumerate(_widths(asked, table, columns).items()):
        sheet.set_column(place, place, width, formats["text"] if columns[name] == "VARCHAR" else None)
    if top:
        whole = csv_files.name(table) if total >= row_limit else f"{table}.parquet"
        said = f"This sheet holds the first {shown:,} of {total:,} rows; all of them are in {whole}."
        sheet.write_string(0, 0, said, formats["loud"])
    for place, column in enumerate(columns):
        sheet.write_string(top, place, words.head(column), formats["head"])
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, top + max(shown, 1), len(columns) - 1)
    spell = cells(columns)
    row = top
    for batch in asked.batches(table, shown):
        for record in batch:
            row += 1
            for place, cell in enumerate(spell(record)):
                put(sheet, row, place, cell, formats)


def _widths(asked: Asked, table: str, columns: dict[str, str]) -> dict[str, int]:
    """Return each column's width: what its longest text needs, within reason."""
    longest = ", ".join(f"max(length(CAST({column} AS VARCHAR))) AS {column}" for column in columns)
    row = asked.engine.rows(f"SELECT {longest} FROM {table}")[0]  # noqa: S608 - our own names
    return {c: min(WIDEST, max(10, len(words.head(c)) + 3, int(row[c] or 0) + 2)) for c in columns}


def put(sheet: Any, row: int, column: int, cell: Cell, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Write one cell in the format of its kind; nothing where there is no value."""
    if cell.value is None:
        return
    writers: dict[type, Callable[..., int]] = {str: sheet.write_string, date: sheet.write_datetime}
    writers.get(type(cell.value), sheet.write_number)(row, column, cell.value, formats[cell.kind])
