"""What the terminal says of a profile that was tried, and of two files of one sender beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.text import templates
from reports.worth import found, lines_worth, measured, remarks, worth

if TYPE_CHECKING:
    from premium.ingest.trial import Check, Drift


def tell_check(checked: Check) -> str:
    """Return what a profile makes of a file, on a screen or two."""
    return (
        templates()
        .get_template("check.txt.j2")
        .render(check=checked, written=measured, worth=worth, lines_worth=lines_worth, found=found, remarks=remarks)
    )


def tell_drift(drift: Drift) -> str:
    """Return what changed between two files, and the lines of the profile that would change."""
    return templates().get_template("drift.txt.j2").render(drift=drift)
