"""A form with a file in it, as a browser sends it: the file is written as it arrives, and never held in memory.

The fields come before the file, and the form's token is looked at before the first byte of the file is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from premium.web.access import token_is_right
from premium.web.arrive import PIECE, pieces
from premium.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from premium.workspace.people import Who

FIELDS_AT_MOST, FIELD_AT_MOST = 20, 4096


class Kept(Protocol):
    """What a file is written to (`Receiving`, `Drafting`)."""

    def write(self, data: bytes) -> None:
        """Take the next bytes."""

    def abort(self) -> None:
        """Remove what has arrived."""


@dataclass(slots=True)
class Form:
    """What a form said before its file, and what the file was written to; None where no file was chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    file: Kept | None = None


async def receive_form(request: Request, who: Who, begin: Callable[[str, dict[str, str]], Kept]) -> Form:
    """Receive a form; `begin` is called with the file's name and the fields before it, and gives what takes its bytes.

    Whoever calls finishes the file, or aborts it.

    Raises:
        Problem: the form is not ours, is none, is too large, comes too slowly, or broke off; nothing is kept.
    """
    parts = _Parts(who, begin)
    parser = _parser(request, parts)
    try:
        async for piece in pieces(request):
            parser.write(piece)
            await parts.work()
        parser.finalize()
        await parts.work(to_the_end=True)
    except MultipartParseError as error:
        parts.abort()
        raise _no_form() from error
    except BaseException:
        parts.abort()
        raise
    if not parts.ended:
        parts.abort()
        raise _no_form()
    if parts.form.file is None:
        token_is_right(parts.form.fields.get("csrf"), who.csrf or "")
    return parts.form


def _parser(request: Request, parts: _Parts) -> MultipartParser:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise Problem(415, "form", "That is no form with a file.", hint="Send it from the page.")
    return MultipartParser(
        boundary,
        {
            "on_part_begin": parts.part_begin,
            "on_header_field": lambda data, start, end: parts.header(data[start:end], b""),
            "on_header_value": lambda data, start, end: parts.header(b"", data[start:end]),
            "on_header_end": parts.header_end,
            "on_headers_finished": parts.headers_finished,
            "on_part_data": lambda data, start, end: parts.data(data[start:end]),
            "on_part_end": parts.part_end,
            "on_end": parts.end,
        },
    )


class _Parts:
    """The parts of a form, as the parser meets them; what must be done for them in a thread waits for `work`."""

    def __init__(self, who: Who, begin: Callable[[str, dict[str, str]], Kept]) -> None:
        self.form, self.ended = Form(), False
        self._who, self._begin = who, begin
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = b"", b""
        self._name, self._opens, self._in_file = "", "", False
        self._text, self._bytes = bytearray(), bytearray()

    def part_begin(self) -> None:
        self._headers, self._header, self._value = {}, b"", b""
        self._in_file, self._text = False, bytearray()

    def header(self, name: bytes, value: bytes) -> None:
        self._header += name
        self._value += value

    def header_end(self) -> None:
        self._headers[self._header.lower()] = self._value
        self._header, self._value = b"", b""

    def headers_finished(self) -> None:
        """See what the part is: a field, or the one file, which a browser sends without a name if none was chosen."""
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if self.form.file is not None or self._opens:
            raise _no_form()
        self._in_file = True
        self._opens = options[b"filename"].decode("utf-8", "replace")

    def data(self, data: bytes) -> None:
        if self._in_file:
            self._bytes += data
            return
        self._text += data
        if len(self._text) > FIELD_AT_MOST:
            raise Problem(413, "field", "A field of the form is too long.")

    def part_end(self) -> None:
        if self._in_file:
            return
        if len(self.form.fields) >= FIELDS_AT_MOST or self._opens:
            raise _no_form()
        self.form.fields[self._name] = self._text.decode("utf-8", "replace")

    def end(self) -> None:
        self.ended = True

    async def work(self, *, to_the_end: bool = False) -> None:
        """Begin the file if its first bytes are there, and write what has come of it."""
        if self._opens and self.form.file is None:
            token_is_right(self.form.fields.get("csrf"), self._who.csrf or "")
            self.form.file = await run_in_threadpool(self._begin, self._opens, self.form.fields)
        if self.form.file is not None and self._bytes and (to_the_end or len(self._bytes) >= PIECE):
            await run_in_threadpool(self.form.file.write, bytes(self._bytes))
            self._bytes.clear()

    def abort(self) -> None:
        if self.form.file is not None:
            self.form.file.abort()


def _no_form() -> Problem:
    return Problem(400, "form", "That form cannot be read.", hint="Load the page again, and send it again.")
