"""What a cell must be, as Polars expressions: one grammar owns what a date and a number are (contract, section 2).

A cell that is not right gives null and a reason; the reason begins with a word that never changes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS, NUMBER_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.tables import Column

DATE_PATTERN = r"^([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}$"
DAMAGED = "\ufffd"
MAX_INT128 = 2**127 - 1

MISSING = "missing: this cell must be filled in"
DAMAGE = "damaged: bytes that are not UTF-8 text; save the file as CSV UTF-8"
NOT_A_DATE = "not_a_date: write the day as 2025-12-01"
NOT_A_NUMBER = "not_a_number: write a plain number such as 1234.50, without signs, spaces or thousands"
TOO_MANY_DIGITS = f"too_many_digits: more than {MAX_DIGITS} digits"
ENDS_BEFORE_START = "ends_before_start: period_end lies before period_start"
USED_BEFORE = "used_before: this identifier was used by an earlier row"


@dataclass(frozen=True, slots=True)
class Judged:
    """A column's typed value (null where absent or wrong), and what follows: whether the cell may stand, and why not.

    `cell` is what was judged, as text where `is_text`; `said` is why a cell is wrong, whether or not it is;
    `against` is what speaks against a value that is right by itself.
    """

    value: pl.Expr
    cell: pl.Expr
    said: pl.Expr
    required: bool
    is_text: bool
    against: pl.Expr | None = None

    @property
    def absent(self) -> pl.Expr:
        """Whether nothing stands there; not asked (null) of cells that have a value."""
        if not self.is_text:
            return self.cell.is_null()
        # Most cells have a value, and looking through their spaces would cost as much as judging them.
        rest = pl.when(self.value.is_null()).then(self.cell)
        return self.cell.is_null() | (rest.str.strip_chars() == "")

    @property
    def stands(self) -> pl.Expr:
        """Whether the cell may stand."""
        right = self.value.is_not_null() if self.required else (self.value.is_not_null() | self.absent)
        return right if self.against is None else right & ~self.against

    @property
    def reason(self) -> pl.Expr:
        """Why the cell may not stand; null where it may."""
        text = self.cell if self.is_text else self.cell.cast(pl.String)
        missing = pl.when(self.absent & pl.lit(self.required)).then(pl.lit(MISSING))
        damaged = missing.when(text.str.contains(DAMAGED, literal=True)).then(pl.lit(DAMAGE))
        return pl.when(~self.stands).then(damaged.otherwise(self.said))

    def settled(self, column: str) -> Judged:
        """Return the same once its value has been written into a column, so that nothing is worked out twice."""
        return replace(self, value=pl.col(column))


def judge(
    column: Column, cell: pl.Expr, dtype: pl.DataType | type[pl.DataType], where: str, *, is_ascii: bool = False
) -> Judged:
    """Judge one column whose cells have a Polars type; `where` names file and column in errors.

    In text that is ASCII throughout (`is_ascii`) nothing can be damaged, and it is not looked for.

    Raises:
        InputError: the column's type can never hold what is asked for.
    """
    text = _as_text(dtype)
    if text is None and not _holds(column, dtype):
        raise InputError(
            f"{where} is stored as {dtype}, and cannot be a {column.type}",
            hint="identifiers and words are stored as text, days as dates or text, numbers as decimals or text",
        )
    cell = text(cell) if text else cell
    value, said = _from_text(column, cell, is_ascii=is_ascii) if text else _from_typed(column, cell, dtype)
    return Judged(value, cell, said, column.required, is_text=text is not None)


def _as_text(dtype: pl.DataType | type[pl.DataType]) -> Callable[[pl.Expr], pl.Expr] | None:
    """Return how a type is read as text, if it is: text, categories, and the shortest text of a binary fraction."""
    if dtype == pl.String:
        return lambda cell: cell
    if dtype in (pl.Categorical, pl.Enum) or dtype.is_float() or dtype == pl.Null:
        return lambda cell: cell.cast(pl.String)
    return None


def _holds(column: Column, dtype: pl.DataType | type[pl.DataType]) -> bool:
    if column.type in ("money", "number"):
        return dtype.is_integer() or dtype.is_decimal()
    if column.type == "date":
        return dtype == pl.Date or (dtype == pl.Datetime and getattr(dtype, "time_zone", None) is None)
    return dtype.is_integer() and column.type == "id"


def _from_text(column: Column, raw: pl.Expr, *, is_ascii: bool) -> tuple[pl.Expr, pl.Expr]:
    if column.type == "date":
        shaped = pl.when(raw.str.contains(DATE_PATTERN)).then(raw)
        return shaped.str.to_date("%Y-%m-%d", strict=False), pl.lit(NOT_A_DATE)
    if column.type in ("money", "number"):
        return _number(raw, _places(column))
    if column.type == "choice":
        listed = ", ".join(column.choices)
        return pl.when(raw.is_in(column.choices)).then(raw), pl.lit(f"not_in_list: must be one of {listed}")
    whole = raw.str.strip_chars() != ""
    if not is_ascii:
        whole &= ~raw.str.contains(DAMAGED, literal=True)
    return pl.when(whole).then(raw), pl.lit(DAMAGE)


def _places(column: Column) -> int:
    return MONEY_DECIMALS if column.type == "money" else NUMBER_DECIMALS


def _number(raw: pl.Expr, places: int) -> tuple[pl.Expr, pl.Expr]:
    whole = MAX_DIGITS - places
    good = raw.str.contains(rf"^-?0*[0-9]{{1,{whole}}}(\.[0-9]{{1,{places}}})?$")
    value = pl.when(good).then(raw).str.to_decimal(scale=places).to_physical().cast(pl.Int64)
    long_tail = raw.str.contains(rf"\.[0-9]{{{places + 1},}}$")
    reason = (
        pl.when(~raw.str.contains(NUMBER_PATTERN))
        .then(pl.lit(NOT_A_NUMBER))
        .when(long_tail)
        .then(pl.lit(_too_many(places)))
        .otherwise(pl.lit(TOO_MANY_DIGITS))
    )
    return value, reason


def _too_many(places: int) -> str:
    return f"too_many_decimals: at most {places}; nothing is rounded here"


def _from_typed(column: Column, cell: pl.Expr, dtype: pl.DataType | type[pl.DataType]) -> tuple[pl.Expr, pl.Expr]:
    if column.type == "id":
        return cell.cast(pl.String), pl.lit(MISSING)
    if column.type == "date":
        day = cell.dt.date()
        whole = pl.lit(value=True) if dtype == pl.Date else cell.dt.time() == time(0)
        return pl.when(whole & day.dt.year().is_between(1, 9999)).then(day), pl.lit(NOT_A_DATE)
    return _typed_number(cell, dtype, _places(column))


def _typed_number(cell: pl.Expr, dtype: pl.DataType | type[pl.DataType], places: int) -> tuple[pl.Expr, pl.Expr]:
    """Scale a stored integer or decimal; what would not fit is told before it is multiplied, for Int128 wraps too."""
    scale = 0 if dtype.is_integer() else int(getattr(dtype, "scale", 0))
    digits = (cell if dtype.is_integer() else cell.to_physical()).cast(pl.Int128)
    step = 10 ** abs(scale - places)
    largest = 10**MAX_DIGITS - 1
    if scale > places:
        exact, scaled, limit = digits % step == 0, digits // step, largest * step
    else:
        exact, scaled, limit = pl.lit(value=True), digits * step, largest // step
    fits = digits.is_between(-limit, limit) if limit < MAX_INT128 else pl.lit(value=True)
    value = pl.when(exact & fits).then(scaled).cast(pl.Int64)
    return value, pl.when(~exact).then(pl.lit(_too_many(places))).otherwise(pl.lit(TOO_MANY_DIGITS))


def in_order(judged: dict[str, Judged]) -> Judged:
    """Add to period_end the one rule that takes two cells."""
    start, end = judged["period_start"].value, judged["period_end"]
    turned = (end.value < start).fill_null(value=False)
    said = pl.when(end.value.is_null()).then(end.said).otherwise(pl.lit(ENDS_BEFORE_START))
    return replace(end, said=said, against=turned)
