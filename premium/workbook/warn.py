"""Warnings about what a person who looks at a workbook does not see, and we read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from premium.workbook.container import Parts

_SHOWN = 5


def around(parts: Parts) -> list[str]:
    """Say what a workbook brings that was left alone."""
    warnings = []
    if any(name.endswith("vbaproject.bin") for name in parts.names):
        warnings.append("it has macros, which were left alone")
    if any("/externallinks/" in name for name in parts.names):
        warnings.append("it has links to other files, which were not followed; their last known values were read")
    return warnings


def hidden(sheet: str, rows: list[int], *, is_hidden: bool = False, columns: bool = False) -> list[str]:
    """Say what of a sheet is hidden: itself, rows (as a spreadsheet counts them), or columns."""
    warnings = [f"sheet {sheet!r} is hidden; it was read"] if is_hidden else []
    if rows:
        named = ", ".join(map(str, rows[:_SHOWN])) + (" …" if len(rows) > _SHOWN else "")
        one = len(rows) == 1
        warnings.append(
            f"sheet {sheet!r}: {len(rows):,} {'row is' if one else 'rows are'} hidden and "
            f"{'was' if one else 'were'} read: {named}"
        )
    if columns:
        warnings.append(f"sheet {sheet!r}: some columns are hidden; they were read")
    return warnings
