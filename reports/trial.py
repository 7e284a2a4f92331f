"""What the terminal says of a profile that was tried, and of two files of one sender beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.text import templates
from reports.worth import found, lines_worth, measured, remarks, worth

if TYPE_CHECKING:
    from premium.ingest.sender import ControlTotal, UnreadTotal
    from premium.ingest.trial import Check, Drift

FEW = 12
"""Totals that are all shown."""


def tell_check(checked: Check) -> str:
    """Return what a profile makes of a file, on a screen or two."""
    return (
        templates()
        .get_template("check.txt.j2")
        .render(
            check=checked, written=measured, worth=worth, lines_worth=lines_worth, found=found, remarks=remarks,
            totals=_worth_a_look(checked), unread=_unread(checked),
        )
    )  # fmt: skip


def _worth_a_look(checked: Check) -> list[ControlTotal]:
    """Return the totals to show: all of a few; of many those that differ, or of which there is more to say."""
    if len(checked.totals) <= FEW:
        return list(checked.totals)
    return [t for t in checked.totals if not t.agrees or remarks(t)]


def _unread(checked: Check) -> list[UnreadTotal]:
    """Return the numbers that are not read to show: all of a few; of many those that nobody said are not to be."""
    few = len(checked.unread_totals) <= FEW
    return [t for t in checked.unread_totals if few or not t.known]


def tell_drift(drift: Drift) -> str:
    """Return what changed between two files, and the lines of the profile that would change."""
    return templates().get_template("drift.txt.j2").render(drift=drift)
