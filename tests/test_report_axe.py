"""The report in a browser: axe finds nothing on a desk, on a phone and at twice the size, and nothing is fetched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from folders import ROOT
from premium.ingest.profile import load_profile
from premium.ingest.sender import read_sender
from reports import write_ingested
from test_ingested_page import CREW_SHEET, paid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from report_runs import Written

pytest_plugins = ["report_fixtures"]

NEW_YORK = ROOT / "data" / "samples" / "new-york" / "made-up-good-food-purchasing.csv"
CHROMIUM = Path("/usr/bin/chromium")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
axe_script = pytest.importorskip(
    "axe_playwright_python.base", reason="axe-core is not installed (uv sync --group dev)"
).AXE_FILE_PATH
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (uv sync --group dev)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM} to open the report in")
    with playwright.sync_playwright() as p:
        opened = p.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 640, 360], ids=["desk", "twice the size", "phone"])
@pytest.mark.parametrize("name", ["valley", "season", "evil"])
def test_axe_finds_nothing(name: str, width: int, browser: Browser, request: pytest.FixtureRequest) -> None:
    report: Written = request.getfixturevalue(name)
    nothing_is_found(browser, report.run.path / "report.html", width)


@pytest.mark.parametrize("width", [1280, 640, 360], ids=["desk", "twice the size", "phone"])
@pytest.mark.parametrize("name", ["new_york", "crews"])
def test_axe_finds_nothing_on_the_page_of_a_senders_file(
    name: str, width: int, browser: Browser, tmp_path: Path
) -> None:
    read = read_sender(NEW_YORK, load_profile(NEW_YORK.with_name("profile.toml"))) if name == "new_york" else None
    page, _ = write_ingested(read or paid(tmp_path, CREW_SHEET.replace("960.00", "961.25")), tmp_path)
    nothing_is_found(browser, page, width)


def nothing_is_found(browser: Browser, path: Path, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.goto(path.as_uri())
    page.evaluate(Path(axe_script).read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {RULES}}}).then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert found == []
    assert len(asked) == 1, "the report asked for something else than itself"
    assert wide <= width, "the page itself must not scroll sideways: only its wide tables do"
