"""What the first bytes of a file say that it is, whatever its name says."""

from __future__ import annotations

import codecs
import re

HEAD = 4_096
"""Bytes that are looked at."""

ZIP, OLE, PARQUET, TEXT = "zip", "ole", "parquet", "text"
_SIGNS = (
    (b"PK\x03\x04", ZIP), (b"PK\x05\x06", ZIP), (b"PK\x07\x08", ZIP), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"PAR1", PARQUET), (b"%PDF", "a PDF"), (b"{\\rtf", "a word-processor file (RTF)"),
    (b"\x1f\x8b", "packed (gzip)"), (b"7z\xbc\xaf", "packed (7z)"), (b"Rar!", "packed (rar)"),
    (b"BZh", "packed (bzip2)"), (b"\xfd7zXZ", "packed (xz)"), (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"), (b"GIF8", "a picture (GIF)"), (b"II*\x00", "a picture (TIFF)"),
    (b"SQLite format 3", "a database (SQLite)"), (b"\x7fELF", "a program"),
)  # fmt: skip
NO_TABLE = ("a PDF", "a picture", "a word-processor", "a database", "a program")
"""How the words begin for files in which there is no table that can be read as it is."""
_OLD_BIFF = re.compile(rb"\A\x09[\x00\x02\x04\x08][\x04-\x10]\x00")
_HTML = re.compile(
    rb"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\A\s*<\?xml\b", re.IGNORECASE)
_SPREADSHEET_XML = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet|mso-application", re.IGNORECASE)
_MIME = re.compile(rb"\A\s*MIME-Version:", re.IGNORECASE)
BOMS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def bom(head: bytes) -> str:
    """Return the encoding whose mark the bytes begin with, or nothing."""
    return next((encoding for mark, encoding in BOMS if head.startswith(mark)), "")


def kind_of(head: bytes) -> str:
    """Return `zip`, `ole`, `parquet`, `text`, or words for a person such as `a PDF`."""
    for sign, what in _SIGNS:
        if head.startswith(sign):
            return what
    if _OLD_BIFF.match(head):
        return "a workbook of Excel 4 or older"
    begin = _narrow(head)
    if _HTML.match(begin):
        return "a web page (HTML)"
    if _MIME.match(begin):
        return "a saved web page (MHTML)"
    if _XML.match(begin):
        return "a spreadsheet as XML (2003)" if _SPREADSHEET_XML.search(begin) else "XML"
    return TEXT


def _narrow(head: bytes) -> bytes:
    """Return the text as ASCII bytes, without its mark."""
    encoding = bom(head)
    if encoding == "utf-8":
        return head[len(codecs.BOM_UTF8) :]
    return head.replace(b"\x00", b"")[2:] if encoding else head
