"""A buyer and a bookkeeper go through their pages in Debian's chromium, to the certificate and to a check."""

from __future__ import annotations

import shutil
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from browsing import browser as started
from browsing import visitor
from live_web import Live, live
from made_web import SEASON
from pypdf import PdfReader
from test_check_pages import next_week

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

A_MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as opened:
        yield opened


@pytest.fixture(scope="module")
def season(season_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server with its worker over the season, which lies in the records too."""
    place = tmp_path_factory.mktemp("parties") / "workspace"
    shutil.copytree(season_workspace, place)
    shutil.copytree(SEASON, place / "records", dirs_exist_ok=True)
    with live(place, worker=True) as server:
        yield server


def test_a_buyer_goes_to_its_certificate(season: Live, browser: Browser) -> None:
    with visitor(browser, season.url) as buyer:
        buyer.sign_in("bluebird")
        assert buyer.page.url == f"{season.url}/answers/1"
        buyer.look("a buyer's answer")
        buyer.speak("en")
        buyer.go("/answers/1")
        said = buyer.page.inner_text("h1")
        assert "$226.09 is missing" in said
        paper = buyer.page.request.get(f"{season.url}/answers/1/certificate.pdf?language=en")
        pages = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.body())).pages)
        assert said in " ".join(pages.split())
        buyer.page.click("text=alder-bend")
        buyer.page.wait_for_url("**/growers/alder-bend")
        buyer.look("a buyer's grower")
        buyer.go("/uploads")
        buyer.look("a buyer's files")
        assert buyer.wrong == []


def test_a_bookkeeper_checks_a_payroll_and_keeps_it_only_when_pressed(
    season: Live, browser: Browser, tmp_path: Path
) -> None:
    draft = tmp_path / "next.csv"
    draft.write_bytes(next_week())
    # In the same week's days it would look like a corrected copy of what is there.
    paid = tmp_path / "paid.csv"
    paid.write_bytes(next_week().replace(b"2026-", b"2027-").replace(b"2025-", b"2026-"))
    with visitor(browser, season.url) as grower:
        grower.sign_in("alder")
        grower.go("/check")
        grower.look("a check's form")
        grower.speak("en")
        grower.go("/check")
        grower.page.set_input_files("#file", draft)
        grower.page.click("form.send button")
        grower.page.wait_for_selector("#h-keep", timeout=A_MINUTE_MS)
        assert "would be short" in grower.page.inner_text("h1")
        grower.look("a check")
        grower.speak("en")
        grower.page.reload()
        grower.page.set_input_files("#file", paid)
        grower.page.click("text=Keep it: send it to the monitors")
        grower.page.wait_for_url("**/uploads/*")
        grower.page.wait_for_selector("strong:text-is('taken')", timeout=A_MINUTE_MS)
        assert grower.wrong == []


def test_a_bookkeeper_follows_a_workers_cents_to_the_row(season: Live, browser: Browser) -> None:
    with visitor(browser, season.url) as grower:
        grower.sign_in("alder")
        for place in ("/own/1", "/own/1/workers", "/own/1/findings", "/own/1/rejects"):
            grower.go(place)
            grower.look(place)
        grower.go("/own/1/workers")
        grower.page.focus("main a[data-stop] >> nth=0")
        for key in ("j", "k", "Enter"):
            grower.page.keyboard.press(key)
        grower.page.wait_for_url("**/workers/*")
        assert "00109" in grower.page.inner_text("h1")
        assert "00109" not in grower.page.url
        grower.look("an own worker")
        grower.page.click("main a[href*='/rows/'] >> nth=0")
        grower.page.wait_for_url("**/rows/*")
        grower.look("an own row")
        grower.go("/own/1/periods/2026-01-01")
        grower.look("an own period")
        grower.go("/own/1/findings")
        grower.page.click("main tbody a >> nth=0")
        grower.look("an own finding")
        assert grower.wrong == []
