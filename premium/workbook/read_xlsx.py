"""A whole XLSX or XLSM: its sheets one after the other, and warnings about what a person may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.workbook import xlsx
from premium.workbook.sheet_writer import Facts, Left, SheetWriter
from premium.workbook.warn import around, hidden
from premium.workbook.xlsx_sheet import SheetReader
from premium.workbook.xml_stream import feed

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workbook.container import Parts
    from premium.workbook.limits import Limits


def read(parts: Parts, out: Path, limits: Limits) -> tuple[list[Facts], list[str]]:
    """Write the cells of all sheets into `out`; return each sheet's facts, and warnings.

    Raises:
        InputError: something is broken or over a limit.
    """
    book = xlsx.book(parts, limits)
    warnings, left = around(parts), Left(limits.cells, limits.characters)
    warnings += [f"sheet {name!r} holds no cells (a chart or a dialog), and was left out" for name in book.not_tables]
    sheets = []
    for number, sheet in enumerate(book.sheets):
        reader = SheetReader(book, SheetWriter(out, number, sheet.name, limits, left), limits)
        with parts.open(sheet.part) as part:
            feed(part, sheet.part, reader, limits, counts_itself=True)
        sheets.append(reader.writer.finish())
        warnings += _within(sheet, reader, recalculated=book.recalculated)
    return sheets, warnings


def _within(sheet: xlsx.Listed, reader: SheetReader, *, recalculated: bool) -> list[str]:
    warnings = hidden(
        sheet.name, reader.hidden_rows, is_hidden=sheet.hidden, columns=reader.hidden_columns > 0
    )  # fmt: skip
    if recalculated and reader.formulas:
        warnings.append(
            f"sheet {sheet.name!r}: the program that wrote it left its formulas ({reader.formulas:,}) to be "
            "calculated on opening; what is stored for them may be old, or 0: open it in a spreadsheet and save it"
        )
    return warnings
