"""What the bytes of a file say before anybody parses it: its fingerprint, and our own count of its lines."""

from __future__ import annotations

import codecs
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 20
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Facts of one file; `lines` counts physical lines, without the empty ones at the end; `commas` all there are."""

    sha256: str
    size: int
    lines: int
    commas: int
    has_quotes: bool
    is_utf8: bool
    is_ascii: bool


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def examine(path: Path, name: str) -> FileFacts:
    """Read a text file's bytes, and hash them meanwhile on another core.

    Raises:
        InputError: the file is empty, UTF-16, no text, or has no line ends that we know.
    """
    with ThreadPoolExecutor(1) as aside:
        hashed = aside.submit(fingerprint, path)
        facts = _counted(path, name)
        return replace(facts, sha256=hashed.result())


def _counted(path: Path, name: str) -> FileFacts:
    """Return what is known of a file but its fingerprint."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    size = newlines = trailing = returns = commas = 0
    last = b""
    has_quotes, is_utf8, is_ascii, whole = False, True, True, True
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            if not size and chunk.startswith(UTF16):
                raise InputError(f"{name} is UTF-16 text", hint="save it as CSV UTF-8")
            if not size and 0 in chunk[:4]:
                raise InputError(
                    f"{name} is UTF-16 or UTF-32 text, or no text at all: zeros stand among its first letters",
                    hint="save it as CSV UTF-8",
                )
            size += len(chunk)
            newlines += chunk.count(b"\n")
            commas += chunk.count(b",")
            returns += _lone_returns(chunk, last)
            last = chunk[-1:]
            trailing = _blank_lines_at_end(chunk, trailing)
            has_quotes = has_quotes or b'"' in chunk
            plain = chunk.isascii()
            is_ascii = is_ascii and plain
            is_utf8 = is_utf8 and ((plain and whole) or _decodes(decoder, chunk))
            whole = not decoder.getstate()[0]
    if not size:
        raise InputError(f"{name} is empty", hint="an empty table still has its header line; remove the file otherwise")
    if returns:
        raise InputError(
            f"{name} ends its lines in an old way (CR only)" if not newlines
            else f"{name} has a carriage return inside a line, where readers disagree whether the line ends",
            hint="save it again as CSV UTF-8",
        )  # fmt: skip
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return FileFacts("", size, newlines + 1 - trailing, commas, has_quotes, is_utf8, is_ascii)


def _lone_returns(chunk: bytes, last: bytes) -> int:
    """Count the carriage returns of which none begins a line end, with the byte before the chunk."""
    alone = chunk.count(b"\r") - chunk.count(b"\r\n") if b"\r" in chunk else 0
    return alone - (last == b"\r" and chunk.startswith(b"\n"))


def _blank_lines_at_end(chunk: bytes, before: int) -> int:
    """Count the line ends that nothing but line ends follow; `before` is the count up to this chunk."""
    ends = chunk[len(chunk.rstrip(b"\r\n")) :]
    return ends.count(b"\n") + (before if len(ends) == len(chunk) else 0)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True
