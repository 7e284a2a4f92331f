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
_FLAT = ("v", "t")
LONGEST_RAW = 300_000
"""Characters of a cell as they stand in the XML, where one may be written with seven."""
_MOST_KNOWN = 50_000
"""Numbers of each kind that are remembered."""
NO_VALUE = Cell(FAULT, "", "formula_without_value: the cell holds a formula, and the file no result of it")


class SheetReader:
    """Takes the elements of a sheet's XML in the order in which they stand.

    A sheet has millions of cells, so what happens for each is kept short: columns by their letters, numbers by their
    texts and shared texts are looked up where they were seen before.
    """

    def __init__(self, book: Book, writer: SheetWriter, limits: Limits) -> None:
        """Read into `writer`."""
        self._book, self.writer, self._limits = book, writer, limits
        self._prefix: str | None = None
        self._names = ("c", "v", "t", "row")
        self._depth = self._row = 0
        self._row_text = ""
        self._in_row = self._in_cell = False
        self._column = -1
        self._columns: dict[str, int] = {}
        self._known: dict[Shown, dict[str, Cell]] = {"number": {}, "day": {}, "time": {}, "elapsed": {}}
        self._shared_cells = [Cell(TEXT, text) if text else None for text in book.strings]
        self._cells: dict[int, Cell] = {}
        self._type = self._style = ""
        self._formula = self._value = self._open = self._spoken = False
        self._pieces: list[str] = []
        self._length = 0
        self.formulas = 0
        self.hidden_rows: list[int] = []
        self.hidden_columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""
        a_cell, a_value, a_text, a_row = self._names
        if name == a_cell:
            self._begin_cell(attributes)
        elif name in (a_value, a_text):
            if self._open or not self._in_cell:
                self._other(name, attributes)
            else:
                self._open = not self._spoken
                self._value = self._value or name == a_value
        elif name == a_row:
            self._begin_row(attributes)
        else:
            self._other(name, attributes)

    def text(self, data: str) -> None:
        """See a piece of text: it counts inside a value or a text."""
        if self._open:
            self._pieces.append(data)
            self._length += len(data)
            if self._length > LONGEST_RAW:
                raise InputError(f"{self._where}: a cell of endless text", hint=_BROKEN)

    def end(self, name: str) -> None:
        """See an element end."""
        a_cell, a_value, a_text, a_row = self._names
        if name in (a_value, a_text):
            self._open = False
        elif name == a_cell:
            self._in_cell = False
            cell = self._cell()
            if cell is not None:
                self._cells[self._column] = cell
        elif name == a_row:
            self._in_row = False
            self.writer.row(self._row, self._cells)
            self._cells = {}
        else:
            self._depth -= 1
            if name.endswith("rPh"):
                self._spoken = False

    def _other(self, name: str, attributes: dict[str, str]) -> None:
        """See an element that is neither row, cell nor value begin."""
        if self._prefix is None:
            self._prefix = name[: len(name) - len(name.rpartition(":")[2])]
            a_cell, a_value, a_text, a_row = (self._prefix + n for n in self._names)
            self._names = (a_cell, a_value, a_text, a_row)
        what = name.removeprefix(self._prefix)
        self._depth += 1
        if self._depth > self._limits.nesting or what in _FLAT:
            raise InputError(f"{self._where}: elements stand inside each other as in no sheet", hint=_BROKEN)
        if what == "f":
            self._formula = True
            self.formulas += 1
        elif what == "rPh":
            self._spoken = True
        elif what == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif what == "col" and attributes.get("hidden") in _ON:
            self.hidden_columns += 1

    @property
    def _where(self) -> str:
        return f"sheet {self.writer.facts.name!r}, row {self._row}"

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if self._in_row:
            raise InputError(f"{self._where}: a row inside a row", hint=_BROKEN)
        if number is None:
            self._row += 1
        elif number.isascii() and number.isdigit() and len(number) < 10:  # noqa: PLR2004 - digits of 2^31
            self._row = int(number)
        else:
            raise InputError(f"sheet {self.writer.facts.name!r}: a row is numbered {number[:20]!r}", hint=_BROKEN)
        self._row_text, self._column, self._in_row = str(self._row), -1, True
        if attributes.get("hidden") in _ON:
            self.hidden_rows.append(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        if self._in_cell or not self._in_row:
            raise InputError(f"{self._where}: a cell outside of a row, or inside a cell", hint=_BROKEN)
        self._in_cell = True
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            named = reference.rstrip("0123456789")
            column = self._columns.get(named)
            if column is None:
                column = self._columns[named] = place(reference)[1]
            if reference[len(named) :] != self._row_text:
                raise InputError(f"{self._where}: the cell {reference[:20]} stands there", hint=_BROKEN)
            self._column = column
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
                cell = self._stored(text)
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

    def _stored(self, text: str) -> Cell:
        shown = self._shown()
        known = self._known[shown]
        cell = known.get(text)
        if cell is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            cell = known[text] = stored(text, shown, from_1904=self._book.from_1904)
        return cell

    def _shown(self) -> Shown:
        formats = self._book.formats
        if not self._style.isdigit() or int(self._style) >= len(formats):
            return "number"
        return formats[int(self._style)]

    def _shared(self, text: str) -> Cell | None:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or int(text) >= len(self._book.strings):  # noqa: PLR2004 - see above
            raise InputError(f"{self._where}: a cell points at a text that is not there", hint=_BROKEN)
        return self._shared_cells[int(text)]

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
