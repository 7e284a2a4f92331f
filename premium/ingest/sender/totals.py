"""Totals that a file states itself, beside what was read: they are no records, and they are not dropped either."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from premium.ingest.sender.cells import Cells
    from premium.ingest.sender.rows import Shaped

PLACES_OF = {"quantity": NUMBER_DECIMALS, "amount": MONEY_DECIMALS}
"""The measure that a row of goods or of money has, and its decimals."""
FINE = 18
"""Decimals in which parts of cents are added up before the sum is rounded, where a profile rounds."""


def control_totals(shaped: Shaped, profile: Profile) -> list[ControlTotal]:
    """Return each amount of each total row beside the sum of the records that it adds up, be they set aside or not.

    A total that says nothing where there is nothing to add up (hours, under a crew that is only paid premium) is none.

    Raises:
        ProfileError: a total row adds up a title from which no amount or number is read.
    """
    measures = list(_measures(profile).items())
    _comparable(profile, [title for title, _ in measures])
    frame = _added(shaped, profile)
    totals = frame.filter(pl.col(PLACE) == "total")
    totals = totals.with_columns(
        pl.col(f"_c{i}").shift(1).over(WHY).fill_null(0).alias(f"_s{i}") for i in range(len(measures))
    )
    every = {f"_c{i}": frame[f"_c{i}"][-1] for i in range(len(measures))}
    found = []
    for row in totals.to_dicts():
        rule = profile.rows.total[int(row[WHY])]
        for i, (title, (column, source)) in enumerate(measures):
            began = {"group": row[f"_b{i}"], "since_last": row[f"_s{i}"]}.get(rule.of)
            read = every[f"_c{i}"] if began is None else row[f"_c{i}"] - began
            stated, read = _whole(row[f"_m{i}"], source), _whole(read, source) or 0
            if _adds_up(rule, title, says=row[f"_f{i}"]) and (row[f"_f{i}"] or read):
                found.append(ControlTotal(shaped.sheet, row[ROW], title, column, stated, read))
    return found


def _added(shaped: Shaped, profile: Profile) -> pl.DataFrame:
    """Return a sheet's rows with each measure `_m…`, whether it is filled `_f…`, and what the records above add up to.

    The latter is added up from the top down to each row, itself among them: `_c…`, and, at the row's segment's
    beginning, `_b…`; all in whole units of `_scaled`.
    """
    frame = shaped.frame
    for i, (title, (column, source)) in enumerate(_measures(profile).items()):
        measure, filled = _scaled(shaped.cells, title, column, source, profile), shaped.cells[title].text.is_not_null()
        frame = frame.with_columns(measure.alias(f"_m{i}"), filled.alias(f"_f{i}"))
        of_record = pl.when(pl.col(PLACE) == "record").then(pl.col(f"_m{i}")).fill_null(0)
        frame = frame.with_columns(of_record.cum_sum().alias(f"_c{i}"))
        frame = frame.with_columns(pl.col(f"_c{i}").shift(1).fill_null(0).alias(f"_b{i}"))
        frame = frame.with_columns(pl.col(f"_b{i}").first().over(SEGMENT))
    return frame


def _comparable(profile: Profile, measures: Sequence[str]) -> None:
    """See that what a profile says that a total row adds up is read at all."""
    known = {plain(t) for t in measures} | ({plain(profile.share.count)} if profile.share else set())
    unread = [t for total in profile.rows.total for t in total.columns if plain(t) not in known]
    if unread:
        raise ProfileError(
            f"profile {profile.id} says that total rows add up {named(unread)}, and reads no amount or number from it",
            hint="take it out of the columns of [[rows.total]]",
        )


def _measures(profile: Profile) -> dict[str, tuple[str, Source]]:
    """Return the titles that hold amounts or numbers to be added up, each with the column it becomes."""
    types, names = {c.name: c.type for c in INPUTS[profile.table].columns}, names_given(profile)
    found: dict[str, tuple[str, Source]] = {}
    for column, source in sources_of(profile):
        summed = types[column] in ("money", "number") and column != "rate" and not (source.codes or source.contains)
        for title in (source.titles or ()) if summed else ():
            if plain(title) not in names:
                found.setdefault(title, (column, source))
    return found


def _scaled(cells: Cells, title: str, column: str, source: Source, profile: Profile) -> pl.Expr:
    """Return a title's cells as whole numbers: cents, ten-thousandths, seconds, or 10^-18 where parts are rounded."""
    cell, way = cut(cells[title], source.after, source.until), _way(column, source)
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
    number = int(str(value))
    if source.as_ == "hours_hmm":
        return _rounded(number * 10_000, 3_600)
    return _rounded(number, 10 ** (FINE - 2)) if source.rounded else number


def _rounded(number: int, divisor: int) -> int:
    size = (2 * abs(number) + divisor) // (2 * divisor)
    return -size if number < 0 else size
