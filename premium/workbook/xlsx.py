"""The parts of an XLSX or XLSM around its sheets: which sheets there are, the texts they share, and their formats."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.workbook.container import DAMAGED
from premium.workbook.formats import BUILT_IN, Shown, shown_as
from premium.workbook.xml_stream import feed, local

if TYPE_CHECKING:
    from premium.workbook.container import Parts
    from premium.workbook.limits import Limits

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet as the workbook lists it."""

    name: str
    part: str
    hidden: bool


@dataclass(slots=True)
class Book:
    """What all sheets of a workbook share."""

    sheets: list[Listed] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    formats: list[Shown] = field(default_factory=list)
    from_1904: bool = False
    recalculated: bool = False
    not_tables: list[str] = field(default_factory=list)


def book(parts: Parts, limits: Limits) -> Book:
    """Read everything but the sheets themselves.

    Raises:
        InputError: a part is missing, broken or over a limit.
    """
    main = _main(parts, limits)
    listing, found, targets = _Listing(), Book(), links(parts, main, limits)
    with parts.open(main) as part:
        feed(part, main, listing, limits)
    if len(listing.sheets) > limits.sheets:
        raise InputError(f"it has {len(listing.sheets):,} sheets; {limits.sheets} are allowed", hint="split it")
    found.from_1904, found.recalculated = listing.from_1904, listing.recalculated
    for name, link, hidden in listing.sheets:
        kind, target = targets.get(link, ("", ""))
        if kind == "worksheet":
            found.sheets.append(Listed(name, target, hidden))
        elif kind:
            found.not_tables.append(name)
        else:
            raise InputError(f"the sheet {name!r} is listed and is not there", hint=DAMAGED)
    for kind, target in targets.values():
        if kind == "sharedStrings" and target in parts:
            strings = _Strings(limits)
            with parts.open(target) as part:
                feed(part, target, strings, limits)
            found.strings = strings.found
        if kind == "styles" and target in parts:
            styles = _Styles(limits)
            with parts.open(target) as part:
                feed(part, target, styles, limits)
            found.formats = styles.shown()
    return found


def unescaped(text: str) -> str:
    """Return a text with its `_x000D_` read: that is how XML holds signs that it cannot; halves of a sign stay."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda m: m[0] if 0xD800 <= int(m[1], 16) <= 0xDFFF else chr(int(m[1], 16)), text)  # noqa: PLR2004 - the halves


def _main(parts: Parts, limits: Limits) -> str:
    targets = [target for kind, target in links(parts, "", limits).values() if kind == "officeDocument"]
    main = targets[0] if targets else "xl/workbook.xml"
    if main not in parts:
        raise InputError("it is a zip but no workbook: it has no part that lists sheets", hint=DAMAGED)
    return main


def links(parts: Parts, source: str, limits: Limits) -> dict[str, tuple[str, str]]:
    """Return what a part links to, as id → (what it is, the part's name); links out of the file are no parts."""
    folder, name = posixpath.split(source)
    beside = posixpath.join(folder, "_rels", f"{name}.rels")
    if beside not in parts:
        return {}
    reader = _Links(folder)
    with parts.open(beside) as part:
        feed(part, beside, reader, limits)
    return reader.found


class _Silent:
    """A reader that looks at nothing."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class _Links(_Silent):
    def __init__(self, folder: str) -> None:
        self.found: dict[str, tuple[str, str]] = {}
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if local(name) != "Relationship" or attributes.get("TargetMode") == "External":
            return
        target = attributes.get("Target", "").replace("\\", "/")
        whole = target[1:] if target.startswith("/") else posixpath.join(self._folder, target)
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole).lower())


class _Listing(_Silent):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.from_1904 = self.recalculated = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        what = local(name)
        if what == "sheet":
            link = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), link, attributes.get("state", "visible") != "visible"))
        elif what == "workbookPr":
            self.from_1904 = attributes.get("date1904") in {"1", "true"}
        elif what == "calcPr":
            self.recalculated = attributes.get("fullCalcOnLoad") in {"1", "true"}


class _Strings(_Silent):
    """The shared texts, in order; how they are pronounced (in East Asia) is left out."""

    def __init__(self, limits: Limits) -> None:
        self.found: list[str] = []
        self._limits, self._size = limits, 0
        self._pieces: list[str] = []
        self._in_text = self._spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        what = local(name)
        if what == "si":
            self._pieces = []
        elif what == "rPh":
            self._spoken = True
        elif what == "t":
            self._in_text = not self._spoken

    def end(self, name: str) -> None:
        what = local(name)
        if what == "si":
            self.found.append(unescaped("".join(self._pieces)))
        elif what == "rPh":
            self._spoken = False
        elif what == "t":
            self._in_text = False
        self._grown(1)

    def text(self, data: str) -> None:
        if self._in_text:
            self._pieces.append(data)
            self._grown(len(data))

    def _grown(self, by: int) -> None:
        self._size += by
        if self._size > self._limits.strings_bytes:
            raise InputError(
                f"its cells share more than {self._limits.strings_bytes >> 20} MiB of text",
                hint="split it by pay period",
            )


class _Styles(_Silent):
    """Which number format each style of cells has."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._codes: dict[int, Shown] = dict(BUILT_IN)
        self._used: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        what = local(name)
        if what == "numFmt":
            self._codes[_whole(attributes.get("numFmtId"))] = shown_as(attributes.get("formatCode", ""))
        elif what == "cellXfs":
            self._in_cells = True
        elif what == "xf" and self._in_cells:
            self._used.append(_whole(attributes.get("numFmtId")))
        if max(len(self._used), len(self._codes)) > self._limits.styles:
            raise InputError(f"it has more than {self._limits.styles:,} cell formats", hint=DAMAGED)

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cells = False

    def shown(self) -> list[Shown]:
        """Return what each style shows."""
        return [self._codes.get(number, "number") for number in self._used]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - digits of 2^31
