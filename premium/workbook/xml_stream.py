"""XML read as a stream, without anything that could make it grow: no document type, no entities, no great depth."""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any, Protocol
from xml.parsers import expat

from premium.errors import InputError
from premium.workbook.container import DAMAGED

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.workbook.limits import Limits

CHUNK = 1 << 17
_HOSTILE = "no sender's sheet has that: do not open it"


class Reader(Protocol):
    """What looks at the elements of one part, named as they are written, with the prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """See an element begin."""

    def end(self, name: str) -> None:
        """See it end."""

    def text(self, data: str) -> None:
        """See a piece of text."""


def feed(part: IO[bytes], what: str, reader: Reader, limits: Limits, *, counts_itself: bool = False) -> None:
    """Send a part through a reader, which may count itself how deep elements are inside each other.

    Raises:
        InputError: it is no XML, is broken, is nested too deep, or brings its own entities.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    if not counts_itself:
        _count(parser, reader, limits.nesting, what)
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse(what)
    parser.EntityDeclHandler = _refuse(what)
    try:
        while data := part.read(CHUNK):
            parser.Parse(data, False)  # noqa: FBT003 - expat takes it so
        parser.Parse(b"", True)  # noqa: FBT003 - see above
    except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, UnicodeError) as error:
        raise InputError(f"its part {what!r} is broken: {error}", hint=DAMAGED) from error


def _count(parser: expat.XMLParserType, reader: Reader, most: int, what: str) -> None:
    depth = 0
    see, leave = reader.start, reader.end

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            raise InputError(f"its part {what!r} has more than {most} elements inside each other", hint=_HOSTILE)
        see(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        leave(name)

    parser.StartElementHandler, parser.EndElementHandler = start, end


def _refuse(what: str) -> Callable[..., None]:
    def refuse(*_: Any) -> None:  # noqa: ANN401 - expat's handlers take many things
        raise InputError(f"its part {what!r} brings a document type or entities of its own", hint=_HOSTILE)

    return refuse


def local(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]
