"""Data to PDF by typst: JSON goes in beside the template, never pasted into it; the same data gives the same bytes.

What is set is tagged for screen readers (PDF/UA-1), knows its language and title, and holds no date of its making.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import typst

from premium.errors import PremiumError
from reports.papers.printable import FONTS, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES = Path(__file__).with_name("templates")
SHARED = "paper"
"""The template that stands before every other: page, font, headings, and how a long word breaks."""
NO_DAY = 0
"""The time of making that typst is told: papers are dated by their run."""
LARGE = 100_000
"""Characters of data after which what typst remembers of it is let go; it forgets what ten compilations did not use."""
GENERATIONS = 11

_one_at_a_time = Lock()


def typeset(template: str, data: Mapping[str, object], attached: bytes = b"") -> bytes:
    """Return a PDF of `templates/<template>.typ` over `data`, whose strings are made harmless.

    `data` has a `title` and a `language`; `attached` is JSON for the template to attach to the PDF.

    Raises:
        PremiumError: typst gave up or warned of anything, as of a font that is not there.
    """
    text = "".join((TEMPLATES / f"{name}.typ").read_text(encoding="utf-8") for name in (SHARED, template))
    given = {"data": json.dumps(_harmless(data), ensure_ascii=False), "attached": attached.decode()}
    with _one_at_a_time:
        try:
            pdf, warnings = _compiler().compile_with_warnings(
                text.encode(), sys_inputs=given, format="pdf", pdf_standards=["ua-1"], timestamp=NO_DAY
            )
        except typst.TypstError as error:
            raise _fault(error.message) from error
        if len(given["data"]) > LARGE:
            _forget()
    if warnings or not isinstance(pdf, bytes):
        raise _fault(warnings[0].message if warnings else "nothing came of it")
    return pdf


def typesetter() -> str:
    """Return what sets the pages, and its version; other versions may set other bytes."""
    return f"typst {version('typst')}, premium {version('premium')}"


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)


def _forget() -> None:
    """Let typst forget a large paper: half a gigabyte for a thousand pages, which no other paper will use."""
    for _ in range(GENERATIONS):
        _compiler().compile(b"", sys_inputs={}, format="pdf", timestamp=NO_DAY)


def _harmless(value: Any) -> Any:  # noqa: ANN401 - any JSON
    match value:
        case str():
            return printable(value)
        case dict():
            return {key: _harmless(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_harmless(inner) for inner in value]
        case _:
            return value


def _fault(what: str) -> PremiumError:
    return PremiumError(
        f"a page could not be set: {printable(what, 300)}",
        hint="this is a fault in premium: please report it with this message",
    )
