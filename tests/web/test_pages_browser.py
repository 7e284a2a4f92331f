"""The pages in a browser: axe finds nothing on any of them, on a desk and on a phone; keys and filters work."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from browsing import browser as started
from browsing import playwright, visitor
from live_web import Live, live
from made_web import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from made_pages import Crawled
    from playwright.sync_api import Browser

pytest_plugins = ["web_fixtures"]

OTHERS = ("/runs/1/accept", "/runs/1/compare/1", "/api")
"""Pages that no way of the sample leads to."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def season(season_workspace: Path) -> Iterator[Live]:
    with live(season_workspace) as server:
        yield server


def test_axe_finds_nothing_on_any_page(season: Live, browser: Browser, season_pages: Crawled) -> None:
    with visitor(browser, season.url) as monitor:
        monitor.sign_in("monitor")
        for address in pages_of(season_pages):
            monitor.go(address)
            monitor.look(address)
        assert monitor.wrong == []


@pytest.mark.parametrize("width", [640, 360], ids=["twice the size", "phone"])
def test_no_page_scrolls_sideways(width: int, season: Live, browser: Browser, season_pages: Crawled) -> None:
    with visitor(browser, season.url) as monitor:
        monitor.sign_in("monitor")
        monitor.speak("es")
        monitor.page.set_viewport_size({"width": width, "height": 900})
        for address in pages_of(season_pages):
            monitor.go(address)
            wide = monitor.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{address} scrolls sideways: only its wide tables should"
        assert monitor.wrong == []


def pages_of(crawled: Crawled) -> list[str]:
    """One page of each template."""
    kinds: dict[str, str] = {}
    for kind, address in crawled.one_of_each().items():
        kinds.setdefault(kind.partition("?")[0], address)
    return [*kinds.values(), *OTHERS]


def test_filters_change_the_list_and_the_address_without_a_new_page(season: Live, browser: Browser) -> None:
    with visitor(browser, season.url) as monitor:
        monitor.sign_in("monitor")
        page = monitor.page
        monitor.go("/runs/1/findings")
        page.evaluate("window.same = true")
        page.select_option("#kind", "premium_missing")
        page.wait_for_url("**/findings?*kind=premium_missing*")
        playwright.expect(page.locator("#found tbody th").first).to_have_text("Worker got no premium")
        assert page.evaluate("window.same") is True
        monitor.go("/runs/1")
        page.evaluate("window.same = true")
        page.select_option("#state", "rejects")
        page.wait_for_url("**state=rejects*")
        playwright.expect(page.locator("#weeks tbody tr")).to_have_count(1)
        playwright.expect(page.locator("#state")).to_have_value("rejects")
        assert page.evaluate("window.same") is True
        assert monitor.wrong == []


def test_keys_go_through_the_queue(season: Live, browser: Browser) -> None:
    with visitor(browser, season.url) as monitor:
        monitor.sign_in("monitor")
        monitor.page.locator("h1").click()
        monitor.page.keyboard.press("j")
        assert monitor.page.evaluate("document.activeElement.matches('[data-stop]')") is False, (
            "it acts in a queue only"
        )
        monitor.page.locator("a[data-stop]").first.focus()
        for key in "jjkk":
            monitor.page.keyboard.press(key)
        playwright.expect(monitor.page.locator("a[data-stop]").first).to_be_focused()
        monitor.page.keyboard.press("Enter")
        monitor.page.wait_for_url("**/growers/sable-ridge/periods/2026-02-01")


def test_a_page_that_looks_by_itself_keeps_the_focus_and_goes_on_after_errors(
    season_workspace: Path, tmp_path: Path, browser: Browser
) -> None:
    shutil.copytree(season_workspace, tmp_path / "workspace")
    with live(tmp_path / "workspace") as server, visitor(browser, server.url, may_fail=(401, 503)) as monitor:
        monitor.sign_in("monitor")
        monitor.go("/start")
        page = monitor.page
        page.click("main form button")
        page.wait_for_url("**/jobs/*")
        page.focus("#cancel")
        page.evaluate("window.kept = document.activeElement")

        def looks(*statuses: int) -> None:
            for status in statuses:
                with page.expect_response(lambda answer: "/jobs/" in answer.url) as looked:
                    pass
                assert looked.value.status == status
                playwright.expect(page.locator("#cancel")).to_be_focused()

        looks(200, 200)
        page.route("**/jobs/*", lambda route: route.fulfill(status=503, body="busy"))
        looks(503, 503)
        page.unroute("**/jobs/*")
        kept = page.context.cookies()
        page.context.clear_cookies()
        looks(401, 401)
        page.context.add_cookies(kept)  # type: ignore[arg-type] # they are its own
        looks(200)
        assert page.evaluate("window.kept === document.activeElement") is True
        page.keyboard.press("Enter")
        playwright.expect(page.locator("#stands")).to_contain_text("cancelled")
        assert page.locator("#stands[hx-get]").count() == 0
        assert monitor.wrong == []


def test_everything_is_reached_without_script(season: Live, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{season.url}/sign-in")
    page.fill("#name", "monitor")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"{season.url}/runs/1/findings")
    page.select_option("#kind", "premium_missing")
    page.click(".filters button")
    assert "kind=premium_missing" in page.url
    page.click("#found tbody th a")
    assert page.locator("h1").inner_text().startswith("Worker got no premium")
    context.close()
