"""How a cell is read: a closed list of named ways, each from what the sender wrote to what the contract asks for.

Every way gives the canonical text of a cell, or a reason why it cannot be read; a blank gives neither. Reasons begin
with a word that never changes. Amounts stay text until `rules` judges them: nothing here is a floating point number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.sender.cells import Cell
from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS, NUMBER_PATTERN, scaled

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from premium.ingest.profile.model import Dialect

NOTHING = pl.lit(None, dtype=pl.String)
SIGNS = (
    (r"^([-(]*)\s*(?:US\$|\$|USD)\s*", "${1}"), (r"\s*(?:USD|\$)([-)]*)$", "${1}"),
    (r"^\(\s*(.*?)\s*\)$", "-${1}"), (r"^(.*?)\s*-$", "-${1}"), (r"^-\s+", "-"),
)  # fmt: skip
"""Currency signs to nothing, then parentheses or a minus behind to a minus before; two of these are no number."""
PARTS = rf"^(-?)([0-9]{{1,{MAX_DIGITS - MONEY_DECIMALS}}})(?:\.([0-9]+))?$"
"""A plain number in parts: its minus, what stands before and after the point."""
HMM = r"^(-?)([0-9]{1,7}):([0-5][0-9])(?::([0-5][0-9]))?$"

KEPT = {"workbook": 15}
"""Digits of a stored number that a kind of file keeps, where it does not keep all; what comes after them is made up."""
THIN = "\u00a0\u2009\u202f"
"""Spaces that do not break or are narrow: between thousands they are spaces."""

NOT_MONEY = "not_money: this is not an amount as the profile says that this sender writes them"
NOT_A_NUMBER = "not_a_number: this is not a number as the profile says that this sender writes them"
NOT_IMPLIED = "not_a_number: the profile says that this sender writes digits only, and means the last ones as decimals"
NOT_HOURS = "not_hours: write hours and minutes as 38:15"
NOT_AN_ID = "not_an_id: a spreadsheet stored this identifier as a number, and what it was cannot be told any more"
A_DAY = (
    "not_an_id: a spreadsheet took this identifier for a day or a time, and what was written cannot be told any more"
)
UNEVEN = "too_many_decimals: times the units per container, this has more than four decimals, or too many digits"


@dataclass(frozen=True, slots=True)
class Read:
    """A column as it was read: canonical text (null: blank or unreadable), why it is unreadable, what stood there."""

    text: pl.Expr
    why: pl.Expr
    raw: pl.Expr


def as_text(cell: Cell) -> Read:
    """Read words as they stand."""
    return Read(cell.text, cell.fault, cell.text)


def as_id(cell: Cell, digits: int | None) -> Read:
    """Read an identifier: never retyped; a shorter number gets zeros on its left where the profile gives a length."""
    text = cell.text
    if digits is not None:
        text = pl.when(text.str.contains(r"^[0-9]+$")).then(text.str.zfill(digits)).otherwise(text)
    a_day = cell.text.is_not_null() & cell.kind.is_in(["d", "h"])
    why = pl.coalesce(cell.fault, pl.when(a_day).then(pl.lit(A_DAY)))
    return Read(pl.when(why.is_null()).then(text), why, cell.text)


def unsure_id(cell: Cell, file: str) -> pl.Expr:
    """Return why a cell is no identifier, or no part of one: the file stored it as a number, and lost of it."""
    odd = (cell.kind == "n") & ~cell.text.str.contains(rf"^[0-9]{{1,{KEPT.get(file, 40)}}}$")
    return pl.coalesce(cell.fault, pl.when(odd).then(pl.lit(NOT_AN_ID)))


def as_name(cell: Cell, order: str) -> Read:
    """Read a name as first name first, with one space between words."""
    text = cell.text.str.replace_all(r"[\s\u00a0]+", " ")
    if order == "last_first":
        turned = text.str.replace(r"^([^,]+?) ?, ?([^,]+)$", "${2} ${1}")
        text = pl.when(text.str.contains(",")).then(turned).otherwise(text)
    return Read(text, cell.fault, cell.text)


def as_money(cell: Cell, dialect: Dialect, *, rounded: bool) -> Read:
    """Read an amount: currency signs, groups of thousands, parentheses or a minus on either side.

    Parts of cents stay, for the judge to refuse; where they are `rounded`, it is half away from zero.
    """
    text = _amount(cell, dialect)
    if rounded:
        text = in_turn(text, lambda t: t.str.extract_groups(PARTS), _cents, _cents_text).cast(pl.String)
    text = _short(text, MONEY_DECIMALS)
    return _readable(cell, text, NOT_MONEY)


def as_number(cell: Cell, dialect: Dialect) -> Read:
    """Read a number; nothing is rounded."""
    return _readable(cell, _short(_amount(cell, dialect), NUMBER_DECIMALS), NOT_A_NUMBER)


def times_of(read: Read, units: Decimal) -> Read:
    """Multiply a number that was read by the units per container; nothing is rounded."""
    times = scaled(units, NUMBER_DECIMALS)
    one = 10**NUMBER_DECIMALS
    text = in_turn(
        read.text,
        lambda t: whole_number(t, NUMBER_DECIMALS, MAX_DIGITS - NUMBER_DECIMALS) * times,
        lambda product: pl.when((product % one == 0) & (product.abs() < 10**MAX_DIGITS * one)).then(product // one),
        e4_text,
    ).cast(pl.String)
    why = pl.coalesce(read.why, pl.when(read.text.is_not_null() & text.is_null()).then(pl.lit(UNEVEN)))
    return Read(text, why, read.raw)


def pointed(cell: Cell, dialect: Dialect, places: int) -> Cell:
    """Put the point into numbers of which the file means the last digits as decimals: `0003425-` is `00034.25-`."""
    parts = cell.text.str.extract_groups(r"^([^0-9.,]*)([0-9]+)([^0-9.,]*)$")
    before, digits, after = (parts.struct.field(f) for f in ("1", "2", "3"))
    long = digits.str.zfill(places + 1)
    text = pl.concat_str([before, long.str.head(-places), pl.lit(dialect.decimal), long.str.tail(places), after])
    why = pl.when(cell.text.is_not_null() & digits.is_null()).then(pl.lit(NOT_IMPLIED))
    return Cell(text, pl.lit("s"), pl.coalesce(cell.fault, why))


def as_hours_hmm(cell: Cell) -> Read:
    """Read hours and minutes: `38:15` is 38.25; minutes go to ten-thousandths of an hour, half away from zero."""
    text = in_turn(hmm_seconds(cell), lambda s: s.sign() * ((s.abs() * 20_000 + 3_600) // 7_200), e4_text)
    return _readable(cell, text.cast(pl.String), NOT_HOURS)


def hmm_seconds(cell: Cell) -> pl.Expr:
    """Return `38:15` or `38:15:30` as whole seconds; null where it is neither."""
    return in_turn(cell.text, lambda t: t.str.extract_groups(HMM), _seconds)


def e4_text(value: pl.Expr) -> pl.Expr:
    """Write ten-thousandths as a plain number, with all four decimals; null stays null."""
    size = value.abs()
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    part = (size % 10_000).cast(pl.String).str.zfill(NUMBER_DECIMALS)
    return pl.concat_str([sign, (size // 10_000).cast(pl.String), pl.lit("."), part])


def scaled_e4(text: pl.Expr) -> pl.Expr:
    """Return canonical numbers as ten-thousandths; null where there are more decimals or digits than a field has."""
    return whole_number(text, NUMBER_DECIMALS, MAX_DIGITS - NUMBER_DECIMALS).cast(pl.Int64)


def whole_number(text: pl.Expr, places: int, digits: int) -> pl.Expr:
    """Return plain numbers times 10^`places` (Int128); null where they have more decimals, or digits before them."""
    fits = pl.when(text.str.contains(rf"^-?[0-9]{{1,{digits}}}(\.[0-9]{{1,{places}}})?$")).then(text)
    return fits.str.to_decimal(scale=places).to_physical().cast(pl.Int128)


def exact_amount(cell: Cell, dialect: Dialect) -> pl.Expr:
    """Return an amount's whole text, with all decimals that stand there; null where it is none."""
    return _amount(cell, dialect)


