"""A whole ODS, as a stream: its cells say themselves what they hold, and rows or cells may stand for many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.workbook import spell
from premium.workbook.sheet_writer import Facts, Left, SheetWriter
from premium.workbook.stored import DURATION, FAULT, TEXT, TRUTH, Cell, iso_day, stored
from premium.workbook.warn import hidden
from premium.workbook.xlsx_sheet import NO_VALUE
from premium.workbook.xml_stream import feed

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workbook.container import Parts
    from premium.workbook.limits import Limits

MANIFEST = "meta-inf/manifest.xml"
_BROKEN = "open it in a spreadsheet and save it as XLSX"
_TIME = re.compile(r"(-?)PT(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:[.,]([0-9]{1,9}))?S)?", re.ASCII)
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|#N/A|Err:[0-9]+")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_SPACE = re.compile("[ \t\r\n]+")


def read(parts: Parts, out: Path, limits: Limits) -> tuple[list[Facts], list[str]]:
    """Write the cells of all sheets into `out`; return each sheet's facts, and warnings.

    Raises:
        InputError: something is broken or over a limit, or the file is under a password.
    """
    if MANIFEST in parts and b"encryption-data" in parts.read(MANIFEST, limits.ratio_floor):
        raise InputError(
            "it is protected by a password in a way that we cannot open",
            hint="ask for it without a password, or as XLSX",
        )
    reader = _Reader(out, limits)
    with parts.open("content.xml") as part:
        feed(part, "content.xml", reader, limits)
    return reader.sheets, reader.warnings


class _Reader:
    """Takes the elements of `content.xml` in the order in which they stand."""

    def __init__(self, out: Path, limits: Limits) -> None:
        self.sheets: list[Facts] = []
        self.warnings: list[str] = []
        self._out, self._limits, self._left = out, limits, Left(limits.cells, limits.characters)
        self._writer: SheetWriter | None = None
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._is_hidden = self._row_hidden = False
        self._hidden_rows: list[int] = []
        self._row = self._row_times = self._column = self._times = 0
        self._cells: dict[int, Cell] = {}
        self._cell: dict[str, str] | None = None
        self._aside = 0
        self._paragraphs: list[list[str]] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._aside or name in {"office:annotation", "table:tracked-changes", "table:shapes", "draw:frame"}:
            self._aside += 1
        elif name in _CELLS:
            self._begin_cell(attributes)
        elif name == "text:p":
            self._paragraphs.append([])
        elif name == "table:table-row":
            self._begin_row(attributes)
        elif name == "table:table":
            self._begin_sheet(attributes)
        elif name in {"text:s", "text:tab", "text:line-break"}:
            times = _times(attributes.get("text:c"))
            spaces = " " * min(times, self._limits.cell_length + 1)
            self._add({"text:s": spaces, "text:tab": "\t"}.get(name, "\n"))
        elif name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def text(self, data: str) -> None:
        """See a piece of text: white space in it is one space, and none at its begin; others are elements."""
        if self._cell is not None and self._paragraphs and not self._aside:
            plain = _SPACE.sub(" ", data)
            self._add(plain if self._paragraphs[-1] else plain.lstrip(" "))

    def _add(self, data: str) -> None:
        if self._cell is not None and self._paragraphs:
            self._paragraphs[-1].append(data)
            self._length += len(data)
            if self._length > self._limits.cell_length:
                raise InputError(f"row {self._row}: a cell of endless text", hint=_BROKEN)

    def end(self, name: str) -> None:
        if self._aside:
            self._aside -= 1
        elif name in _CELLS:
            self._end_cell()
        elif name == "table:table-row":
            self._end_row()
        elif name == "table:table":
            self._end_sheet()

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        if self._writer is not None:
            raise InputError(f"row {self._row}: a table inside a cell", hint=_BROKEN)
        if len(self.sheets) >= self._limits.sheets:
            raise InputError(f"it has more than {self._limits.sheets} sheets", hint="split it")
        name = attributes.get("table:name", "")
        self._writer = SheetWriter(self._out, len(self.sheets), name, self._limits, self._left)
        self._is_hidden = attributes.get("table:style-name") in self._hidden_styles
        self._hidden_rows, self._row = [], 0

    def _end_sheet(self) -> None:
        if self._writer is None:
            return
        facts = self._writer.finish()
        self.sheets.append(facts)
        self.warnings += hidden(facts.name, self._hidden_rows, is_hidden=self._is_hidden)
        self._writer = None

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row += 1
        self._row_times = _times(attributes.get("table:number-rows-repeated"))
        self._column, self._cells = 0, {}
        self._row_hidden = attributes.get("table:visibility", "visible") != "visible"

    def _end_row(self) -> None:
        if self._cells and self._writer is not None:
            self._writer.fits(self._row + self._row_times - 1, max(self._cells) + 1)
            for number in range(self._row, self._row + self._row_times):
                self._writer.row(number, self._cells)
                if self._row_hidden:
                    self._hidden_rows.append(number)
        self._row += self._row_times - 1

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._paragraphs, self._length = attributes, [], 0
        self._times = _times(attributes.get("table:number-columns-repeated"))
        across, down = (_times(attributes.get(f"table:number-{w}-spanned")) for w in ("columns", "rows"))
        if (across > 1 or down > 1) and self._writer is not None:
            last = self._row + down - 1, self._column + across - 1
            self._writer.facts.merged.append((self._row, self._column, *last))
            if len(self._writer.facts.merged) > self._limits.merged:
                raise InputError(f"more than {self._limits.merged:,} merged ranges", hint=_BROKEN)

    def _end_cell(self) -> None:
        cell = _held(self._cell or {}, "\n".join("".join(p) for p in self._paragraphs))
        if cell is not None:
            last = self._column + self._times
            if last > self._limits.columns:
                raise InputError(
                    f"row {self._row}: a cell in column {last:,}; {self._limits.columns:,} columns are allowed",
                    hint="remove what stands far to the right, or ask for a plain export",
                )
            self._cells.update(dict.fromkeys(range(self._column, last), cell))
        self._column += self._times
        self._cell = None


def _times(text: str | None) -> int:
    """Return how many of the same stand there."""
    if text is None:
        return 1
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - digits of 2^31
        raise InputError(f"something in it stands {text[:20]!r} times", hint=_BROKEN)
    return max(1, int(text))


def _held(cell: dict[str, str], text: str) -> Cell | None:
    """Return what a cell holds; nothing where nothing stands."""
    what = cell.get("office:value-type", "")
    formula = "table:formula" in cell
    if "error" in {cell.get("calcext:value-type"), what} or (formula and _ERROR.fullmatch(text)):
        return Cell(FAULT, text, f"error_value: the cell shows {text[:20]}")
    match what:
        case "float" | "currency" | "percentage":
            found = stored(cell.get("office:value", ""), "number", from_1904=False)
        case "date":
            found = iso_day(cell.get("office:date-value", ""))
        case "time":
            found = _hours(cell.get("office:time-value", ""))
        case "boolean":
            found = Cell(TRUTH, "true" if cell.get("office:boolean-value") == "true" else "false")
        case "":
            found = NO_VALUE if formula and not text else Cell(TEXT, text)
        case _:
            found = Cell(TEXT, cell.get("office:string-value") or text)
    return found if found.text or found.reason else None


def _hours(text: str) -> Cell:
    match = _TIME.fullmatch(text)
    if not match or text.endswith("T"):
        return Cell(FAULT, text, "not_a_time: the workbook says that this is a time")
    sign, hours, minutes, seconds, part = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    millis = round(int((part or "0").ljust(9, "0")) / 1_000_000)
    micros = whole * spell.MICROS + millis * 1_000
    return Cell(DURATION, spell.clock(-micros if sign else micros))
