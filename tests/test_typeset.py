"""Data becomes a page and never acts on it: harmless text, the font that is there, the same bytes each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from paper_worlds import pages, squeezed
from premium.errors import PremiumError
from reports.papers import printable as printing
from reports.papers import typeset as setting
from reports.papers.printable import FACES, FONTS, letters, name, printable
from reports.papers.typeset import typeset

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "<script>alert(1)</script>", '=HYPERLINK("http://evil.example","x")', '#import "x": *', "$x^2$ @ref <label> // no",
    "*bold* _em_ `raw` = head\\ - list", "\u202eevil\u202c\u200b", "\x00\x1b[2J\x07", "{amount} {0.__class__}",
    "中文 \U0001f600",
    "a" * 10_000, "W" * 10_000, "ñ" * 300, "“curly” & <b>",
]  # fmt: skip


def page(*lines: str) -> dict[str, object]:
    """A statement with these sentences and nothing else."""
    one = {"head": "Head", "who": "Who", "others": [], "sentence": "First", "beside": list(lines), "how": None,
           "rest": None, "next": {"head": "Next", "lines": []}, "call": {"head": "Call", "lines": []},
           "foot": "Foot", "is_long": False}  # fmt: skip
    return {"title": "A title", "language": "es", "pages": [one]}


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text: str) -> None:
    said = "".join(pages(typeset("statement", page(text))))
    assert squeezed(said) == squeezed(f"Head Who First {printable(text)} Next Call Foot")


@pytest.mark.parametrize("letter", ["i", "W"])
def test_a_word_that_no_line_holds_breaks_and_stays_on_the_page(letter: str) -> None:
    sheets = PdfReader(BytesIO(typeset("statement", page(letter * 1_999)))).pages
    lines = [line for sheet in sheets for line in sheet.extract_text().splitlines() if letter * 6 in line]
    assert sum(line.count(letter) for line in lines) >= 1_990
    assert max(len(line) for line in lines) < {"i": 220, "W": 60}[letter], "so many fit between the margins"


def test_the_same_data_gives_the_same_bytes_and_no_day_of_its_making() -> None:
    first = typeset("statement", page("one"))
    typeset("statement", page("two"))
    assert typeset("statement", page("one")) == first
    assert b"CreationDate" not in first
    told = dict(PdfReader(BytesIO(first)).metadata or {})
    assert {"/Title", "/Creator"} == set(told)
    assert str(told["/Title"]) == "A title"


def test_a_paper_is_tagged_for_screen_readers_and_knows_its_language_and_title() -> None:
    root = PdfReader(BytesIO(typeset("statement", page("x")))).root_object
    assert str(root["/Lang"]) == "es"
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index] # a dictionary
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index] # a dictionary
    assert b"pdfuaid" in PdfReader(BytesIO(typeset("statement", page("x")))).root_object["/Metadata"].get_data()  # type: ignore[attr-defined] # a stream


def test_a_font_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for template in setting.TEMPLATES.iterdir():
        text = template.read_text(encoding="utf-8").replace("Source Sans Pro", "Comic Sans")
        (tmp_path / template.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(setting, "TEMPLATES", tmp_path)
    with pytest.raises(PremiumError, match=r"could not be set: .*font"):
        typeset("statement", page("x"))


def test_what_typst_only_warns_of_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    class Told:
        message = "unknown font family"

    class Compiler:
        def compile_with_warnings(self, *_: object, **__: object) -> tuple[bytes, list[Told]]:
            return b"%PDF", [Told()]

    monkeypatch.setattr(setting, "_compiler", Compiler)
    with pytest.raises(PremiumError, match="unknown font family"):
        typeset("statement", page("x"))


def test_only_our_font_is_there_to_set_with() -> None:
    (sheet,) = PdfReader(BytesIO(typeset("statement", page("x")))).pages
    fonts = sheet["/Resources"]["/Font"].values()  # type: ignore[index] # a dictionary
    assert {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts} == {
        "SourceSansPro-Regular", "SourceSansPro-Bold",
    }  # fmt: skip


def test_the_fonts_are_those_that_the_readme_names() -> None:
    told = dict(re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", (FONTS / "README.md").read_text(encoding="utf-8")))
    there = {path.name for path in FONTS.iterdir()} - {"README.md"}
    assert set(told) == there == {*FACES, "LICENSE.txt"}
    for file, sha256 in told.items():
        assert hashlib.sha256((FONTS / file).read_bytes()).hexdigest() == sha256


def test_the_font_has_the_letters_of_our_languages() -> None:
    wanted = "áéíóúüñ¿¡ÁÉÍÓÚÜÑèòÈÒàÀ“”’–—…$"
    assert [c for c in wanted if ord(c) not in letters()] == []
    assert ord("中") not in letters()
    assert 0xFFFF not in letters()


def test_text_is_kept_where_it_can_be_and_shows_its_numbers_where_not() -> None:
    assert printable("Peña & Søn, año 7") == "Peña & Søn, año 7"
    assert printable(unicodedata.normalize("NFD", "Peña")) == "Peña"
    assert printable("a\u202eb\x07c\nd中") == "a\\u202eb\\u0007c\\u000ad\\u4e2d"
    assert printable("\ud800") == "\\ud800"
    assert printable("a\u00adb") == "a\\u00adb", "the font has the soft hyphen"
    assert name("x" * 100) == "x" * 47 + "…"
    assert len(printable("x" * 10_000)) == printing.LONGEST
