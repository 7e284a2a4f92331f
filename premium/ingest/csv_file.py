"""CSV to text cells with the row that a spreadsheet would show, or a reason why a row has no cells.

Two roads give the same answer. Where every physical line is one well-formed record (nearly always), Polars reads the
file at full speed; a file with line breaks inside quotes, stray quotes or bytes that are not UTF-8 goes through
Python's own reader, record by record. In both, our own count of lines must agree with the records read.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

import polars as pl

from premium.errors import InputError
from premium.ingest.faults import SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from premium.ingest.file_facts import FileFacts

WELL_FORMED = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*\r?$'
QUOTED = r'"(?:[^"]|"")*"'
BLOCK = 50_000
LONGEST_CELL = 1 << 30
"""Characters; Python's own limit would refuse a file for a cell that the fast road merely shows as wrong."""
LONGEST_HEADER = 1 << 16
SEPARATORS = {";": ";", "\t": "tabs", "|": "|"}
"""What programs write instead of commas, and how a message calls it."""
EMPTY = "ragged: the row is empty"
FIRST_ROW = 2
"""The header is row 1, the first record row 2 (contract, section 2)."""

FAULT_SCHEMA = {"source_row": pl.Int64, "value": pl.String, "reason": pl.String}


@dataclass(frozen=True, slots=True)
class TextRows:
    """A file's records as text: columns `c0`, `c1`, … and `source_row`; `faults` are the rows that have no cells.

    Where `by_sum`, no line was looked at: the commas of the file add up, and a row with too many is an error of Polars
    to whoever reads the last column, so that none can have too few. It is to be read again then, line by line; and also
    if there are not `rows_read` of them.
    """

    cells: pl.LazyFrame
    faults: pl.DataFrame
    rows_read: int
    by_sum: bool = False


def header(path: Path, name: str) -> list[str]:
    """Return the titles in a CSV file's first record."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = next(_records(file, name), None)
    if not first:
        raise InputError(f"{name} begins with an empty line", hint="the first line names the columns")
    return first


def separator(path: Path) -> str:
    """Return what seems to separate the titles of a header without commas, in words; nothing if nothing does."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline(LONGEST_HEADER)
    return "" if "," in first else next((word for mark, word in SEPARATORS.items() if mark in first), "")


def read(path: Path, name: str, facts: FileFacts, width: int, *, by_sum: bool = False) -> TextRows:
    """Read a CSV file whose header has `width` titles; `by_sum` allows what `TextRows` says of it.

    Raises:
        InputError: quotes that are not closed, or records that do not add up with the lines of the file.
    """
    if by_sum and _adds_up(facts, width):
        nothing = pl.DataFrame(schema=FAULT_SCHEMA)
        return TextRows(_cells(path, facts, width, extra="raise"), nothing, facts.lines - 1, by_sum=True)
    if facts.is_utf8 and _one_line_a_record(path, facts):
        return _read_fast(path, name, facts, width)
    return _read_carefully(path, name, facts, width)


def _adds_up(facts: FileFacts, width: int) -> bool:
    """Return whether there are as many commas as even rows have; of one cell a row, an empty line has as many."""
    return facts.is_utf8 and not facts.has_quotes and width > 1 and facts.commas == (width - 1) * facts.lines


def _one_line_a_record(path: Path, facts: FileFacts) -> bool:
    if not facts.has_quotes:
        return True
    odd = pl.scan_lines(path, glob=False).filter(~pl.col("line").str.contains(WELL_FORMED)).select(pl.len())
    return int(odd.collect(engine="streaming").item()) == 0


