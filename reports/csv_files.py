"""A table that is longer than a sheet, as CSV: what a spreadsheet would take for a formula is marked as text."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from reports.cells import cents_text
from reports.safely import written

if TYPE_CHECKING:
    from pathlib import Path

    from reports.ask import Asked

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that a spreadsheet may run."""


def name(table: str) -> str:
    """Return the name of a table's CSV file in the run's folder."""
    return f"findings-{table}.csv"


def write(asked: Asked, table: str) -> Path:
    """Write a table whole into the run's folder. It begins with a byte-order mark, so that Excel reads it as UTF-8."""
    target = asked.run.path / name(table)
    columns = list(asked.columns(table))
    with written(target) as building, building.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(c.removesuffix("_cents") for c in columns)
        for batch in asked.batches(table):
            out.writerows([spelled(column, row[column]) for column in columns] for row in batch)
    return target


def as_text(value: str) -> str:
    """Return text as a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value


def spelled(column: str, value: Any) -> str:  # noqa: ANN401 - a value is whatever the table holds
    """Return a cell: an amount in dollars, text that no spreadsheet runs, and nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, str):
        return as_text(value)
    return cents_text(value) if column.endswith("_cents") else str(value)
