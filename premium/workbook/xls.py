"""Our own look at an XLS: its sheets, how far they reach, and their errors, which the library shows as blanks."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING

import olefile

from premium.errors import InputError
from premium.workbook.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.workbook.limits import Limits

_BROKEN = "ask the sender for the file again, or open it in a spreadsheet and save it as XLSX"
_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMULA, _ROW, _BOOLERR, _MULRK = 0x809, 0x0A, 0x2F, 0x85, 0x06, 0x208, 0x205, 0xBD
_NUMBERS, _TEXTS = frozenset((0x203, 0x27E)), frozenset((0x204, 0xFD, 0xD6))
"""In their records row and column stand first."""
_HIDDEN_ROW = 0x20
_STREAMS = ("Workbook", "Book")
_BIFF8 = 0x600


def is_locked(ole: olefile.OleFileIO) -> bool:
    """Whether the file is under a password, be it a new workbook or an old one."""
    if ole.exists("EncryptedPackage"):
        return True
    return any(kind == _FILEPASS for kind, _, _ in _records(_stream(ole), 0))


def opened(file: IO[bytes]) -> olefile.OleFileIO:
    """Open the container of an old workbook.

    Raises:
        InputError: it is broken, or holds something else.
    """
    try:
        ole = olefile.OleFileIO(file)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise InputError("the container around it is broken", hint=_BROKEN) from error
    if not any(ole.exists(s) for s in (*_STREAMS, "EncryptedPackage")):
        raise InputError("it is a file of old Office, but no workbook", hint=_BROKEN)
    return ole


def look(ole: olefile.OleFileIO, limits: Limits) -> list[Seen]:
    """Look at all sheets that hold cells.

    Raises:
        InputError: what it lists is not there, or is over a limit.
    """
    data = _stream(ole)
    starts: dict[int, Seen] = {}
    for kind, at, size in _records(data, 0):
        if kind == _BOUNDSHEET and size >= 8:  # noqa: PLR2004 - its fixed part
            start, state, what = struct.unpack_from("<IBB", data, at)
            if start in starts or len(starts) >= limits.sheets:
                raise InputError("its list of sheets is broken, or too long", hint=_BROKEN)
            if what == 0:
                starts[start] = Seen(_name(data[at + 6 : at + size], data), hidden=state & 3 != 0)
    for start, sheet in starts.items():
        _sheet(data, start, sheet)
    return list(starts.values())


def _stream(ole: olefile.OleFileIO) -> bytes:
    name = next(s for s in _STREAMS if ole.exists(s))
    try:
        return bytes(ole.openstream(name).read())
    except (OSError, ValueError, IndexError) as error:
        raise InputError("the container around it is broken", hint=_BROKEN) from error


def _records(data: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Give the records from `start` to the end of what begins there: kind, where the content is, its size."""
    at, depth, end = start, 0, len(data) - 4
    while 0 <= at <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        at += 4
        if at + size > len(data):
            raise InputError("it ends amid a record: a part of the file is missing", hint=_BROKEN)
        if kind == _BOF:
            depth += 1
        yield kind, at, size
        at += size
        if kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
    raise InputError("it ends amid a sheet: a part of the file is missing", hint=_BROKEN)


def _name(content: bytes, data: bytes) -> str:
    """Return a sheet's name: in BIFF8 with a sign of its width, before that plain bytes."""
    version = struct.unpack_from("<H", data, 4)[0]
    if version < _BIFF8:
        return content[1 : 1 + content[0]].decode("cp1252", "replace")
    if content[1] & 1:
        return content[2 : 2 + 2 * content[0]].decode("utf-16-le", "replace")
    return content[2 : 2 + content[0]].decode("latin-1")


def _sheet(data: bytes, start: int, sheet: Seen) -> None:
    depth = 0
    for kind, at, size in _records(data, start):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth > 1 or size < 6:  # noqa: PLR2004 - row, column and format
            continue
        if kind in _NUMBERS:
            sheet.cell(*struct.unpack_from("<HH", data, at))
        elif kind in _TEXTS:
            sheet.text(*struct.unpack_from("<HH", data, at))
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", data, at)
            sheet.cell(row, column, struct.unpack_from("<H", data, at + size - 2)[0])
        elif kind == _BOOLERR and size >= 8:  # noqa: PLR2004 - its size
            row, column, _, value, is_error = struct.unpack_from("<HHHBB", data, at)
            if is_error:
                sheet.error(row, column, value)
            else:
                sheet.cell(row, column)
        elif kind == _FORMULA and size >= 14:  # noqa: PLR2004 - up to the end of its result
            _formula(data, at, sheet)
        elif kind == _ROW and size >= 16 and struct.unpack_from("<H", data, at + 12)[0] & _HIDDEN_ROW:  # noqa: PLR2004 - its size
            sheet.hidden_rows.append(struct.unpack_from("<H", data, at)[0])


def _formula(data: bytes, at: int, sheet: Seen) -> None:
    """See a formula by its stored result: a number, or a sign that it is a text, a truth, an error or nothing."""
    row, column = struct.unpack_from("<HH", data, at)
    result = data[at + 6 : at + 14]
    if result[6:] != b"\xff\xff":
        sheet.cell(row, column)
    elif result[0] == 2:  # noqa: PLR2004 - the sign of an error
        sheet.error(row, column, result[2])
    elif result[0] == 3:  # noqa: PLR2004 - the sign of an empty text
        sheet.empty_results += 1
    elif result[0] == 0:
        sheet.text(row, column)
    else:
        sheet.cell(row, column)
