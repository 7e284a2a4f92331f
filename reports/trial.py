"""What the terminal says of a profile that was tried, and of two files of one sender beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.money import NUMBER_DECIMALS, dollars, plain
from reports.spell import count
from reports.text import templates
from reports.worth import found, lines_worth, worth

if TYPE_CHECKING:
    from premium.ingest.trial import Check, Drift

MONEY = frozenset({"amount"})


def tell_check(checked: Check) -> str:
    """Return what a profile makes of a file, on a screen or two."""
    return (
        templates()
        .get_template("check.txt.j2")
        .render(check=checked, written=written, worth=worth, lines_worth=lines_worth, found=found, count=count)
    )


def tell_drift(drift: Drift) -> str:
    """Return what changed between two files, and the lines of the profile that would change."""
    return templates().get_template("drift.txt.j2").render(drift=drift)


def written(column: str, value: int | None) -> str:
    """Write a measure of a column: dollars, or a plain number."""
    if value is None:
        return "unreadable"
    return dollars(value) if column in MONEY else plain(value, NUMBER_DECIMALS)
