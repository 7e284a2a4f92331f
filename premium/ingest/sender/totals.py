"""Totals that a file states itself, beside what was read: they are no records, and they are not dropped either."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import ROW
from premium.ingest.profile.checks import FITS
from premium.ingest.sender.cells import named, plain
from premium.ingest.sender.file import ControlTotal
from premium.ingest.sender.header import names_given, sources_of
from premium.ingest.sender.rows import PLACE, SEGMENT, WHY
from premium.ingest.sender.says import cut
from premium.ingest.sender.values import as_money, as_number, exact_amount, hmm_seconds, pointed, whole_number
from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Source, Total
    from premium.ingest.sender.cells import Cell, Cells
    from premium.ingest.sender.rows import Shaped

PLACES_OF = {"quantity": NUMBER_DECIMALS, "amount": MONEY_DECIMALS}
"""The measure that a row of goods or of money has, and its decimals."""
TOO_FINE = (
    "too_many_decimals: it has more decimals than are read; parts of cents are rounded where it says rounded = true"
)
NO_NUMBER = "not_a_number: this is none as the profile says that this sender writes them"
FINE = 18
"""Decimals in which parts of cents are added up before the sum is rounded, where a profile rounds."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """A title that holds amounts or numbers: the column that it becomes, and how.

    In the sheet's frame it has `m…`, its cells in whole units of `_scaled`; `r…`, as lines have them; `k…`, whether
    that had to be rounded; `u…`, whether something stands there that cannot be read; `f…`, whether anything does; and
    `w…`, why it cannot be read.
    """

    index: int
    title: str
    column: str
    source: Source

    @property
    def added(self) -> tuple[str, str, str, str]:
        """Its columns that are added up."""
        return f"m{self.index}", f"r{self.index}", f"k{self.index}", f"u{self.index}"


def control_totals(shaped: Shaped, profile: Profile) -> list[ControlTotal]:
    """Return each amount of each total row beside the sum of the records that it adds up, be they set aside or not.

    A total that says nothing where there is nothing to add up (hours, under a crew that is only paid premium) is none.

    Raises:
        ProfileError: a total row adds up a title from which no amount or number is read.
    """
    measures = _measures(profile)
    _comparable(profile, [measure.title for measure in measures])
    frame = _with(shaped, measures, profile)
    names = [name for measure in measures for name in measure.added]
    frame = _added(frame, names)
    totals = frame.filter(pl.col(PLACE) == "total").with_columns(
        pl.col(f"_c{name}").shift(1).over(WHY).fill_null(0).alias(f"_s{name}") for name in names
    )
    every = {name: frame[f"_c{name}"][-1] for name in names}
    found = []
    for row in totals.to_dicts():
        rule = profile.rows.total[int(row[WHY])]
        for measure in measures:
            sums = [_read(row, rule, name, every[name]) for name in measure.added]
            says = row[f"f{measure.index}"]
            if _adds_up(rule, measure.title, says=says) and (says or _whole(sums[0], measure.source)):
                found.append(_total(shaped.sheet, row, measure, sums))
    return found


def _read(row: dict[str, Any], rule: Total, name: str, every: int) -> int:
    """Return what the records add up to that a total row is about."""
    began = {"group": row[f"_b{name}"], "since_last": row[f"_s{name}"]}.get(rule.of)
    return int(every if began is None else row[f"_c{name}"] - began)


def _total(sheet: str, row: dict[str, Any], measure: _Measure, sums: list[int]) -> ControlTotal:
    """Hold what a total row says of a measure against what was read, and tell what rounding made of it."""
    (exact, lines, rounded, unread), source = sums, measure.source
    total = ControlTotal(
        sheet, row[ROW], measure.title, measure.column, _whole(row[f"m{measure.index}"], source),
        _whole(exact, source) or 0, unread=unread, why=row[f"w{measure.index}"] or "",
    )  # fmt: skip
    if not rounded:
        return total
    by = Decimal(lines * 10 ** (FINE - MONEY_DECIMALS) - exact).scaleb(-FINE) if source.rounded else None
    return replace(total, rounded=rounded, lines=lines, rounded_by="" if by is None else f"{by.normalize():f}")


def _with(shaped: Shaped, measures: Sequence[_Measure], profile: Profile) -> pl.DataFrame:
    """Return a sheet's rows with the columns of `_Measure`."""
    frame = shaped.frame
    for measure in measures:
        i, cell, source = measure.index, shaped.cells[measure.title], measure.source
        exact, filled = _scaled(shaped.cells, measure, profile), cell.text.is_not_null()
        frame = frame.with_columns(exact.alias(f"m{i}"), filled.alias(f"f{i}"))
        exact = pl.col(f"m{i}")
        multiple, divisor = _rounding(source)
        size = (exact.abs() * 2 * multiple + divisor) // (2 * divisor)
        unread = filled & exact.is_null()
        frame = frame.with_columns(
            (exact.sign() * size).cast(pl.Int128).alias(f"r{i}"),
            (exact * multiple % divisor != 0).cast(pl.Int64).alias(f"k{i}"),
            unread.cast(pl.Int64).alias(f"u{i}"), pl.when(unread).then(_why(cell, profile, source)).alias(f"w{i}"),
        )  # fmt: skip
    return frame


