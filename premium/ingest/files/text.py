"""Delimited text to a sheet of cells: every record kept, also those that are too short, with its number."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError, ProfileError
from premium.ingest.files import decode
from premium.ingest.files.sheet import FAULT_SCHEMA, LENGTH_SCHEMA, ROW, Sheet, cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.ingest.files.limits import Limits
    from premium.ingest.profile.model import Dialect

BLOCK = 50_000
LONGEST = 1 << 30
"""Characters that Python's reader takes in a cell: the limit is ours, with a better sentence."""


def read(data: decode.Text, name: str, dialect: Dialect, limits: Limits) -> Sheet:
    """Read a delimited text; `row` is the number of the record, 1 for the first, whatever line breaks are in cells.

    Raises:
        InputError: quotes that are not closed, line ends of two kinds, a record or cell over the limits, or records
            that do not add up with our own count of them.
        ProfileError: a delimiter or quote that cannot be one.
    """
    _possible(dialect)
    frames: list[pl.DataFrame] = []
    lengths: list[int] = []
    faults: list[tuple[int, int, str, str]] = []
    first = 1
    records = _records(data.text, name, dialect)
    while block := list(islice(records, BLOCK)):
        if first + len(block) - 1 > limits.rows:
            raise InputError(
                f"{name} has more than {limits.rows:,} records", hint="split it, for instance by pay period"
            )
        lengths += map(len, block)
        _within(block, first, name, limits)
        if data.damaged:
            faults += _damaged(block, first, data.encoding)
        frames.append(_frame(block, first))
        first += len(block)
    _agree(name, _counted(data.text, dialect, name), first - 1)
    width = max(lengths, default=0)
    told = pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row")
    return Sheet(name, _joined(frames, width), width, told, lengths=_numbered(lengths))


def _possible(dialect: Dialect) -> None:
    if dialect.delimiter in "\r\n" or dialect.quote in ("\r", "\n", dialect.delimiter):
        raise ProfileError(
            "delimiter and quote must be two different characters, and no line ends",
            hint='usual are delimiter = "," or ";" or "\\t", and quote = "\\""',
        )


def _records(text: str, name: str, dialect: Dialect) -> Iterator[list[str]]:
    """Give the records; an error names the line on which the broken one begins."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE, strict=True,
    )  # fmt: skip
    begins = 1
    try:
        for record in reader:
            yield record
            begins = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"{name}, line {begins}: a quotation mark in the record that begins there is not closed, or stands "
            "undoubled in a cell; what follows cannot be trusted",
            hint='look at that line; if quotation marks are only letters in this file, write quote = "" in [dialect]',
        ) from error


def _within(block: list[list[str]], first: int, name: str, limits: Limits) -> None:
    for row, record in enumerate(block, first):
        if len(record) > limits.columns:
            raise InputError(
                f"{name}, row {row}: {len(record):,} cells, more than {limits.columns:,}",
                hint="look at the delimiter, and at what was exported",
            )
        if record and len(max(record, key=len)) > limits.cell_length:
            raise InputError(
                f"{name}, row {row}: a cell longer than {limits.cell_length:,} characters",
                hint="look for a quotation mark that is never closed",
            )


def _damaged(block: list[list[str]], first: int, encoding: str) -> list[tuple[int, int, str, str]]:
    """Name the cells that could not be read, and put their visible text in their place."""
    found = []
    for row, record in enumerate(block, first):
        for column, text in enumerate(record):
            if decode.suspect(text):
                record[column] = decode.shown(text)
                found.append((row, column, record[column], decode.why(text, encoding)))
    return found


def _frame(block: list[list[str]], first: int) -> pl.DataFrame:
    width = max(map(len, block))
    columns = zip(*(r if len(r) == width else r + [""] * (width - len(r)) for r in block), strict=True)
    rows = pl.Series(ROW, range(first, first + len(block)), dtype=pl.Int64)
    texts = [pl.Series(cell(i), values, dtype=pl.String) for i, values in enumerate(columns)]
    return pl.DataFrame([rows, *texts]).with_columns(pl.col(pl.String).replace("", None))


def _numbered(lengths: list[int]) -> pl.DataFrame:
    return pl.DataFrame({ROW: range(1, len(lengths) + 1), "length": lengths}, schema=LENGTH_SCHEMA)


def _joined(frames: list[pl.DataFrame], width: int) -> pl.DataFrame:
    """Put the blocks together, without the rows at the end in which nothing stands."""
    schema = {ROW: pl.Int64, **{cell(i): pl.String for i in range(width)}}
    cells = pl.concat([pl.DataFrame(schema=schema), *frames], how="diagonal")
    if not width:
        return cells.clear()
    filled = cells.select(pl.any_horizontal(pl.exclude(ROW).is_not_null())).to_series().arg_true()
    return cells.head(int(filled[-1]) + 1 if len(filled) else 0)


def _counted(text: str, dialect: Dialect, name: str) -> int:
    """Count the records by their line ends outside quotes: our own count, which the reader's must equal."""
    if dialect.quote and dialect.quote in text:
        quote, delimiter = re.escape(dialect.quote), re.escape(dialect.delimiter)
        quoted = f"(?:^|(?<=[{delimiter}\r\n])){quote}[^{quote}]*{quote}(?:{quote}[^{quote}]*{quote})*"
        text = re.sub(quoted, "", text)
    count = decode.count_line_ends(text, name)
    return count + (1 if text and not text.endswith(("\r", "\n")) else 0)


def _agree(name: str, counted: int, read_: int) -> None:
    if counted != read_:
        raise InputError(
            f"{name}: {counted:,} records were counted and {read_:,} read",
            hint="look for stray quotation marks or odd line ends; nothing was taken from the file",
        )
