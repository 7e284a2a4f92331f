"""How a file is written, from its bytes: format, encoding, delimiter; with evidence, and nothing from its name."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.ingest.files import magic
from premium.ingest.guess import printed
from premium.ingest.profile.model import Dialect

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.guess.printed import Piece

LOOKED_AT = 16 << 20
"""Bytes of a text that are looked at."""
LINES = 400
ASCII, HALF = 0x7F, 0.5
"""Lines among which fields are counted."""
DELIMITERS = (",", ";", "\t", "|")
STEADY = 0.6
"""The share of lines that must have the same number of fields."""
SPANISH = frozenset("áéíóúñüÁÉÍÓÚÑÜ")
WORDS = 5
"""Words with accents that are shown."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a file is written; `why` says it to a person, `asked` what they must look at, `words` hold accents.

    `words` may be parts of names: they are for the terminal, and are written nowhere.
    """

    dialect: Dialect
    fields: tuple[Piece, ...] = ()
    why: dict[str, str] | None = None
    asked: dict[str, str] | None = None
    words: tuple[str, ...] = ()


def sniff(path: Path, name: str) -> Writing:
    """Say how a file is written.

    Raises:
        InputError: it cannot be opened, is empty, or is neither text, a workbook, nor Parquet.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LOOKED_AT)
    except OSError as error:
        raise InputError(f"{name} cannot be opened: {error.strerror}", hint="give a file that you may read") from error
    if not data:
        raise InputError(f"{name} is empty", hint="ask the sender for the file again")
    found = magic.kind_of(data[: magic.HEAD])
    if found in (magic.ZIP, magic.OLE):
        return Writing(Dialect(format="workbook"))
    if found == magic.PARQUET:
        return Writing(Dialect(format="parquet"))
    if found != magic.TEXT:
        raise InputError(f"{name} is {found}", hint="open it in a spreadsheet and save it as XLSX or CSV UTF-8")
    return _text(data)


def _text(data: bytes) -> Writing:
    encoding, why, doubt = _encoding(data)
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = data.decode(codec, errors="replace")
    told, asked = {"encoding": why}, {"encoding": doubt} if doubt else {}
    words = _accented(text)
    quote = _quote(text)
    delimiter, steady, fields = _delimiter(text, quote)
    pieces = printed.pieces(text.splitlines()[: printed.LINES])
    if pieces and (not delimiter or printed.outweighs(len(pieces), fields, text.splitlines()[: printed.LINES])):
        told["format"] = f"columns are aligned: {len(pieces)} of them, apart by blanks in all lines"
        model = [{"title": f"c{i}", "start": p.start, "width": p.width} for i, p in enumerate(pieces)]
        dialect = Dialect.model_validate({"format": "fixed", "encoding": encoding, "field": model})
        return Writing(dialect, pieces, told, asked, words)
    if not delimiter:
        delimiter = ","
        asked["delimiter"] = "no character parts the lines into the same number of fields"
    else:
        told["delimiter"] = f"{fields} fields in {steady:.0%} of the lines"
    dialect = Dialect.model_validate({"format": "csv", "encoding": encoding, "delimiter": delimiter, "quote": quote})
    return Writing(dialect, (), told, asked, words)


def _encoding(data: bytes) -> tuple[str, str, str]:
    """Return the encoding, why, and what a person must look at (or nothing)."""
    marked = magic.bom(data)
    if marked:
        return marked, "the file begins with its mark", ""
    if data.count(b"\x00") > len(data) // 5:
        return "utf-16", "every other byte is NUL", ""
    if data.isascii():
        return "utf-8", "plain ASCII", ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(data) - 4 and len(data) == LOOKED_AT:  # a letter cut in two at the end of what is read
            return "utf-8", "it is UTF-8 throughout", ""
    else:
        return "utf-8", "it is UTF-8 throughout", ""
    return _old(data)


def _old(data: bytes) -> tuple[str, str, str]:
    """Choose among encodings of single bytes: cp1252, unless another reads more of the accents as Spanish letters."""
    high = Counter(b for b in data if b > ASCII)
    shares = {}
    for encoding in ("cp1252", "cp850", "mac-roman"):
        letters = sum(n for b, n in high.items() if bytes([b]).decode(encoding, "replace") in SPANISH)
        shares[encoding] = letters / sum(high.values())
    other = max(("cp850", "mac-roman"), key=lambda e: (shares[e], e == "cp850"))
    if shares["cp1252"] < HALF <= shares[other]:
        return other, "it is not UTF-8, and its accents are letters only so", "are its words spelled right?"
    if any(b in high for b in (0x81, 0x8D, 0x8F, 0x90, 0x9D)):
        return "latin-1", "it is not UTF-8, and holds bytes that cp1252 does not have", "are its words spelled right?"
    return "cp1252", "it is not UTF-8; cp1252 is what Windows writes", ""


def _accented(text: str) -> tuple[str, ...]:
    found = re.findall(r"[^\W\d_]*[^\W\d_\x00-\x7f][^\W\d_]*", text)
    return tuple(dict.fromkeys(found))[:WORDS]


def _quote(text: str) -> str:
    """Return the quotation mark, or nothing where marks stand only inside cells (inches)."""
    return "" if '"' in text and not re.search(r'(?:^|[,;\t|])"', text, re.MULTILINE) else '"'


def _delimiter(text: str, quote: str) -> tuple[str, float, int]:
    """Return the character by which most lines have the same number of fields, that share, and the number."""
    best = ("", 0.0, 1)
    for delimiter in DELIMITERS:
        counts = Counter(_fields(text, delimiter, quote))
        counts.pop(0, None)
        if not counts:
            continue
        fields, lines = max(counts.items(), key=lambda c: (c[1] * (c[0] > 1), c[0]))
        steady = lines / sum(counts.values())
        if fields > 1 and steady >= STEADY and (steady * min(fields, 6), fields) > (best[1] * min(best[2], 6), best[2]):
            best = (delimiter, steady, fields)
    return best


def _fields(text: str, delimiter: str, quote: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quotechar=quote or None,
                        quoting=csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE)  # fmt: skip
    counts: list[int] = []
    try:
        for record in reader:
            if any(c.strip() for c in record):
                counts.append(len(record))
            if len(counts) == LINES:
                break
    except csv.Error:
        return []
    return counts
