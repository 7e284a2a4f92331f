"""The first door: a sender's file that nobody trusts is opened under limits, or refused with a sentence."""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.ingest.files import decode, fixed, magic, parquet, text, workbook
from premium.ingest.files.limits import LIMITS, Limits
from premium.ingest.files.sheet import Opened, Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from premium.ingest.profile.model import Dialect

_MIB = 1 << 20
_WORDS = {magic.ZIP: "a workbook or packed", magic.OLE: "a workbook of old Excel, or one with a password"}


def open_file(
    path: Path, name: str, dialect: Dialect, limits: Limits = LIMITS, password: Callable[[], str] | None = None
) -> Opened:
    """Open a file as the profile's dialect says it is written.

    `name` is what people call the file; messages name it so. `password` is asked once, and only where a workbook
    needs one; it goes nowhere else.

    Raises:
        InputError: the file is no plain file, is not what the dialect says, is over a limit, or cannot be read.
        ProfileError: the dialect itself cannot be right.
    """
    with _regular(path, name) as file:
        size = os.fstat(file).st_size
        allowed = limits.workbook_bytes if dialect.format == "workbook" else limits.text_bytes
        if size > allowed:
            raise InputError(
                f"{name} has {size // _MIB:,} MiB; {allowed // _MIB:,} are allowed",
                hint="split it, for instance by pay period",
            )
        if not size:
            raise InputError(f"{name} is empty", hint="ask the sender for the file again")
        head = os.pread(file, magic.HEAD, 0)
        _is_what_it_says(magic.kind_of(head), name, dialect)
        if dialect.format == "workbook":
            return workbook.read(file, name, limits, password)
        data = _bytes(file, size, name)
    sheet, warnings = _open(data, name, dialect, limits)
    return Opened(name, hashlib.sha256(data).hexdigest(), size, (sheet,), warnings)


@contextmanager
def _regular(path: Path, name: str) -> Iterator[int]:
    """Open a plain file, and nothing else: a pipe would wait for ever, a link leads where nobody looked."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        why = "is a link" if path.is_symlink() else f"cannot be opened: {error.strerror}"
        raise InputError(f"{name} {why}", hint="give the file itself, one that you may read") from error
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise InputError(f"{name} is not a plain file", hint="give the file itself")
        yield file
    finally:
        os.close(file)


def _bytes(file: int, size: int, name: str) -> bytes:
    with os.fdopen(os.dup(file), "rb") as whole:
        data = whole.read(size + 1)
    if len(data) != size:
        raise InputError(f"{name} changed while it was read", hint="wait until it is written, then try again")
    return data


def _is_what_it_says(found: str, name: str, dialect: Dialect) -> None:
    wanted = {"workbook": (magic.ZIP, magic.OLE), "parquet": (magic.PARQUET,)}.get(dialect.format, (magic.TEXT,))
    if found in wanted:
        return
    says = {"workbook": "a workbook", "parquet": "Parquet"}.get(dialect.format, "text")
    what = _WORDS.get(found, found)
    hints = {
        magic.ZIP: 'if it is a workbook, write format = "workbook" in [dialect]; if it is packed, unpack it first',
        magic.OLE: 'write format = "workbook" in [dialect]',
        magic.PARQUET: 'write format = "parquet" in [dialect]',
        magic.TEXT: 'write format = "csv" or "fixed" in [dialect], or open it in a spreadsheet and save it as XLSX',
    }
    hint = hints.get(found, "open it in a spreadsheet and save it as XLSX or CSV UTF-8")
    raise InputError(f"{name} is {what}, not {says} as the profile says", hint=hint)


def _open(data: bytes, name: str, dialect: Dialect, limits: Limits) -> tuple[Sheet, tuple[str, ...]]:
    if dialect.format == "parquet":
        return parquet.read(data, name, limits), ()
    decoded = decode.decode(data, dialect.encoding, name)
    reader = fixed.read if dialect.format == "fixed" else text.read
    return reader(decoded, name, dialect, limits), decoded.warnings
