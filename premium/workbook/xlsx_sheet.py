"""One sheet of an XLSX as a stream of rows; what is not a plain cell is told, never passed over."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.workbook.stored import FAULT, TEXT, TRUTH, Cell, iso_day, stored
from premium.workbook.xlsx import unescaped

if TYPE_CHECKING:
    from premium.workbook.formats import Shown
    from premium.workbook.limits import Limits
    from premium.workbook.sheet_writer import SheetWriter
    from premium.workbook.xlsx import Book

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.ASCII)
_BROKEN = "open it in a spreadsheet and save it as XLSX"
_ON = ("1", "true")
NO_VALUE = Cell(FAULT, "", "formula_without_value: the cell holds a formula, and the file no result of it")


class SheetReader:
    """Takes the elements of a sheet's XML in the order in which they stand."""

    def __init__(self, book: Book, writer: SheetWriter, limits: Limits) -> None:
        """Read into `writer`."""
        self._book, self.writer, self._limits = book, writer, limits
        self._prefix: str | None = None
        self._row = self._column = 0
        self._cells: dict[int, Cell] = {}
        self._type = self._style = ""
        self._formula = self._value = self._open = self._spoken = False
        self._pieces: list[str] = []
        self._length = 0
        self.formulas = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin; what it is called without the prefix of the sheet's own."""
        if self._prefix is None:
            self._prefix = name[: len(name) - len(name.rpartition(":")[2])]
        what = name.removeprefix(self._prefix)
        if what == "c":
            self._begin_cell(attributes)
        elif what in {"v", "t"}:
            self._open = not self._spoken
            self._value = self._value or what == "v"
        elif what == "f":
            self._formula = True
            self.formulas += 1
        elif what == "row":
            self._begin_row(attributes)
        elif what == "rPh":
            self._spoken = True
        elif what == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif what == "col" and attributes.get("hidden") in _ON:
            self.hidden_columns += 1

    def text(self, data: str) -> None:
        """See a piece of text: it counts inside a value or a text."""
        if self._open:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > self._limits.cell_length * 8:
                raise InputError(f"{self._where}: a cell of endless text", hint=_BROKEN)

    def end(self, name: str) -> None:
        """See an element end."""
        what = name.removeprefix(self._prefix or "")
        if what in {"v", "t"}:
            self._open = False
        elif what == "c":
            cell = self._cell()
            if cell is not None:
                self._cells[self._column] = cell
        elif what == "row":
            self.writer.row(self._row, self._cells)
            self._cells = {}
        elif what == "rPh":
            self._spoken = False

    @property
    def _where(self) -> str:
        return f"sheet {self.writer.facts.name!r}, row {self._row}"

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is None:
            self._row += 1
        elif number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004 - digits of 2^31
            self._row = int(number)
        else:
            raise InputError(f"sheet {self.writer.facts.name!r}: a row is numbered {number[:20]!r}", hint=_BROKEN)
        self._column = -1
        if attributes.get("hidden") in _ON:
            self.hidden_rows.append(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            row, self._column = place(reference)
            if row != self._row:
                raise InputError(f"{self._where}: the cell {reference} stands there", hint=_BROKEN)
            if self._column in self._cells:
                raise InputError(f"{self._where}: the cell {reference} stands there twice", hint=_BROKEN)
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._formula = self._value = False
        self._pieces, self._length = [], 0

    def _cell(self) -> Cell | None:
        """Return what the cell that just ended holds; nothing where nothing stands."""
        text = "".join(self._pieces)
        if not text:
            empty_text = self._type == "str" and self._value
            return NO_VALUE if self._formula and not empty_text else None
        match self._type:
            case "n":
                cell = stored(text, self._shown(), from_1904=self._book.from_1904)
            case "s":
                return self._shared(text)
            case "str" | "inlineStr":
                cell = Cell(TEXT, unescaped(text))
            case "b":
                cell = Cell(TRUTH, "true" if text in _ON else "false")
            case "e":
                cell = Cell(FAULT, text, f"error_value: the cell shows {text[:20]}")
            case "d":
                cell = iso_day(text)
            case _:
                raise InputError(f"{self._where}: a cell of the unknown type {self._type[:20]!r}", hint=_BROKEN)
        return cell

    def _shown(self) -> Shown:
        formats = self._book.formats
        if not self._style.isdigit() or int(self._style) >= len(formats):
            return "number"
        return formats[int(self._style)]

    def _shared(self, text: str) -> Cell | None:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) >= len(self._book.strings):  # noqa: PLR2004 - see above
            raise InputError(f"{self._where}: a cell points at a text that is not there", hint=_BROKEN)
        shared = self._book.strings[int(text)]
        return Cell(TEXT, shared) if shared else None

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = place(first), place(last or first)
        self.writer.facts.merged.append((top, left, bottom, right))
        if len(self.writer.facts.merged) > self._limits.merged:
            raise InputError(f"more than {self._limits.merged:,} merged ranges", hint=_BROKEN)


def place(reference: str) -> tuple[int, int]:
    """Return the row (from 1) and column (from 0) of a reference such as `B7`.

    Raises:
        InputError: it is none.
    """
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise InputError(f"a cell is named {reference[:20]!r}", hint=_BROKEN)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1
