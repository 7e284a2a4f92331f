"""A whole XLS or XLSB: the library reads the values, and our own look at the bytes adds what it does not tell."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import IO, TYPE_CHECKING

import python_calamine as calamine

from premium.errors import InputError
from premium.workbook import spell
from premium.workbook.sheet_writer import Facts, Left, SheetWriter, letters
from premium.workbook.stored import DURATION, FAULT, TEXT, TRUTH, Cell, of_moment, of_number, of_time
from premium.workbook.warn import hidden

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workbook.limits import Limits
    from premium.workbook.seen import Seen


def read(file: IO[bytes], seen: list[Seen], out: Path, limits: Limits) -> tuple[list[Facts], list[str]]:
    """Write the cells of all sheets that we saw into `out`; return each sheet's facts, and warnings.

    Raises:
        InputError: something is broken, over a limit, or told otherwise by the library than by our own look.
    """
    _small_enough(seen, limits)
    file.seek(0)
    left, sheets, warnings = Left(limits.cells, limits.characters), [], []
    try:
        book = calamine.CalamineWorkbook.from_filelike(file)
        for number, sheet in enumerate(seen):
            writer = SheetWriter(out, number, sheet.name, limits, left)
            _sheet(book.get_sheet_by_name(sheet.name), sheet, writer)
            sheets.append(writer.finish())
            warnings += hidden(sheet.name, [r + 1 for r in sheet.hidden_rows], is_hidden=sheet.hidden)
            if sheet.empty_results:
                warnings.append(
                    f"sheet {sheet.name!r}: formulas with an empty text as their result, or never calculated (this "
                    f"kind of file does not tell): {sheet.empty_results:,}"
                )
    except calamine.CalamineError as error:
        raise InputError(f"it cannot be read: {error}", hint="open it in a spreadsheet and save it as XLSX") from error
    return sheets, warnings


def _small_enough(seen: list[Seen], limits: Limits) -> None:
    """Hold the sheets to the limits before the library spreads them out in memory."""
    for sheet in seen:
        if sheet.last_row >= limits.rows:
            raise InputError(f"sheet {sheet.name!r} has more than {limits.rows:,} rows", hint="split it by pay period")
        if sheet.last_column >= limits.columns:
            raise InputError(
                f"sheet {sheet.name!r} has a cell in column {letters(sheet.last_column)}; {limits.columns:,} columns "
                "are allowed",
                hint="remove what stands far to the right, or ask for a plain export",
            )
    if sum((s.last_row + 1) * (s.last_column + 1) for s in seen) > limits.cells:
        raise InputError(
            f"its sheets spread over more than {limits.cells:,} places",
            hint="remove what stands far below or to the right, or split it by pay period",
        )


def _sheet(sheet: calamine.CalamineSheet, seen: Seen, writer: SheetWriter) -> None:
    first_column = sheet.start[1] if sheet.start else 0
    found = 0
    for row, values in zip_longest(range(seen.last_row + 1), sheet.iter_rows(), fillvalue=()):
        if not isinstance(row, int):
            break  # the library may have rows after the last in which something stands
        cells = {first_column + i: _cell(value) for i, value in enumerate(values) if value != ""}
        found += len(cells)
        for column, shows in seen.errors.get(row, {}).items():
            cells[column] = Cell(FAULT, shows, f"error_value: the cell shows {shows}")
        writer.row(row + 1, cells)
    writer.facts.merged = [
        (top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or []
    ]
    if not seen.filled - seen.texts <= found <= seen.filled:
        raise InputError(
            f"sheet {seen.name!r}: {seen.filled:,} cells were counted and {found:,} read",
            hint="open it in a spreadsheet and save it as XLSX",
        )


def _cell(value: float | str | bool | time | date | datetime | timedelta) -> Cell:  # noqa: FBT001 - a cell of a sheet is anything
    """Spell what the library made of a cell."""
    match value:
        case bool():
            cell = Cell(TRUTH, "true" if value else "false")
        case int() | float():
            cell = of_number(float(value))
        case str():
            cell = Cell(TEXT, value)
        case timedelta():
            cell = Cell(DURATION, spell.clock(round(value / timedelta(milliseconds=1)) * 1_000))
        case time():
            cell = of_time(value)
        case datetime():
            cell = of_moment(value)
        case _:
            cell = of_moment(datetime.combine(value, time.min))
    return cell
