"""Names that try to be markup, formulas, turned text or endless are words like others, on every page."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from made_pages import crawl

from page import Page
from premium.web.headers import POLICY
from report_runs import LONG

if TYPE_CHECKING:
    from made_pages import Crawled
    from made_web import Web

pytest_plugins = ["web_fixtures"]

LARGEST = 500_000
"""Characters of a page, whatever stands in the records."""


@pytest.fixture(scope="module")
def evil_pages(evil_web: Web) -> Crawled:
    return crawl(evil_web.client("monitor"), of_each=6)


def test_no_name_becomes_markup_or_turns_the_text_or_is_endless(evil_pages: Crawled) -> None:
    everything = "\n".join(evil_pages.pages.values())
    for word in ("alert(", "HYPERLINK", "DROP TABLE", "onerror=alert"):
        assert word in everything, f"{word} is shown nowhere: this test has nothing to look at"
    for address, text in evil_pages.pages.items():
        page = Page(text)
        assert text.count("<script") == 2, address
        assert page.tags.isdisjoint({"img", "b", "iframe", "object", "style", "foreignobject"}), address
        assert not [n for _, n, _ in page.attributes if n.startswith("on") or n == "style"], address
        assert LONG[:500] not in text, address
        assert len(text) < LARGEST, address
        assert not {c for c in text if unicodedata.category(c) in {"Cf", "Co", "Cs"}}, address


def test_every_way_stays_here_and_holds_plain_characters_alone(evil_pages: Crawled) -> None:
    for way in evil_pages.ways:
        assert way.startswith("/"), way
        assert way.isascii(), way
        assert not set(way) & set("<>\"' \\"), way
        assert len(way) < 300, way


def test_every_page_is_held_to_the_same_policy(evil_web: Web, evil_pages: Crawled) -> None:
    monitor = evil_web.client("monitor")
    for address in evil_pages.one_of_each().values():
        assert monitor.get(address).headers["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY


def test_a_search_for_something_hostile_finds_the_worker_or_nothing(evil_web: Web) -> None:
    monitor = evil_web.client("monitor")
    csrf = {v for _, n, v in Page(monitor.get("/runs/2").text).attributes if n == "value" and len(v) == 43}.pop()
    for what in ("<script>", "=1+1", "' OR 1=1 --", "\u202e", "x" * 500):
        answer = monitor.post("/runs/2/look-up", data={"csrf": csrf, "what": what})
        assert answer.status_code in {200, 303}
        assert what not in answer.headers.get("location", "") + (
            answer.text if answer.status_code == 200 else ""
        ).replace('<script src="', "")
    assert monitor.post("/runs/2/look-up", data={"csrf": csrf, "what": "x" * 501}).status_code == 422
