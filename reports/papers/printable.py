"""Text that can be set: what the font has stays, and what it lacks, or what would act on the page, shows its number."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FONTS = Path(__file__).with_name("fonts")
FACES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf")
NAME = 48
"""Characters of an identifier or a name that a paper shows."""
LONGEST = 2_000
"""Characters of any text on a paper."""
ACTING = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
"""Categories of what is not seen but acts: controls, directions, line ends, and what Unicode does not know."""

SEGMENTS, GROUPS = 4, 12
"""The two formats of a font's table of characters that fonts of our day have."""


@cache
def letters() -> frozenset[int]:
    """Return the characters that every face of our font can show."""
    faces = [frozenset(_characters((FONTS / face).read_bytes())) for face in FACES]
    return frozenset.intersection(*faces)


def printable(text: str, most: int = LONGEST) -> str:
    """Return text that is harmless and can be set, cut with an ellipsis where it is longer than `most`."""
    kept = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return "".join(_shown(c) for c in unicodedata.normalize("NFC", kept))


def name(text: str) -> str:
    """Return an identifier or a name as papers show it."""
    return printable(text, NAME)


def _shown(character: str) -> str:
    acts = unicodedata.category(character) in ACTING
    return f"\\u{ord(character):04x}" if acts or ord(character) not in letters() else character


def _characters(font: bytes) -> Iterator[int]:
    """Give the characters of a TrueType font, from its `cmap` table."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * number) for number in range(tables)]
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    for number in range(count):
        _, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == GROUPS:
            yield from _groups(font, start + offset)
        elif kind == SEGMENTS:
            yield from _segments(font, start + offset)


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">L", font, at + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * number)
        yield from range(first, last + 1)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    lasts = struct.unpack_from(f">{doubled // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{doubled // 2}H", font, at + 16 + doubled)
    for first, last in zip(firsts, lasts, strict=True):
        yield from range(first, min(last, 0xFFFE) + 1)  # the last segment only ends the table
