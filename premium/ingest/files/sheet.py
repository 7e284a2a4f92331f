"""What every kind of file is opened as: sheets of text cells, each row with the number that a spreadsheet shows."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

ROW = "row"
"""The column with a row's number: 1 is the first row of the sheet, or the first record of a text file."""
LINE = "line"
"""The whole physical line, where a file has lines but no cells of its own (fixed width, printed reports)."""
TEXT, NUMBER, DAY, DURATION, TRUTH, FAULT = "s", "n", "d", "h", "b", "e"
"""Kinds of cell: text; a stored number, day, or hours and minutes; true or false; one that cannot be read."""

FAULT_SCHEMA = {"row": pl.Int64, "column": pl.Int64, "value": pl.String, "reason": pl.String}
LENGTH_SCHEMA = {"row": pl.Int64, "length": pl.Int64}


def cell(index: int) -> str:
    """Return the name of a sheet's column of texts: `c0` is the first."""
    return f"c{index}"


def kind(index: int) -> str:
    """Return the name of the column that says what kind the cells of `c{index}` are; workbooks and Parquet have it."""
    return f"k{index}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or the whole of another file.

    `cells` holds `row` (Int64), `c0` … (String; null where nothing stands), and for files that store more than text
    `k0` … (String: the kinds above). A stored number is its shortest exact text (`1234.5`), a stored day
    `2025-12-05` (with a time of day `2025-12-05 13:30:00`), stored hours `38:15` (or `38:15:30`), a truth `true` or
    `false`, a cell that cannot be read the text that stands there. Where a character could not be read, U+FFFD stands.
    Rows come in order; rows in which nothing stands are there too, but for those at the end. Parquet has its titles
    in row 1. Fixed width has a cell per field, and one more for what stands outside all fields, if anything does.

    `faults` names cells that must not be taken at their word, with `column` as an index, and a reason for people that
    begins with a word that never changes: `error_value`, `formula_without_value`, `not_a_number`, `not_a_day`,
    `not_a_time`, `hours_hidden`, `digits_lost`, `damaged`. A fault without a column (null) is of the whole row.

    `lengths` says how many cells each record of delimited text has: a record that is shorter than others is filled up
    with nulls in `cells`, and only here it can be told from one whose last cells are blank. Other files have none.

    `merged` are merged ranges as (first row, first column, last row, last column): rows from 1, columns from 0.
    """

    name: str
    cells: pl.DataFrame
    width: int
    faults: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FAULT_SCHEMA))
    merged: tuple[tuple[int, int, int, int], ...] = ()
    lengths: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=LENGTH_SCHEMA))

    @property
    def typed(self) -> bool:
        """Whether the file says of each cell what kind it is."""
        return kind(0) in self.cells.columns


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a whole: its fingerprint and size, its sheets, and warnings for people."""

    name: str
    sha256: str
    size: int
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...] = ()
