"""A browser that watches: what a page asks of anybody else, what it says on the console, and what axe finds on it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from made_web import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("en", "es")
axe_script = pytest.importorskip(
    "axe_playwright_python.base", reason="axe-core is not installed (uv sync --group dev)"
).AXE_FILE_PATH
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (uv sync --group dev)")


@dataclass(slots=True)
class Visitor:
    """Somebody at a browser of their own; `wrong` is whatever should not have happened so far."""

    page: Page
    url: str
    wrong: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def go(self, address: str) -> None:
        """Open an address of the server."""
        self.page.goto(f"{self.url}{address}")

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Sign in, as people do."""
        self.go("/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", password)
        self.page.click("main button")
        self.page.wait_for_url(lambda url: not url.endswith("/sign-in"))

    def look(self, called: str) -> None:
        """Let axe read the page in both languages, once for each name it is called by."""
        if called in self.seen:
            return
        self.seen.add(called)
        address = self.page.url
        for language in LANGUAGES:
            self.speak(language)
            self.page.goto(address)
            self.wrong += [f"{called} in {language}: {found}" for found in self._axe()]
        self.speak(LANGUAGES[0])
        self.page.goto(address)

    def speak(self, language: str) -> None:
        """Choose a language, without the button: a form cannot come back to what was posted."""
        self.page.context.add_cookies([{"name": "premium_language", "value": language, "url": self.url}])

    def _axe(self) -> list[str]:
        # Injected as the browser's own tools are: the page's policy lets no script in that is not the server's.
        self.page.evaluate(Path(axe_script).read_text(encoding="utf-8"))
        options: dict[str, Any] = {"runOnly": {"type": "tag", "values": RULES}}
        found = self.page.evaluate("options => axe.run(document, options)", options)
        return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Debian's chromium; a test is skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} to open pages in")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@contextmanager
def visitor(opened: Browser, url: str, *, may_fail: tuple[int, ...] = ()) -> Iterator[Visitor]:
    """Give somebody a browser of their own; `may_fail` are answers that the console may complain of."""
    context = opened.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    who = Visitor(page, url)
    page.on("request", lambda r: who.wrong.append(f"asked of elsewhere: {r.url}") if _elsewhere(r.url, url) else None)
    page.on("pageerror", lambda error: who.wrong.append(f"script: {error}"))

    def said(message: Any) -> None:  # noqa: ANN401 - playwright's own
        expected = any(f"status of {status}" in message.text for status in may_fail)
        if message.type in {"error", "warning"} and not expected:
            who.wrong.append(f"console: {message.text}")

    page.on("console", said)
    yield who
    context.close()


def _elsewhere(asked: str, url: str) -> bool:
    return not asked.startswith((url, "data:", "blob:"))
