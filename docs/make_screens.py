"""Pictures of the pages, from the sample season in Debian's chromium: `make screens` writes them to docs/screens/."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "web")]

from browsing import browser, visitor  # noqa: E402 - found on the path above
from live_web import live  # noqa: E402
from made_web import made  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
WIDTH, HEIGHT = 1280, 860
SHOTS = (
    ("today", "monitor", "/runs/1"),
    ("period", "monitor", "/runs/1/growers/alder-bend/periods/2026-01-01"),
    ("findings", "organization", "/runs/1/findings"),
    ("buyer", "bluebird", "/"),
    ("check", "alder", "/check"),
)
"""The picture's name, who looks, and at which page."""


def main() -> None:
    """Make them all."""
    SCREENS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place) / "workspace"
        made(workspace)
        with live(workspace) as server, browser() as opened:
            for name, person, address in SHOTS:
                with visitor(opened, server.url) as who:
                    who.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
                    who.sign_in(person)
                    who.go(address)
                    who.page.screenshot(path=SCREENS / f"{name}.png")


if __name__ == "__main__":
    main()