def _readable(cell: Cell, text: pl.Expr, reason: str) -> Read:
    wrong = pl.when(cell.text.is_not_null() & text.is_null()).then(pl.lit(reason))
    why = pl.coalesce(cell.fault, wrong)
    return Read(pl.when(why.is_null()).then(text), why, cell.text)


def in_turn(column: pl.Expr, *steps: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """Work steps out over a whole column, one after the other.

    As one expression, the earlier ones would be repeated in the later ones many times over, and worked out each time.
    """

    def worked_out(values: pl.Series) -> pl.Series:
        for step in steps:
            values = values.to_frame("c").select(step(pl.col("c")).alias("c")).to_series()
        return values

    return column.map_batches(worked_out, is_elementwise=True)


def _amount(cell: Cell, dialect: Dialect) -> pl.Expr:
    """Turn what stands there into a plain number with a point and at most one minus; null where it is not one."""
    written = in_turn(cell.text, _signed, lambda text: _pointed(text, dialect)).cast(pl.String)
    stored = pl.when(cell.text.str.contains(NUMBER_PATTERN)).then(cell.text)
    return pl.when(cell.kind == "n").then(stored).otherwise(written)


def _signed(text: pl.Expr) -> pl.Expr:
    """Take currency signs off, and put what says that an amount is below zero before it, as a minus."""
    for written, plain in SIGNS:
        text = text.str.replace(written, plain)
    return text


def _pointed(text: pl.Expr, dialect: Dialect) -> pl.Expr:
    """Take groups of thousands for what they are, and write the decimals after a point; null where it is no number."""
    point, group = rf"\{dialect.decimal}", dialect.group
    whole = rf"[0-9]+|[1-9][0-9]{{0,2}}(?:\{group}[0-9]{{3}})+" if group else "[0-9]+"
    text = text.str.replace_all(f"[{THIN}]", " ") if group == " " else text
    number: pl.Expr = pl.when(text.str.contains(rf"^-?(?:(?:{whole})(?:{point}[0-9]*)?|{point}[0-9]+)$")).then(text)
    number = number.str.replace_all(group, "", literal=True) if group else number
    number = number.str.replace(dialect.decimal, ".", literal=True)
    return number.str.replace(r"\.$", "").str.replace(r"^(-?)\.", "${1}0.")


def _short(text: pl.Expr, places: int) -> pl.Expr:
    """Drop zeros that say nothing, beyond the decimals that a field may have."""
    return text.str.replace(rf"(\.[0-9]{{{places}}})0+$", "${1}")


def _seconds(parts: pl.Expr) -> pl.Expr:
    hours, minutes, seconds = (parts.struct.field(f).cast(pl.Int64) for f in ("2", "3", "4"))
    total = hours * 3600 + minutes * 60 + seconds.fill_null(0)
    return pl.when(parts.struct.field("1") == "-").then(-total).otherwise(total)


def _cents(parts: pl.Expr) -> pl.Expr:
    """Round to cents, half away from zero."""
    sign, whole, rest = (parts.struct.field(f) for f in ("1", "2", "3"))
    tail = rest.fill_null("").str.pad_end(3, "0").str.slice(0, 3).cast(pl.Int64)
    cents = whole.cast(pl.Int64) * 100 + (tail + 5) // 10
    return pl.when(sign == "-").then(-cents).otherwise(cents)


def _cents_text(cents: pl.Expr) -> pl.Expr:
    sign = pl.when(cents < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    part = (cents.abs() % 100).cast(pl.String).str.zfill(MONEY_DECIMALS)
    return pl.concat_str([sign, (cents.abs() // 100).cast(pl.String), pl.lit("."), part])
