"""What is odd in lines that stand: no fault by itself, but often the mark of a profile that reads a title amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.tables import WAGE_KINDS

if TYPE_CHECKING:
    from premium.ingest.sender import SenderFile


def remarks(read: SenderFile) -> list[str]:
    """Count payroll lines that pay nothing for work, and lines that are no wages and have hours, each with a row."""
    if read.table != "payroll":
        return []
    wage, hours = pl.col("kind").is_in(WAGE_KINDS), pl.col("hours") != 0
    worked = (hours | (pl.col("units") != 0)).fill_null(value=False)
    unpaid = read.taken.filter(pl.col("amount") == 0, worked)
    others = read.taken.filter(~wage, hours)
    said = []
    if len(unpaid):
        said.append(f"{_lines(unpaid)} hours or units, and $0.00: is the pay for them read?")
    if len(others):
        kinds = ", ".join(others["kind"].unique().sort())
        said.append(f"{_lines(others)} hours, and no wages ({kinds}): are they hours of a line of wages as well?")
    return said


def _lines(lines: pl.DataFrame) -> str:
    """Say how many lines there are, and where the first stands; ends in the verb."""
    first = lines.select("from_sheet", "from_row").row(0)
    where = f"sheet {first[0]}, row {first[1]}" if first[0] else f"row {first[1]}"
    return f"1 line ({where}) has" if len(lines) == 1 else f"{len(lines):,} lines (the first in {where}) have"
