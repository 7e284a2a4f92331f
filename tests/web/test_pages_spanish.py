"""In Spanish, no sentence of a page is English; days are written in Spanish, dollars as on a pay stub."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from babel.messages.pofile import read_po
from made_pages import crawl

from reports.languages import HERE

if TYPE_CHECKING:
    from made_pages import Crawled
    from made_web import Web

pytest_plugins = ["web_fixtures"]

SAID = {"aria-label", "title", "placeholder", "alt"}
VOID = {"meta", "link", "input", "br"}


class Spoken(HTMLParser):
    """What a page says in its own language: texts and labels, without what is marked as another's."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: set[str] = set()
        self.language = ""
        self._inside: list[bool] = [False]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "html":
            self.language = told["lang"] or ""
        other = self._inside[-1] or (tag != "html" and "lang" in told) or told.get("translate") == "no"
        self.said |= set() if other else {value.strip() for name, value in attrs if name in SAID and value}
        if tag not in VOID:
            self._inside.append(other)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._inside[-1]:
            self.said.add(" ".join(data.split()))


@pytest.fixture(scope="module")
def pages(web: Web) -> Crawled:
    client = web.client("monitor")
    client.cookies.set("premium_language", "es")
    return crawl(client)


def forms(text: Any) -> list[str]:  # noqa: ANN401 - Babel's own: text, or its forms
    return [text] if isinstance(text, str) else list(text)


def english() -> set[str]:
    """Every sentence that is another one in Spanish."""
    with (HERE / "es" / "web.po").open("rb") as file:
        messages = [m for m in read_po(file) if m.id]
    return {form for m in messages for form in forms(m.id)} - {form for m in messages for form in forms(m.string)}


def test_no_page_says_a_sentence_of_ours_in_english(pages: Crawled) -> None:
    words = english()
    for address, text in pages.pages.items():
        spoken = Spoken(text)
        assert spoken.language == "es", address
        assert not spoken.said & words, f"{address}: {spoken.said & words}"


def test_no_page_says_an_english_month_or_a_code_of_the_tables(pages: Crawled) -> None:
    for address, text in pages.pages.items():
        for said in Spoken(text).said:
            assert not {"January", "April", "December", "Dec", "Apr"} & set(said.split()), f"{address}: {said}"
            assert said not in {"no_data", "premium_short", "not_distributed", "over_retained", "nothing_paid"}, address


def test_the_answer_and_its_days_are_spanish_and_its_dollars_are_not(pages: Crawled) -> None:
    assert (
        "$1,266.95 de los $41,047.31 que se debían a los trabajadores al 15 de abril de 2026 no llegaron a sus "
        "cheques: 69 trabajadores de 133, en 4 productores." in pages.pages["/runs/1"]
    )


def test_somebodys_own_language_is_spoken_until_they_choose_another(web: Web) -> None:
    client = web.client("monitor")
    assert '<html lang="en">' in client.get("/program").text
    answer = client.post("/language/es", data={"back": "/runs/1?state=differs"})
    assert answer.headers["location"] == "/runs/1?state=differs"
    assert '<html lang="es">' in client.get("/program").text


def test_a_page_that_is_not_there_says_so_in_spanish(web: Web) -> None:
    client = web.client("monitor")
    client.cookies.set("premium_language", "es")
    assert "<h1>Aquí no hay nada, o nada para usted.</h1>" in client.get("/nowhere").text
    assert '<h1><span lang="en">' in client.get("/runs/x").text
