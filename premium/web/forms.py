"""A form with files in it, as a browser sends it: each is written as it arrives, and never held in memory.

The fields come before the files, and the form's token is looked at before the first byte of a file is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from premium.web.access import token_is_right
from premium.web.arrive import PIECE, Writes, pieces
from premium.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from premium.workspace.people import Who

FIELDS_AT_MOST, FIELD_AT_MOST = 20, 4096


class Kept(Writes, Protocol):
    """What a file of a form is written to; all of them are let go of where one cannot be kept."""

    def abort(self) -> None:
        """Remove what has arrived."""


K = TypeVar("K", bound=Kept)


@dataclass(slots=True)
class SentForm(Generic[K]):
    """What a form said before its files, and what each of these was written to; none where no file was chosen."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[K] = field(default_factory=list)


@dataclass(slots=True)
class _Coming(Generic[K]):
    """A file of which bytes are still to be written, or to come; `to` is what it is written to, once it is begun."""

    name: str
    unwritten: bytearray = field(default_factory=bytearray)
    to: K | None = None
    has_ended: bool = False


async def receive_form(
    request: Request, who: Who, begin: Callable[[str, dict[str, str]], K], most_files: int = 1
) -> SentForm[K]:
    """Receive a form; `begin` is called with a file's name and the fields before it, and gives what takes its bytes.

    Whoever calls finishes the files, or aborts them.

    Raises:
        Problem: the form is not ours, is none, is too large, comes too slowly, or broke off; nothing is kept.
    """
    parts = _Parts(who, begin, most_files)
    parser = _parser(request, parts)
    try:
        async for piece in pieces(request):
            parser.write(piece)
            await parts.work()
        parser.finalize()
    except MultipartParseError as error:
        parts.abort()
        raise _no_form() from error
    except BaseException:
        parts.abort()
        raise
    if not parts.ended:
        parts.abort()
        raise _no_form()
    if not parts.form.files:
        token_is_right(parts.form.fields.get("csrf"), who.csrf or "")
    return parts.form


def _parser(request: Request, parts: _Parts[K]) -> MultipartParser:
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


class _Parts(Generic[K]):
    """The parts of a form, as the parser meets them; what must be done for them in a thread waits for `work`."""

    def __init__(self, who: Who, begin: Callable[[str, dict[str, str]], K], most_files: int) -> None:
        self.form: SentForm[K] = SentForm()
        self.ended = False
        self._who, self._begin, self._most = who, begin, most_files
        self._headers: dict[bytes, bytes] = {}
        self._header, self._value = b"", b""
        self._name, self._in_file, self._text = "", False, bytearray()
        self._files: list[_Coming[K]] = []

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
        """See what the part is: a field, or a file, which a browser sends without a name if none was chosen."""
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            return
        if self._most == 1 and self._files:
            raise _no_form()
        if len(self._files) >= self._most:
            raise Problem(413, "too_many", f"Those are more than {self._most} files.", hint="Send them in parts.")
        self._in_file = True
        self._files.append(_Coming(options[b"filename"].decode("utf-8", "replace")))

    def data(self, data: bytes) -> None:
        if self._in_file:
            if not self._files[-1].name:
                raise _no_form()
            self._files[-1].unwritten += data
            return
        self._text += data
        if len(self._text) > FIELD_AT_MOST:
            raise Problem(413, "field", "A field of the form is too long.")

    def part_end(self) -> None:
        if self._in_file:
            self._files[-1].has_ended = True
            return
        if len(self.form.fields) >= FIELDS_AT_MOST or self._files:
            raise _no_form()
        self.form.fields[self._name] = self._text.decode("utf-8", "replace")

    def end(self) -> None:
        self.ended = True

    async def work(self) -> None:
        """Begin the files whose first bytes are there, and write what has come of them."""
        for file in self._files:
            if file.to is None and file.name:
                token_is_right(self.form.fields.get("csrf"), self._who.csrf or "")
                file.to = await run_in_threadpool(self._begin, file.name, self.form.fields)
                self.form.files.append(file.to)
            if file.to is not None and file.unwritten and (file.has_ended or len(file.unwritten) >= PIECE):
                await run_in_threadpool(file.to.write, bytes(file.unwritten))
                file.unwritten.clear()

    def abort(self) -> None:
        for file in self.form.files:
            file.abort()


def _no_form() -> Problem:
    return Problem(400, "form", "That form cannot be read.", hint="Load the page again, and send it again.")
