"""Bytes to text in the encoding that the profile states; what cannot be read stays visible and is named."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from premium.errors import InputError
from premium.ingest.files.magic import bom

LOST = "\ufffd"
"""What stands in the text where a character could not be read. Where the sender's file itself has it, it lost one."""
DOS_END = "\x1a"
_SUSPECT = re.compile("[\x00\ufffd\udc00-\udcff]")
_BAD_BYTE = re.compile("[\udc00-\udcff]")
_LONE_RETURN = re.compile("\r(?!\n)")
_CONTROLS = re.compile("[\x80-\x9f]")
_BYTE_OF = 0xDC00
_MOSTLY_NUL = 5
"""A text file with a NUL in every so many bytes is none in an encoding of single bytes."""


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Stand one lone surrogate for each byte that is no character: no true text holds such."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(_BYTE_OF + b) for b in bad), error.end


codecs.register_error("premium-keep", _keep)


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text; `damaged` says whether any of it could not be read; warnings for people."""

    text: str
    encoding: str
    damaged: bool
    warnings: tuple[str, ...] = ()


def decode(data: bytes, encoding: str, name: str) -> Text:
    """Decode a whole file.

    Raises:
        InputError: its byte order mark says another encoding, or it is none of text.
    """
    marked = bom(data)
    if marked and marked != encoding:
        raise InputError(
            f"{name} is {marked.upper()}: it begins with that mark; the profile says {encoding}",
            hint=f'write encoding = "{marked}" in [dialect]' if marked != "utf-32" else "save it again as CSV UTF-8",
        )
    if encoding != "utf-16" and data.count(b"\x00") * _MOSTLY_NUL > len(data):
        raise InputError(
            f"{name} is not text in {encoding}: every other byte of it is NUL",
            hint='it may be UTF-16: write encoding = "utf-16" in [dialect], or save it again as CSV UTF-8',
        )
    codec = {"utf-8": "utf-8-sig"}.get(encoding, encoding)
    if encoding == "utf-16" and not marked:
        codec = _order(data, name)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "premium-keep")
    warnings = []
    if encoding == "latin-1" and _CONTROLS.search(text):
        warnings.append(
            f"{name} holds control signs where cp1252 has letters and quotes; it may be cp1252, not latin-1"
        )
    if text.endswith(DOS_END):
        text = text[:-1]
        warnings.append(f"{name} ends with the old end-of-file sign (Ctrl-Z), which was left out")
    return Text(text, encoding, _SUSPECT.search(text) is not None, tuple(warnings))


def _order(data: bytes, name: str) -> str:
    """Return the byte order of UTF-16 without its mark, by its line ends."""
    units = data[: len(data) // 2 * 2]
    little = any(units[i : i + 2] in {b"\n\x00", b"\r\x00"} for i in range(0, len(units), 2))
    big = any(units[i : i + 2] in {b"\x00\n", b"\x00\r"} for i in range(0, len(units), 2))
    if little == big:
        raise InputError(
            f"{name} is not UTF-16 that can be read: it has no byte order mark, and its line ends do not tell",
            hint="save it again as CSV UTF-8",
        )
    return "utf-16-le" if little else "utf-16-be"


def count_line_ends(text: str, name: str) -> int:
    """Count the ends of lines: LF, CR LF, or CR where a file has no other.

    Raises:
        InputError: a lone carriage return beside other line ends: readers disagree whether a line ends there.
    """
    crlf, returns, feeds = text.count("\r\n"), text.count("\r"), text.count("\n")
    if returns > crlf and feeds:
        stray = _LONE_RETURN.search(text)
        row = text.count("\n", 0, stray.start()) + 1 if stray else 1
        raise InputError(
            f"{name}, row {row}: a carriage return inside a line, where readers disagree whether the line ends",
            hint="save it again as CSV UTF-8",
        )
    return feeds or returns


def suspect(text: str) -> bool:
    """Whether something in a cell could not be read."""
    return _SUSPECT.search(text) is not None


def shown(text: str) -> str:
    """Return a cell's text as it may be kept: one sign for each thing that could not be read, so positions stay."""
    return _SUSPECT.sub(LOST, text)


def why(text: str, encoding: str) -> str:
    """Return the reason for a cell that is `suspect`."""
    bad = _BAD_BYTE.findall(text)
    if bad:
        listed = ", ".join(f"0x{ord(c) - _BYTE_OF:02X}" for c in dict.fromkeys(bad))
        return f"damaged: {'byte' if len(bad) == 1 else 'bytes'} {listed} cannot be read as {encoding}"
    if "\x00" in text:
        return "damaged: the cell holds a NUL, which is no character"
    return f"damaged: the sender's own program had already lost a character here ({LOST})"
