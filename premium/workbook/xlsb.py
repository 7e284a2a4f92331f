"""Our own look at an XLSB: its sheets, how far they reach, and their errors, which the library shows as blanks."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.workbook.seen import Seen
from premium.workbook.xlsx import links

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workbook.container import Parts
    from premium.workbook.limits import Limits

MAIN = "xl/workbook.bin"
_BROKEN = "ask the sender for the file again, or open it in a spreadsheet and save it as XLSX"
_ROW, _ERROR, _ERROR_RESULT, _TEXT_RESULT, _SHEET = 0, 3, 11, 8, 156
_CELLS, _TEXTS = frozenset((2, 4, 5, 9, 10)), frozenset((6, 7, 62))
_HIDDEN_ROW = 0x10
"""In the twelfth byte of a row's record."""


def look(parts: Parts, limits: Limits) -> list[Seen]:
    """Look at all sheets that hold cells.

    Raises:
        InputError: what it lists is not there, or is over a limit.
    """
    found, targets = [], links(parts, MAIN, limits)
    for kind, content in _records(parts.read(MAIN, limits.strings_bytes)):
        if kind != _SHEET:
            continue
        hidden = struct.unpack_from("<I", content)[0] != 0
        link, after = _text(content, 8)
        name, _ = _text(content, after)
        what, target = targets.get(link, ("", ""))
        if what == "worksheet":
            found.append(Seen(name, hidden))
            _sheet(parts.read(target, limits.inflated_bytes), found[-1])
    if len(found) > limits.sheets:
        raise InputError(f"it has {len(found):,} sheets; {limits.sheets} are allowed", hint="split it")
    return found


def _sheet(data: bytes, sheet: Seen) -> None:
    row = -1
    for kind, content in _records(data):
        if kind == _ROW:
            row = struct.unpack_from("<I", content)[0]
            if len(content) > 11 and content[11] & _HIDDEN_ROW:  # noqa: PLR2004 - where the flag stands
                sheet.hidden_rows.append(row)
        elif kind in _CELLS:
            sheet.cell(row, struct.unpack_from("<I", content)[0])
        elif kind in _TEXTS:
            sheet.text(row, struct.unpack_from("<I", content)[0])
        elif kind in {_ERROR, _ERROR_RESULT}:
            sheet.error(row, struct.unpack_from("<I", content)[0], content[8])
        elif kind == _TEXT_RESULT:
            if struct.unpack_from("<I", content, 8)[0]:
                sheet.text(row, struct.unpack_from("<I", content)[0])
            else:
                sheet.empty_results += 1


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part: their kind and their content; both numbers before it have seven bits a byte."""
    at = 0
    try:
        while at < len(data):
            kind, at = _number(data, at, 2)
            size, at = _number(data, at, 4)
            if at + size > len(data):
                raise InputError("it ends amid a record: a part of the file is missing", hint=_BROKEN)
            yield kind, data[at : at + size]
            at += size
    except (IndexError, struct.error) as error:
        raise InputError("a record of it is broken", hint=_BROKEN) from error


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        byte = data[at + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:  # noqa: PLR2004 - the sign that another byte follows
            return value, at + index + 1
    return value, at + most


def _text(content: bytes, at: int) -> tuple[str, int]:
    """Return a text that stands with its length before it, and where it ends."""
    length = struct.unpack_from("<I", content, at)[0]
    end = at + 4 + 2 * length
    if length > len(content):
        raise InputError("a name in it is broken", hint=_BROKEN)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end
