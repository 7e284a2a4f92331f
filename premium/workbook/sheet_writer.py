"""What the process finds, written for the one that started it: blocks of cells as CSV, and a line of facts a sheet."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from premium.workbook.limits import Limits
    from premium.workbook.stored import Cell

BLOCK_CELLS = 400_000
"""Places that are held before a block is written."""
NO_KIND = "."
Range = tuple[int, int, int, int]


@dataclass(slots=True)
class Left:
    """What a file may still give, over all its sheets."""

    places: int
    characters: int


@dataclass(slots=True)
class Facts:
    """A sheet's facts; `rows`, `filled` and `characters` let the other process prove that it read what was written."""

    name: str
    blocks: list[tuple[str, int]] = field(default_factory=list)
    last_row: int = 0
    width: int = 0
    rows: int = 0
    filled: int = 0
    characters: int = 0
    faults: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[Range] = field(default_factory=list)


class SheetWriter:
    """Takes the rows of one sheet in order, and holds them to the limits."""

    def __init__(self, out: Path, number: int, name: str, limits: Limits, left: Left) -> None:
        """Begin a sheet; what it takes is taken from what is left for the file."""
        self.facts = Facts(name)
        self._out, self._number, self._limits, self._left = out, number, limits, left
        self._rows: list[tuple[int, dict[int, Cell]]] = []
        self._block_width = 0

    def row(self, number: int, cells: dict[int, Cell]) -> None:
        """Take a row (from 1) and its cells by column (from 0); rows without cells need not be given.

        Raises:
            InputError: the sheet grew over a limit.
        """
        if not cells:
            return
        facts = self.facts
        if number <= facts.last_row:
            raise InputError(f"{self._where(number)}: its rows are out of order", hint="save it again as XLSX")
        last = max(cells) + 1
        self.fits(number, last)
        facts.last_row, facts.width = number, max(facts.width, last)
        self._keep(number, cells, last)

    def fits(self, number: int, columns: int) -> None:
        """See that a row of that number, and so many columns, is within the limits.

        Raises:
            InputError: it is not.
        """
        facts, limits = self.facts, self._limits
        if number > limits.rows:
            raise InputError(f"{self._where(number)}: more than {limits.rows:,} rows", hint="split it by pay period")
        if columns > limits.columns:
            raise InputError(
                f"{self._where(number)}: a cell in column {letters(columns - 1)}; {limits.columns:,} columns are "
                "allowed",
                hint="remove what stands far to the right, or ask for a plain export",
            )
        if number * max(facts.width, columns) > self._left.places:
            raise InputError(
                f"{self._where(number)}: the file spreads over more than {limits.cells:,} places",
                hint="remove what stands far below or to the right, or split it by pay period",
            )

    def _keep(self, number: int, cells: dict[int, Cell], last: int) -> None:
        facts, limits = self.facts, self._limits
        lengths = [len(cell.text) for cell in cells.values()]
        if max(lengths) > limits.cell_length:
            raise InputError(
                f"{self._where(number)}: a cell of {max(lengths):,} characters",
                hint=f"no spreadsheet holds more than {limits.cell_length:,} in a cell",
            )
        facts.characters += sum(lengths)
        facts.faults += [(number, column, cell.reason) for column, cell in cells.items() if cell.reason]
        facts.rows += 1
        facts.filled += len(cells)
        if facts.characters > self._left.characters:
            raise InputError(
                f"{self._where(number)}: more than {limits.characters:,} characters in all cells",
                hint="split it, for instance by pay period",
            )
        if len(facts.faults) > limits.faults:
            raise InputError(
                f"sheet {facts.name!r}: more than {limits.faults:,} cells cannot be read", hint="ask again"
            )
        self._rows.append((number, cells))
        self._block_width = max(self._block_width, last)
        if len(self._rows) * self._block_width >= BLOCK_CELLS:
            self._flush()

    def finish(self) -> Facts:
        """Write what is held, and return the sheet's facts."""
        self._flush()
        facts = self.facts
        self._left.places -= facts.last_row * facts.width
        self._left.characters -= facts.characters
        facts.merged = [
            (top, left, min(bottom, facts.last_row), min(right, facts.width - 1))
            for top, left, bottom, right in facts.merged
            if top <= facts.last_row and left < facts.width
        ]
        return facts

    def _where(self, number: int) -> str:
        return f"sheet {self.facts.name!r}, row {number}"

    def _flush(self) -> None:
        if not self._rows:
            return
        file = f"sheet-{self._number}-{len(self.facts.blocks)}.csv"
        width = range(self._block_width)
        with (self._out / file).open("w", encoding="utf-8", newline="") as block:
            write = csv.writer(block, lineterminator="\n").writerow
            for number, cells in self._rows:
                kinds = "".join([cells[i].kind if i in cells else NO_KIND for i in width])
                write([number, kinds, *[cells[i].text if i in cells else "" for i in width]])
        self.facts.blocks.append((file, self._block_width))
        self._rows, self._block_width = [], 0


def letters(column: int) -> str:
    """Return a column's letters as a spreadsheet shows them: 0 is A, 16383 is XFD."""
    shown = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        shown = chr(ord("A") + rest) + shown
    return shown
