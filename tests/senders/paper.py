"""How truth is written down: numbers and days as people write them, CSV, and the answer beside a sender's file."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from senders.truth import Pay, Week

Files = dict[str, bytes]


def decimal(value: int | None, places: int, keep: int = 0) -> str:
    """Write a scaled integer as a plain number with at least `keep` decimals; nothing for None."""
    if value is None:
        return ""
    whole, part = divmod(abs(value), 10**places)
    tail = f"{part:0{places}d}".rstrip("0").ljust(keep, "0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if tail else ''}{tail}"


def dollars(value: int) -> str:
    """Write cents as `-1234.50`."""
    return decimal(value, 2, 2)


def grouped(value: int | None, places: int, keep: int = 0) -> str:
    """Write a scaled integer with commas between thousands: `1,234.5`."""
    whole, dot, tail = decimal(value, places, keep).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{tail}" if digits else ""


def spanish(value: int | None, places: int, keep: int = 0) -> str:
    """Write a scaled integer as `1.234,5`."""
    return grouped(value, places, keep).translate(str.maketrans(",.", ".,"))


def hours_minutes(minutes: int) -> str:
    """Write minutes as `38:15`."""
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def mdy(day: date, pattern: str = "%m/%d/%Y") -> str:
    """Write a day as an American office does."""
    return day.strftime(pattern)


def short_mdy(day: date) -> str:
    """Write a day without zeros: `12/5/2025`."""
    return f"{day.month}/{day.day}/{day.year}"


def csv_text(
    rows: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\r\n", quoting: int = csv.QUOTE_MINIMAL
) -> str:
    """Write rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A cell that was made wrong on purpose: the canonical column it feeds, what stands there, why it cannot be."""

    column: str
    text: str
    reason: str


@dataclass(slots=True)
class Answer:
    """What must come out of a sender's file: the lines, the rejects, and what its total rows say.

    `uncovered` are rows whose product is decided to be none of the program's.
    """

    grower: str
    table: str = "payroll"
    lines: list[dict[str, str]] = field(default_factory=list)
    rejects: list[dict[str, str]] = field(default_factory=list)
    totals: list[dict[str, str]] = field(default_factory=list)
    uncovered: list[dict[str, str]] = field(default_factory=list)

    def add(self, row: int, columns: Mapping[str, str], spoilt: Spoilt | None = None, sheet: str = "") -> None:
        """Add the line that a row gives, or the reject that it becomes."""
        origin = {"from_sheet": sheet, "from_row": str(row)}
        if spoilt is None:
            self.lines.append({"grower_id": self.grower, **columns, **origin})
        else:
            self.rejects.append({**origin, "column": spoilt.column, "reason": spoilt.reason})

    def total(self, row: int, title: str, value: int, places: int, sheet: str = "") -> None:
        """Add what a total row says under a title: cents (places 2) or ten-thousandths (4)."""
        self.totals.append(
            {"from_sheet": sheet, "from_row": str(row), "title": title, "places": str(places), "says": str(value)}
        )

    def files(self) -> Files:
        """Write the answer's files; those without rows are left out."""
        filled = {name for line in self.lines for name, value in line.items() if value != ""}
        order = [c.name for c in INPUTS[self.table].columns if c.name in filled]
        parts = (
            ("answer.csv", [*order, "from_sheet", "from_row"], self.lines),
            ("rejects.csv", ["from_sheet", "from_row", "column", "reason"], self.rejects),
            ("totals.csv", ["from_sheet", "from_row", "title", "places", "says"], self.totals),
            ("uncovered.csv", ["from_sheet", "from_row"], self.uncovered),
        )
        return {
            name: csv_text([titles, *([line.get(t, "") for t in titles] for line in lines)], end="\n").encode()
            for name, titles, lines in parts
            if lines
        }


def pay_columns(pay: Pay, code: str, **others: str) -> dict[str, str]:
    """Write a pay line by the contract's columns; `others` says whose it is, its check, its days."""
    return {
        "pay_code": code, "kind": pay.kind, "units": decimal(pay.units_e4, 4), "hours": decimal(pay.hours_e4, 4),
        "rate": decimal(pay.rate_e4, 4), "amount": dollars(pay.amount_cents), **others,
    }  # fmt: skip


def days(week: Week) -> dict[str, str]:
    """Write a week and its check's day by the contract's columns."""
    return {
        "check_date": week.paid.isoformat(), "period_start": week.start.isoformat(), "period_end": week.end.isoformat(),
    }  # fmt: skip
