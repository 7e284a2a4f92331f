"""Five ways through the pages, as people go them, in Debian's chromium: nothing is asked of anybody else, the console
stays silent, and axe finds nothing on any page in either language."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from browsing import browser as started
from browsing import visitor
from live_web import Live, live
from made_web import PASSWORD, PEOPLE, SEASON
from pypdf import PdfReader

from premium.web.access import doors
from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.people import add_user

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browsing import Visitor
    from playwright.sync_api import Browser

A_WHILE_MS = 240_000
"""For what waits its turn behind nineteen files."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def season(season_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with its worker over a copy of the season."""
    place = tmp_path_factory.mktemp("journeys") / "workspace"
    shutil.copytree(season_workspace, place)
    shutil.copytree(SEASON, place / "records", dirs_exist_ok=True)
    with live(place, worker=True) as server:
        yield server


@pytest.fixture
def nothing(tmp_path: Path) -> Iterator[Live]:
    """A server with its worker over a workspace in which there is nothing."""
    workspace = open_workspace(tmp_path / "workspace", "fair-food")
    for name, (role, party) in PEOPLE.items():
        add_user(workspace, name, role, party, PASSWORD)
    workspace.close()
    with live(tmp_path / "workspace", worker=True) as server:
        yield server


def follow(who: Visitor, text: str) -> None:
    """Wait until the page, which looks by itself, has a link of these words, and follow it."""
    who.page.get_by_role("link", name=text).first.click(timeout=A_WHILE_MS)


def test_a_monitor_goes_from_the_files_to_the_letter(nothing: Live, browser: Browser) -> None:
    with visitor(browser, nothing.url) as monitor:
        monitor.sign_in("monitor")
        monitor.look("home")
        *most, last = [*sorted(SEASON.glob("*.csv")), *sorted((SEASON / "payroll").iterdir())]
        for paths in (most, [last]):
            monitor.go("/uploads")
            monitor.page.set_input_files("#file", paths)
            monitor.page.click("form.send button")
            monitor.page.wait_for_selector(f"text={paths[0].name}")
        monitor.page.wait_for_selector("strong:text-is('taken')", timeout=A_WHILE_MS)
        monitor.look("a file")
        monitor.go("/uploads")
        monitor.look("files")
        monitor.page.click("text=Start a run over the records")
        monitor.look("start")
        monitor.speak("en")
        monitor.page.reload()
        monitor.page.fill("#as_of", "2026-04-15")
        monitor.page.click("main button")
        follow(monitor, "Look at run 1")
        assert "$1,266.95" in monitor.page.inner_text("h1")
        monitor.look("today")
        monitor.speak("en")
        monitor.go("/runs/1")
        monitor.page.focus(".queue a[data-stop] >> nth=0")
        for key in ("j", "k", "Enter"):
            monitor.page.keyboard.press(key)
        monitor.page.wait_for_url("**/periods/**")
        monitor.look("a grower's period")
        monitor.speak("en")
        monitor.go("/runs/1/accept")
        monitor.look("accept")
        monitor.speak("en")
        monitor.go("/runs/1/accept")
        monitor.page.click("main button")
        follow(monitor, "Look at run 1")
        monitor.go("/runs/1/growers/alder-bend")
        monitor.look("a grower")
        letter = monitor.page.request.get(f"{nothing.url}/runs/1/growers/alder-bend/letter.pdf?language=en")
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(letter.body())).pages)
        assert "$149.68" in text or "$520.86" in text
        monitor.speak("en")
        monitor.go("/runs/1/growers/alder-bend")
        monitor.page.select_option("#language", "ht")
        monitor.page.click("text=Print them")
        follow(monitor, "statement-ht-001.pdf")
        monitor.go("/jobs")
        monitor.look("work")
        assert monitor.wrong == []


def test_a_worker_organization_sees_every_violation_and_changes_nothing(season: Live, browser: Browser) -> None:
    with visitor(browser, season.url) as organization:
        organization.sign_in("organization")
        for place in ("/", "/runs", "/runs/1/growers", "/runs/1/findings", "/runs/1/rejects", "/program"):
            organization.go(place)
            organization.look(place)
        organization.speak("en")
        organization.go("/runs/1/findings?kind=premium_missing")
        organization.page.click("main tbody a >> nth=0")
        organization.look("a finding")
        organization.speak("en")
        organization.go("/runs/1")
        organization.page.fill("#what", "00109")
        organization.page.click("form.look-up button")
        organization.page.click("main a[href*='/workers/'] >> nth=0")
        organization.page.wait_for_url("**/workers/**")
        assert "00109" not in organization.page.url
        organization.look("a worker")
        organization.page.click("main a[href*='/rows/'] >> nth=0")
        organization.look("a row")
        assert organization.page.locator("a[href='/runs/1/accept'], a[href='/uploads']").count() == 0
        assert organization.wrong == []


@pytest.mark.parametrize("name", list(PEOPLE))
def test_at_every_door_that_is_not_theirs_people_find_nothing(
    name: str, season: Live, season_workspace: Path, browser: Browser
) -> None:
    workspace = open_workspace(season_workspace)
    role = PEOPLE[name][0]
    closed = [d.path for d in doors(make_app(workspace, Settings())) if role not in d.roles and "GET" in d.methods]
    workspace.close()
    given = {"number": "1", "slug": "alder-bend", "token": "0" * 20, "period": "2026-01-01", "i": "0", "row": "2"}
    with visitor(browser, season.url, may_fail=(404, 422)) as who:
        who.sign_in(name)
        for path in closed:
            if path.startswith("/api"):
                continue
            address = path
            for part, value in given.items():
                address = address.replace(f"{{{part}}}", value)
            answer = who.page.goto(f"{season.url}{address.replace('{', '').replace('}', '')}")
            assert answer is not None
            assert answer.status in {404, 422}, path
        who.look("a closed door")
        assert who.wrong == []
