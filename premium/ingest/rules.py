"""What a cell must be, as Polars expressions: one grammar owns what a date and a number are (contract, section 2).

A cell that is not right gives null and a reason; the reason begins with a word that never changes.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    """A column's typed value (null where absent or wrong), whether the cell may stand, and why it may not."""

    value: pl.Expr
    stands: pl.Expr
    reason: pl.Expr


def judge(column: Column, cell: pl.Expr, dtype: pl.DataType | type[pl.DataType], where: str) -> Judged:
    """Judge one column whose cells have a Polars type; `where` names file and column in errors.

    Raises:
        InputError: the column's type can never hold what is asked for.
    """
    text = _as_text(dtype)
    if text is None and not _holds(column, dtype):
        raise InputError(
            f"{where} is stored as {dtype}, and cannot be a {column.type}",
            hint="identifiers and words are stored as text, days as dates or text, numbers as decimals or text",
        )
    if text is not None:
        raw = text(cell)
        value, wrong = _from_text(column, raw)
        absent = raw.is_null() | (raw.str.strip_chars() == "")
    else:
        raw = cell.cast(pl.String)
        value, wrong = _from_typed(column, cell, dtype)
        absent = cell.is_null()
    value = pl.when(absent).then(None).otherwise(value)
    stands = value.is_not_null() if column.required else (value.is_not_null() | absent)
    missing = pl.when(absent & pl.lit(column.required)).then(pl.lit(MISSING))
    reason = missing.when(raw.str.contains(DAMAGED, literal=True)).then(pl.lit(DAMAGE)).otherwise(wrong)
    return Judged(value, stands, pl.when(~stands).then(reason))


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


def _from_text(column: Column, raw: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    if column.type == "date":
        shaped = pl.when(raw.str.contains(DATE_PATTERN)).then(raw)
        return shaped.str.to_date("%Y-%m-%d", strict=False), pl.lit(NOT_A_DATE)
    if column.type in ("money", "number"):
        return _number(raw, _places(column))
    whole = pl.when(~raw.str.contains(DAMAGED, literal=True)).then(raw)
    if column.type == "choice":
        listed = ", ".join(column.choices)
        return pl.when(raw.is_in(column.choices)).then(raw), pl.lit(f"not_in_list: must be one of {listed}")
    return whole, pl.lit(DAMAGE)


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
    reason = pl.coalesce(end.reason, pl.when(turned).then(pl.lit(ENDS_BEFORE_START)))
    return Judged(end.value, end.stands & ~turned, reason)
