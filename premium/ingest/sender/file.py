"""What became of one sender's file: its lines, every row accounted for, and the totals that the file states itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from datetime import date

PLACES = ("above", "header", "blank", "skipped", "group", "total", "record", "fault")
"""What a row of a sheet can be; each row is exactly one of these."""

PLACED_SCHEMA = {"from_sheet": pl.String, "from_row": pl.Int64, "place": pl.String, "why": pl.String}

DATED = (("period_start", "period_end"), ("ship_date",), ("paid_date",), ("received_date",))
"""The days that lines are of, by table."""

LEFT_SCHEMA = {"text": pl.String, "rows": pl.Int64, "measure": pl.Int64, "negative": pl.Int64, "unread": pl.Int64}
"""What was left out, by what it says: rows, their quantity in ten-thousandths (or amount in cents) as far as it can be
read (null: too much to be told), how many of these are negative, and how many are blank or cannot be read."""


@dataclass(frozen=True, slots=True)
class ControlTotal:
    """A total that the file states, beside what was read; both in cents for money, in ten-thousandths for numbers.

    `stated` is null where the total's own cell cannot be read, and `why` says why: then it does not agree. `unread`
    counts cells of records in which something stands that cannot be read: they add nothing.

    Sums are the sheet's own, rounded once at the end. Where `rounded` counts amounts that lines round one by one,
    `lines` is what these add up to, and `rounded_by` by how much that is more than the sheet's sum, in dollars.
    """

    sheet: str
    row: int
    title: str
    column: str
    stated: int | None
    read: int
    rounded: int = 0
    lines: int | None = None
    rounded_by: str = ""
    unread: int = 0
    why: str = ""

    @property
    def agrees(self) -> bool:
        """Whether the file says what was read."""
        return self.stated == self.read

    @property
    def difference(self) -> int | None:
        """How much more the file says than was read; null where it cannot be read."""
        return None if self.stated is None else self.stated - self.read


@dataclass(frozen=True, slots=True)
class UnreadTotal:
    """A number in a total row, in a column from which the profile reads nothing: there is nothing to compare it with.

    `stated` is the number as text; `entry` counts [[rows.total]] from 1; `known` says whether that entry's `not_read`
    names the title.
    """

    sheet: str
    row: int
    title: str
    stated: str
    entry: int
    known: bool


@dataclass(frozen=True, slots=True)
class SenderFile:
    """One sender's file, read by a profile.

    `lines` are the rows of the canonical table in the order of the file, also those that were set aside: the table's
    columns typed (money Decimal(18, 2), numbers Decimal(18, 4), days Date, the rest text), `from_file`, `from_sheet`,
    `from_row`, and `set_aside_column`, `set_aside_value`, `set_aside_reason`, `from_text` (null where the line stands).

    `placed` says of every row of every sheet read what it is (`PLACED_SCHEMA`); `empty` counts the records that give no
    line, because every measure in them is blank or zero. `skipped` rows are of a kind that the profile leaves out,
    `uncovered` records have a product that is decided to be none of the program's, `unmapped` ones a product that
    nobody has decided about (they are set aside): each with how much they measure (`LEFT_SCHEMA`).
    """

    name: str
    table: str
    sha256: str
    size: int
    lines: pl.DataFrame
    placed: pl.DataFrame
    totals: tuple[ControlTotal, ...]
    unread_totals: tuple[UnreadTotal, ...]
    not_read: tuple[tuple[str, ...], ...]
    """The titles that each [[rows.total]] of the profile says are not read."""
    empty: int
    skipped: pl.DataFrame
    uncovered: pl.DataFrame
    unmapped: pl.DataFrame
    left_out: tuple[str, ...]
    """Titles of columns that were left out, by the profile's word."""
    warnings: tuple[str, ...]
    before: pl.DataFrame
    """The first records as they stood in the file, for a person to compare with the first lines."""

    @property
    def set_aside(self) -> pl.DataFrame:
        """The lines that were set aside."""
        return self.lines.filter(pl.col("set_aside_reason").is_not_null())

    @property
    def taken(self) -> pl.DataFrame:
        """The lines that stand."""
        return self.lines.filter(pl.col("set_aside_reason").is_null())

    @property
    def totals_agree(self) -> bool:
        """Whether every total that the file states is what was read, or is known not to be read."""
        return all(total.agrees for total in self.totals) and all(total.known for total in self.unread_totals)

    def days(self) -> tuple[date | None, date | None]:
        """Return the first and last day of the lines: of pay periods as a whole, else of their own dates."""
        dated = [d for d in DATED if set(d) <= set(self.lines.columns)]
        if not dated or self.lines.is_empty():
            return None, None
        days = pl.concat([self.lines[column].rename("day") for column in dated[0]])
        return days.min(), days.max()  # type: ignore[return-value]