def _why(cell: Cell, profile: Profile, source: Source) -> pl.Expr:
    """Return why a total cannot be read."""
    fine = exact_amount(cell, profile.dialect).is_not_null() & (source.as_ != "hours_hmm")
    return pl.coalesce(cell.fault, pl.when(fine).then(pl.lit(TOO_FINE)).otherwise(pl.lit(NO_NUMBER)))


def _added(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """Add columns up over records, from the top down to each row, itself among them.

    `_c…` is that sum, and `_b…` what it was where the row's segment begins.
    """
    record = pl.col(PLACE) == "record"
    frame = frame.with_columns(
        pl.when(record).then(pl.col(n)).fill_null(0).cast(pl.Int128).cum_sum().alias(f"_c{n}") for n in names
    )
    frame = frame.with_columns(pl.col(f"_c{n}").shift(1).fill_null(0).alias(f"_b{n}") for n in names)
    return frame.with_columns(pl.col(f"_b{n}").first().over(SEGMENT) for n in names)


def _comparable(profile: Profile, measures: Sequence[str]) -> None:
    """See that what a profile says that a total row adds up is read at all."""
    known = {plain(t) for t in measures} | ({plain(profile.share.count)} if profile.share else set())
    unread = [t for total in profile.rows.total for t in total.columns if plain(t) not in known]
    if unread:
        raise ProfileError(
            f"profile {profile.id} says that total rows add up {named(unread)}, and reads no amount or number from it",
            hint="take it out of the columns of [[rows.total]]",
        )


def _measures(profile: Profile) -> list[_Measure]:
    """Return the titles that hold amounts or numbers to be added up."""
    types, names = {c.name: c.type for c in INPUTS[profile.table].columns}, names_given(profile)
    found: dict[str, tuple[str, Source]] = {}
    for column, source in sources_of(profile):
        summed = types[column] in ("money", "number") and column != "rate" and not (source.codes or source.contains)
        for title in (source.titles or ()) if summed else ():
            if plain(title) not in names:
                found.setdefault(title, (column, source))
    return [_Measure(i, title, *read) for i, (title, read) in enumerate(found.items())]


def _scaled(cells: Cells, measure: _Measure, profile: Profile) -> pl.Expr:
    """Return a title's cells as whole numbers: cents, ten-thousandths, seconds, or 10^-18 where parts are rounded."""
    source = measure.source
    cell, way = cut(cells[measure.title], source.after, source.until), _way(measure.column, source)
    cell = cell if source.implied is None else pointed(cell, profile.dialect, source.implied)
    if way == "hours_hmm":
        return hmm_seconds(cell).cast(pl.Int128)
    if source.rounded:
        exact = exact_amount(cell, profile.dialect).str.replace(rf"(\.[0-9]{{{FINE}}})[0-9]+$", "${1}")
        return whole_number(exact, FINE, MAX_DIGITS - NUMBER_DECIMALS)
    if way == "money":
        text, places = as_money(cell, profile.dialect, rounded=False).text, MONEY_DECIMALS
    else:
        text, places = as_number(cell, profile.dialect).text, NUMBER_DECIMALS
    return whole_number(text, places, MAX_DIGITS - places)


def _rounding(source: Source) -> tuple[int, int]:
    """Return by what a number of `_scaled` is multiplied, then divided and rounded, to be cents or ten-thousandths."""
    if source.as_ == "hours_hmm":
        return 10_000, 3_600
    return (1, 10 ** (FINE - MONEY_DECIMALS)) if source.rounded else (1, 1)


def scaled_text(text: pl.Expr, column: str) -> pl.Expr:
    """Return a measure's canonical text as cents or ten-thousandths; null where it is blank or not a number."""
    return whole_number(text, PLACES_OF[column], MAX_DIGITS - PLACES_OF[column]).cast(pl.Int64)


def _way(column: str, source: Source) -> str:
    return source.as_ or FITS["money" if column == "amount" else "number"][0]


def _adds_up(rule: Total, title: str, *, says: bool) -> bool:
    """Whether a total row adds a title up: the profile names it, or it names none and something stands there."""
    return plain(title) in {plain(t) for t in rule.columns} if rule.columns else says


def _whole(value: object, source: Source) -> int | None:
    """Return cents or ten-thousandths of a sum; seconds and parts of cents are rounded once, half away from zero."""
    if value is None:
        return None
    multiple, divisor = _rounding(source)
    return _rounded(int(str(value)) * multiple, divisor)


def _rounded(number: int, divisor: int) -> int:
    size = (2 * abs(number) + divisor) // (2 * divisor)
    return -size if number < 0 else size
