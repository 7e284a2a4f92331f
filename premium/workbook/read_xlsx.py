"""A whole XLSX or XLSM: its sheets one after the other, and warnings about what a person may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.workbook import xlsx
from premium.workbook.sheet_writer import Facts, Left, SheetWriter
from premium.workbook.xlsx_sheet import SheetReader
from premium.workbook.xml_stream import feed

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workbook.container import Parts
    from premium.workbook.limits import Limits

_SHOWN = 5


def read(parts: Parts, out: Path, limits: Limits) -> tuple[list[Facts], list[str]]:
    """Write the cells of all sheets into `out`; return each sheet's facts, and warnings.

    Raises:
        InputError: something is broken or over a limit.
    """
    book = xlsx.book(parts, limits)
    warnings, left = _around(parts, book), Left(limits.cells, limits.characters)
    sheets = []
    for number, sheet in enumerate(book.sheets):
        reader = SheetReader(book, SheetWriter(out, number, sheet.name, limits, left), limits)
        with parts.open(sheet.part) as part:
            feed(part, sheet.part, reader, limits)
        sheets.append(reader.writer.finish())
        warnings += _within(sheet, reader, recalculated=book.recalculated)
    return sheets, warnings


def _around(parts: Parts, book: xlsx.Book) -> list[str]:
    warnings = []
    if any(name.endswith("vbaproject.bin") for name in parts.names):
        warnings.append("it has macros, which were left alone")
    if any("/externallinks/" in name for name in parts.names):
        warnings.append("it has links to other files, which were not followed; their last known values were read")
    warnings += [f"sheet {name!r} holds no cells (a chart or a dialog), and was left out" for name in book.not_tables]
    return warnings


def _within(sheet: xlsx.Listed, reader: SheetReader, *, recalculated: bool) -> list[str]:
    warnings = []
    if sheet.hidden:
        warnings.append(f"sheet {sheet.name!r} is hidden; it was read")
    if reader.hidden_rows:
        rows = ", ".join(map(str, reader.hidden_rows[:_SHOWN])) + (" …" if len(reader.hidden_rows) > _SHOWN else "")
        warnings.append(f"sheet {sheet.name!r}: {len(reader.hidden_rows):,} rows are hidden; they were read: {rows}")
    if reader.hidden_columns:
        warnings.append(f"sheet {sheet.name!r}: some columns are hidden; they were read")
    if recalculated and reader.formulas:
        warnings.append(
            f"sheet {sheet.name!r}: the program that wrote it left its {reader.formulas:,} formulas to be calculated "
            "on opening; what is stored for them may be old, or 0: open it in a spreadsheet and save it"
        )
    return warnings
