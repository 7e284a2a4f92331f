"""What our own look at a sheet in a binary format finds, before and beside the library that reads its values."""

from __future__ import annotations

from dataclasses import dataclass, field

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
"""Numbers by which a cell says which error it shows."""


@dataclass(slots=True)
class Seen:
    """A sheet's name and extent, and its cells that hold an error; rows and columns count from 0 here."""

    name: str
    hidden: bool = False
    filled: int = 0
    texts: int = 0
    """Cells that hold a text, perhaps an empty one; they are among the filled."""
    last_row: int = -1
    last_column: int = -1
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    """What cells show, by row and column; they are not among the filled."""
    hidden_rows: list[int] = field(default_factory=list)
    empty_results: int = 0
    """Formulas that store an empty text: the file does not tell whether they were ever calculated."""

    def cell(self, row: int, column: int, last_column: int | None = None) -> None:
        """See a cell, or a run of them, that holds something."""
        last = column if last_column is None else last_column
        self.filled += last - column + 1
        self._reaches(row, last)

    def text(self, row: int, column: int) -> None:
        """See a cell that holds a text."""
        self.texts += 1
        self.cell(row, column)

    def _reaches(self, row: int, last: int) -> None:
        self.last_row, self.last_column = max(self.last_row, row), max(self.last_column, last)

    def error(self, row: int, column: int, code: int) -> None:
        """See a cell that shows an error."""
        self._reaches(row, column)
        self.errors.setdefault(row, {})[column] = ERRORS.get(code, f"error {code}")
