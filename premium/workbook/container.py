"""The zip around a workbook: its directory is looked at before anything is unpacked, and no part outgrows its word."""

from __future__ import annotations

import posixpath
import zipfile
from typing import IO, TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from premium.workbook.limits import Limits

ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_MIB = 1 << 20
DAMAGED = "ask the sender for the file again, or open it in a spreadsheet and save it as XLSX"


class Parts:
    """The parts of a zip by their names, which are lower case with forward slashes: OPC names differ in case."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Look at the directory.

        Raises:
            InputError: it is broken, or promises more than the limits, or names that no workbook has.
        """
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise InputError(f"the zip around it is broken: {error}", hint=DAMAGED) from error
        entries = [e for e in self._zip.infolist() if not e.is_dir()]
        if len(entries) > limits.parts:
            raise InputError(f"it has {len(entries):,} parts; {limits.parts:,} are allowed", hint=DAMAGED)
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            name = _harmless(entry.filename)
            if name in self._entries:
                raise InputError(f"it has the part {name!r} twice, and nobody can tell which one counts", hint=DAMAGED)
            self._entries[name] = entry
            _modest(entry, name, limits)
        inflated, packed = (sum(getattr(e, size) for e in entries) for size in ("file_size", "compress_size"))
        _in_all(inflated, packed, file.seek(0, 2), limits)

    def __contains__(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._entries

    @property
    def names(self) -> list[str]:
        """The names of all parts."""
        return list(self._entries)

    def open(self, name: str) -> IO[bytes]:
        """Open a part; it gives no more bytes than the directory promises.

        Raises:
            InputError: there is no such part, or its own header contradicts the directory.
        """
        entry = self._entries.get(name.lower())
        if entry is None:
            raise InputError(f"its part {name!r} is missing", hint=DAMAGED)
        try:
            return self._zip.open(entry)
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as error:
            raise InputError(f"its part {name!r} is broken: {error}", hint=DAMAGED) from error

    def read(self, name: str, most: int) -> bytes:
        """Return a small part as a whole."""
        with self.open(name) as part:
            data = part.read(most + 1)
        if len(data) > most:
            raise InputError(f"its part {name!r} is larger than {most // _MIB} MiB", hint=DAMAGED)
        return data


def _harmless(name: str) -> str:
    """Return a part's name as we look it up."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or ":" in plain or ".." in plain.split("/") or "\x00" in plain:
        raise InputError(f"it has a part named {name[:100]!r}, which leads out of the file", hint="do not open it")
    return posixpath.normpath(plain).lower()


def _modest(entry: zipfile.ZipInfo, name: str, limits: Limits) -> None:
    if entry.flag_bits & ENCRYPTED:
        raise InputError(
            f"its part {name!r} is encrypted as a zip", hint="ask the sender for it without that, or unpack it first"
        )
    if entry.compress_type not in _METHODS:
        raise InputError(f"its part {name!r} is packed in a way that no workbook is", hint=DAMAGED)
    if entry.file_size > limits.ratio_floor and entry.file_size > limits.ratio * entry.compress_size:
        raise InputError(
            f"its part {name!r} would grow {entry.file_size // max(1, entry.compress_size):,} times when it is "
            f"unpacked; {limits.ratio} are allowed",
            hint="no sender's sheet does that: do not open it",
        )


def _in_all(inflated: int, packed: int, size: int, limits: Limits) -> None:
    if inflated > limits.inflated_bytes:
        raise InputError(
            f"it would be {inflated // _MIB:,} MiB when it is unpacked; {limits.inflated_bytes // _MIB:,} are allowed",
            hint="split it, for instance by pay period",
        )
    if packed > size:
        raise InputError("its parts overlap each other in the zip", hint="no sender's sheet does that: do not open it")
