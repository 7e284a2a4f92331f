"""The pages in a browser: axe finds nothing in either language, nothing else is fetched, and keys and filters work."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import uvicorn
from made_web import PASSWORD, Web

from premium.web.app import make_app
from premium.web.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made_pages import Crawled
    from playwright.sync_api import Browser, BrowserContext, Page

    from premium.workspace import Workspace

pytest_plugins = ["web_fixtures"]

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
axe_script = pytest.importorskip(
    "axe_playwright_python.base", reason="axe-core is not installed (uv sync --group dev)"
).AXE_FILE_PATH
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (uv sync --group dev)")
OTHERS = ("/", "/runs/1/accept", "/runs/1/compare/1", "/nowhere")
"""Pages that no way of the sample leads to."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} to open the pages in")
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def served(workspace: Workspace) -> Iterator[str]:
    """Serve a workspace on loopback, and give its address."""
    settings = Settings(sign_ins="100000/minute", asks="1000000/minute")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        server = uvicorn.Server(uvicorn.Config(make_app(workspace, settings), log_config=None, access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def address(web: Web) -> Iterator[str]:
    with served(web.workspace) as url:
        yield url


@pytest.fixture
def signed_in(address: str, browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A browser in which the monitor is signed in, in the language of the test."""
    language = getattr(request, "param", "en")
    # axe is brought in by the test itself, which the pages' own policy rightly forbids.
    context = browser.new_context(locale=language, bypass_csp=language != "policy", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#name", "monitor")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/runs/1")
    page.close()
    context.add_cookies([{"name": "premium_language", "value": "es" if language == "es" else "en", "url": address}])
    yield context
    context.close()


@pytest.mark.parametrize("signed_in", ["en", "es"], indirect=True)
@pytest.mark.parametrize("width", [1280, 360], ids=["desk", "phone"])
def test_axe_finds_nothing_on_any_page(
    width: int, signed_in: BrowserContext, address: str, season_pages: Crawled
) -> None:
    page = signed_in.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    for path in (*OTHERS, *season_pages.one_of_each().values()):
        page.goto(address + path)
        page.evaluate(Path(axe_script).read_text(encoding="utf-8"))
        found = page.evaluate(
            f"axe.run({{runOnly: {RULES}}}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"
        )
        assert found == [], path
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} scrolls sideways: only its wide tables should"


@pytest.mark.parametrize("signed_in", ["policy"], indirect=True)
def test_no_page_asks_elsewhere_or_complains(signed_in: BrowserContext, address: str, season_pages: Crawled) -> None:
    page = signed_in.new_page()
    asked, said = watched(page)
    for path in ("/", "/runs/1/accept", "/runs/1/compare/1", *season_pages.one_of_each().values()):
        page.goto(address + path, wait_until="networkidle")
        assert said == [], path
    assert {f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in asked} == {address}


@pytest.mark.parametrize("signed_in", ["policy"], indirect=True)
def test_filters_change_the_list_and_the_address_without_a_new_page(signed_in: BrowserContext, address: str) -> None:
    page = signed_in.new_page()
    _, said = watched(page)
    page.goto(f"{address}/runs/1/findings")
    page.evaluate("window.same = true")
    page.select_option("#kind", "premium_missing")
    page.wait_for_url("**/findings?*kind=premium_missing*")
    playwright.expect(page.locator("#found tbody th").first).to_have_text("Worker got no premium")
    assert page.evaluate("window.same") is True
    page.go_back()
    page.wait_for_url("**/findings")
    page.goto(f"{address}/runs/1")
    page.evaluate("window.same = true")
    page.select_option("#state", "rejects")
    page.wait_for_url("**state=rejects*")
    playwright.expect(page.locator("#weeks tbody tr")).to_have_count(1)
    assert page.evaluate("window.same") is True
    assert said == []


def test_keys_go_through_the_queue(signed_in: BrowserContext, address: str) -> None:
    page = signed_in.new_page()
    page.goto(f"{address}/runs/1")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    playwright.expect(page.locator("a[data-stop]").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/growers/sable-ridge/periods/2026-02-01")


def test_everything_is_reached_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#name", "monitor")
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.goto(f"{address}/runs/1/findings")
    page.select_option("#kind", "premium_missing")
    page.click(".filters button")
    assert "kind=premium_missing" in page.url
    page.click("#found tbody th a")
    assert page.locator("h1").inner_text().startswith("Worker got no premium")
    context.close()


def watched(page: Page) -> tuple[list[str], list[str]]:
    """Note what a page asks for, and what its console says of trouble."""
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: said.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    return asked, said
