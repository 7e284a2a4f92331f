"""What a value of a table becomes in a workbook: money, a day, a number or text, each exactly or as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

EXACT = 15
"""Digits that a spreadsheet's number keeps."""

FIRST_DAY = date(1900, 3, 1)
"""Before it, Excel's calendar has a day that never was, or no days at all."""

LONGEST = 32_767
"""Characters that a cell of Excel holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as the workbook holds it, and the format that it is shown in."""

    kind: str
    value: str | int | Decimal | date | None


def cents_text(cents: int) -> str:
    """Write cents as a plain number: `-1234.50`."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole}.{part:02d}"


def money(cents: int) -> Cell:
    """Return an amount as a number of dollars, or as text when a spreadsheet's number could not keep each cent."""
    if len(str(abs(cents))) > EXACT:
        return Cell("text", cents_text(cents))
    return Cell("money", Decimal(cents).scaleb(-2))


def whole(number: int) -> Cell:
    """Return a whole number."""
    return Cell("whole", number) if len(str(abs(number))) <= EXACT else Cell("text", str(number))


def number(value: Decimal) -> Cell:
    """Return a quantity, or its text when a spreadsheet's number could not keep each digit."""
    plain = f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value.to_integral_value():f}"
    digits = len(plain.replace("-", "").replace(".", "").lstrip("0"))
    return Cell("number", Decimal(plain)) if digits <= EXACT else Cell("text", plain)


def day(value: date) -> Cell:
    """Return a day, or its text before Excel's calendar is sound."""
    return Cell("day", value) if value >= FIRST_DAY else Cell("text", value.isoformat())


def text(value: str) -> Cell:
    """Return text, cut to what a cell holds."""
    return Cell("text", value if len(value) <= LONGEST else value[: LONGEST - 1] + "…")


def cells(columns: dict[str, str]) -> Callable[[dict[str, Any]], list[Cell]]:
    """Return what turns a table's row into its cells, by its columns' names and SQL types."""
    makers = [_maker(column, kind) for column, kind in columns.items()]
    names = list(columns)
    nothing = Cell("text", None)

    def spell(row: dict[str, Any]) -> list[Cell]:
        return [nothing if row[c] is None else make(row[c]) for c, make in zip(names, makers, strict=True)]

    return spell


def _maker(column: str, kind: str) -> Callable[[Any], Cell]:
    if column.endswith("_cents"):
        return money
    if kind == "DATE":
        return day
    if kind.startswith("DECIMAL"):
        return number
    return whole if kind in ("BIGINT", "INTEGER") else lambda value: text(str(value))