def _read_fast(path: Path, name: str, facts: FileFacts, width: int) -> TextRows:
    lines = pl.scan_lines(path, row_index_name="line_index", glob=False).slice(1, facts.lines - 1)
    bare = pl.col("line").str.replace_all(QUOTED, "") if facts.has_quotes else pl.col("line")
    found = bare.str.count_matches(",", literal=True) + 1
    odd = pl.col("found") != width
    if width == 1:  # elsewhere an empty line has too few cells anyhow
        odd |= pl.col("line").str.strip_chars("\r") == ""
    ragged = lines.with_columns(found=found).filter(odd).collect(engine="streaming")
    faults = ragged.select(
        source_row=pl.col("line_index").cast(pl.Int64) + 1,
        value=pl.col("line").str.slice(0, SHOWN),
        reason=_ragged_reason(pl.col("found"), pl.col("line").str.strip_chars("\r") == "", width),
    )
    cells = _cells(path, facts, width, extra="ignore")
    count = int(cells.select(pl.len()).collect(engine="streaming").item())
    agree(name, facts.lines - 1, count)
    if len(faults):
        cells = cells.join(faults.lazy().select("source_row"), on="source_row", how="anti", maintain_order="left")
    return TextRows(cells, faults, count)


def _cells(path: Path, facts: FileFacts, width: int, extra: Literal["ignore", "raise"]) -> pl.LazyFrame:
    rows = pl.scan_csv(
        path, has_header=False, skip_lines=1, schema={f"c{i}": pl.String for i in range(width)},
        empty_string_is_null=False, truncate_ragged_lines=extra == "ignore", missing_columns="insert",
        extra_columns=extra, row_index_name="source_row", row_index_offset=FIRST_ROW, glob=False,
    )  # fmt: skip
    return rows.with_columns(pl.col("source_row").cast(pl.Int64)).head(facts.lines - 1)


def _ragged_reason(found: pl.Expr, blank: pl.Expr, width: int) -> pl.Expr:
    return (
        pl.when(blank)
        .then(pl.lit(EMPTY))
        .otherwise(pl.format("ragged: the row has {} cells, the header {}", found, pl.lit(width)))
    )


def _read_carefully(path: Path, name: str, facts: FileFacts, width: int) -> TextRows:
    csv.field_size_limit(LONGEST_CELL)
    blocks: list[pl.DataFrame] = []
    faults: list[tuple[int, str, str]] = []
    row = FIRST_ROW
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, strict=True)
        records = _guarded(reader, name)
        next(records)
        while block := list(islice(records, BLOCK)):
            good = [(row + i, *cells) for i, cells in enumerate(block) if len(cells) == width]
            faults += [
                (row + i, ",".join(c)[:SHOWN], _ragged(c, width)) for i, c in enumerate(block) if len(c) != width
            ]
            schema = {"source_row": pl.Int64, **{f"c{i}": pl.String for i in range(width)}}
            blocks.append(pl.DataFrame(good, schema=schema, orient="row"))
            row += len(block)
        consumed = reader.line_num
    while faults and faults[-1][0] == row - 1 and faults[-1][2] == EMPTY:
        faults.pop()  # empty lines at the end are no rows
        row -= 1
        consumed -= 1
    agree(name, facts.lines, consumed)
    schema = {"source_row": pl.Int64, **{f"c{i}": pl.String for i in range(width)}}
    cells = pl.concat(blocks) if blocks else pl.DataFrame(schema=schema)
    return TextRows(cells.lazy(), pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row"), row - FIRST_ROW)


def _ragged(cells: list[str], width: int) -> str:
    return f"ragged: the row has {len(cells)} cells, the header {width}" if cells else EMPTY


def _records(file: Iterator[str], name: str) -> Iterator[list[str]]:
    return _guarded(csv.reader(file, strict=True), name)


def _guarded(reader: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        line = getattr(reader, "line_num", 0)
        raise InputError(
            f"{name}, line {line}: {error}",
            hint="a quotation mark there is not closed, or stands undoubled in a cell; what follows cannot be trusted",
        ) from error


def agree(name: str, expected: int, read_: int) -> None:
    """See that as many lines were read as our own count says.

    Raises:
        InputError: they were not.
    """
    if expected != read_:
        raise InputError(
            f"{name}: {expected} lines were counted and {read_} read",
            hint="look for stray quotation marks or odd line ends; nothing was taken from the file",
        )
