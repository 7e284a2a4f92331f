"""Fixed width and printed reports: lines cut at the profile's positions, with the whole line kept beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest.files import decode
from premium.ingest.files.sheet import FAULT_SCHEMA, LINE, ROW, Sheet, cell

if TYPE_CHECKING:
    from premium.ingest.files.limits import Limits
    from premium.ingest.profile.model import Dialect

_LINE_END = re.compile("\r\n|\r|\n")
NEW_PAGE = "\f"


def read(data: decode.Text, name: str, dialect: Dialect, limits: Limits) -> Sheet:
    """Cut each line at the fields' positions, in characters; spaces around a cell are padding and go.

    What stands outside all fields is the cell after the last field's, so nothing of a line is lost. The sign of a
    new page goes, and the line keeps its number.

    Raises:
        InputError: a tab, with which positions mean nothing; a new page amid a line; line ends of two
            kinds; a line over the limits.
    """
    decode.count_line_ends(data.text, name)
    lines = _LINE_END.split(data.text)
    while lines and not lines[-1].strip(f" {NEW_PAGE}"):
        lines.pop()
    if len(lines) > limits.rows:
        raise InputError(f"{name} has more than {limits.rows:,} lines", hint="split it, for instance by pay period")
    lines = [_plain(line, number, name, limits) for number, line in enumerate(lines, 1)]
    faults = _damaged(lines, dialect, data.encoding) if data.damaged else []
    texts = pl.Series(LINE, [decode.shown(line) for line in lines] if data.damaged else lines, dtype=pl.String)
    frame = pl.DataFrame([pl.Series(ROW, range(1, len(lines) + 1), dtype=pl.Int64), texts])
    cells = {cell(i): _text(pl.col(LINE).str.slice(f.start - 1, f.width)) for i, f in enumerate(dialect.field)}
    frame = frame.with_columns(**cells, **{cell(len(cells)): _outside(dialect)})
    width = len(cells) + 1
    if frame[cell(len(cells))].null_count() == len(frame):
        frame, width = frame.drop(cell(len(cells))), width - 1
    return Sheet(name, frame, width, pl.DataFrame(faults, schema=FAULT_SCHEMA, orient="row"))


def _plain(line: str, number: int, name: str, limits: Limits) -> str:
    """Return a line without the sign of a new page, and see that it can be cut at all."""
    if "\t" in line:
        raise InputError(
            f"{name}, line {number}: a tab, so positions in the line mean nothing",
            hint='export it with spaces; if tabs stand between all cells, it is format = "csv", delimiter = "\\t"',
        )
    if len(line) > limits.cell_length:
        raise InputError(
            f"{name}, line {number}: longer than {limits.cell_length:,} characters",
            hint="it may have no line ends: export it again",
        )
    if NEW_PAGE not in line:
        return line
    inner = line.strip(NEW_PAGE)
    if NEW_PAGE in inner and inner.replace(NEW_PAGE, "").strip() not in map(str.strip, inner.split(NEW_PAGE)):
        raise InputError(
            f"{name}, line {number}: a new page begins amid the line",
            hint="export it again with a line end before each new page",
        )
    return inner.replace(NEW_PAGE, "")


def _text(piece: pl.Expr) -> pl.Expr:
    return piece.str.strip_chars(" ").replace("", None)


def _outside(dialect: Dialect) -> pl.Expr:
    """Return what stands between, before and after the fields, its pieces joined by a space."""
    pieces, at = [], 0
    for start, end in sorted((f.start - 1, f.start - 1 + f.width) for f in dialect.field):
        if start > at:
            pieces.append(_text(pl.col(LINE).str.slice(at, start - at)))
        at = max(at, end)
    pieces.append(_text(pl.col(LINE).str.slice(at)))
    return pl.concat_str(pieces, separator=" ", ignore_nulls=True).replace("", None)


def _damaged(lines: list[str], dialect: Dialect, encoding: str) -> list[tuple[int, int | None, str, str]]:
    """Name the cells that could not be read; where the place is in no field, the whole line."""
    found: list[tuple[int, int | None, str, str]] = []
    for number, line in enumerate(lines, 1):
        if not decode.suspect(line):
            continue
        before = len(found)
        for column, field in enumerate(dialect.field):
            piece = line[field.start - 1 : field.start - 1 + field.width]
            if decode.suspect(piece):
                found.append((number, column, decode.shown(piece).strip(), decode.why(piece, encoding)))
        if len(found) == before:
            found.append((number, None, decode.shown(line).strip(), decode.why(line, encoding)))
    return found
