"""What is odd in lines that stand: no fault by itself, but often the mark of a profile that reads a title amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.tables import WAGE_KINDS

if TYPE_CHECKING:
    from premium.ingest.sender import SenderFile


FORMULAS = "left its formulas"
"""Words of the warning that a workbook's formulas may not have been calculated."""
OFTEN = 0.1
"""The share of a period's records from which a day of their checks is no exception."""
MOST = 6
"""Days that are named."""


def remarks(read: SenderFile) -> list[str]:
    """Tell pay periods with checks of several days, and count lines that pay nothing for work, or hours of no wages."""
    if read.table != "payroll":
        return []
    wage, hours = pl.col("kind").is_in(WAGE_KINDS), pl.col("hours") != 0
    worked = (hours | (pl.col("units") != 0)).fill_null(value=False)
    unpaid = read.taken.filter(pl.col("amount") == 0, worked)
    others = read.taken.filter(~wage, hours)
    said = [*_several_days(read.taken), *_classless(read.taken.filter(wage))]
    if len(unpaid):
        said.append(f"{_lines(unpaid)} hours or units, and $0.00: is the pay for them read?")
    if len(others):
        kinds = ", ".join(others["kind"].unique().sort())
        said.append(f"{_lines(others)} hours, and no wages ({kinds}): are they hours of a line of wages as well?")
    return said


def told_apart(read: SenderFile) -> list[str]:
    """Return the warnings of a file; of formulas that may not have been calculated, also what speaks for them."""
    agree = len(read.totals) if read.totals and all(t.agrees for t in read.totals) else 0
    known = f"; here all {agree:,} totals that it states are what was read, so they seem to be" if agree > 1 else ""
    return [w + known if FORMULAS in w else w for w in read.warnings]


def _several_days(lines: pl.DataFrame) -> list[str]:
    """Tell the pay period with most records whose checks are of several days, as when it stands for several periods.

    A day on which few of a period's checks are dated is of checks that were written again, and is not told.
    """
    period = ["period_start", "period_end"]
    checks = (
        lines.drop_nulls([*period, "check_date"]).group_by(*period, "check_date").agg(n=pl.col("from_row").n_unique())
    )
    often = checks.filter(pl.col("n") >= OFTEN * pl.col("n").sum().over(period))
    days = often.group_by(period).agg(pl.col("check_date").sort(), pl.col("n").sum())
    several = days.filter(pl.col("check_date").list.len() > 1).sort("n", "period_start", descending=[True, False])
    if several.is_empty():
        return []
    first, last, dates, n = several.row(0)
    shown = ", ".join(map(str, dates[:MOST])) + (", …" if len(dates) > MOST else "")
    whole = f"all {n:,} records are" if n == lines["from_row"].n_unique() else f"{n:,} records are"
    told = f"{whole} in one pay period, {first} to {last}, but their checks bear {len(dates)} dates ({shown})"
    return [f"{told}: does the file hold several periods, one below the other?"]


def _classless(wages: pl.DataFrame) -> list[str]:
    """Tell lines of wages that say no class of work, and what becomes of them."""
    without = wages.filter(pl.col("job_class").fill_null("") == "")
    if without.is_empty():
        return []
    write = 'job_class = { from = "TITLE", codes = { WORD = "harvest" } }, or { constant = "harvest" }, says it'
    if len(without) == len(wages):
        return [f"no line of wages says its class of work (job_class), so no premium can be shared out: {write}"]
    told = f"{_lines(without)} wages and no class of work (job_class), so no premium is shared over them"
    return [f"{told}: {write}, or else these are none of the program's work"]


def _lines(lines: pl.DataFrame) -> str:
    """Say how many lines there are, and where the first stands; ends in the verb."""
    first = lines.select("from_sheet", "from_row").row(0)
    where = f"sheet {first[0]}, row {first[1]}" if first[0] else f"row {first[1]}"
    return f"1 line ({where}) has" if len(lines) == 1 else f"{len(lines):,} lines (the first in {where}) have"
