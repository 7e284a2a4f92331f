"""Totals that a file states itself, beside what was read: they are no records, and they are not dropped either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import ROW
from premium.ingest.profile.model import FITS
from premium.ingest.sender.cells import named, plain
from premium.ingest.sender.file import ControlTotal
from premium.ingest.sender.header import names_given, sources_of
from premium.ingest.sender.rows import PLACE, SEGMENT, WHY
from premium.ingest.sender.values import as_money, as_number, exact_amount, hmm_seconds, whole_number
from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Source, Total
    from premium.ingest.sender.cells import Cells
    from premium.ingest.sender.rows import Shaped

PLACES_OF = {"quantity": NUMBER_DECIMALS, "amount": MONEY_DECIMALS}
"""The measure that a row of goods or of money has, and its decimals."""
FINE = 18
"""Decimals in which parts of cents are added up before the sum is rounded, where a profile rounds."""


def control_totals(shaped: Shaped, profile: Profile) -> list[ControlTotal]:
    """Return each amount of each total row beside the sum of the records that it adds up, be they set aside or not."""
    measures = _measures(profile)
    _comparable(profile, measures)
    scaled = {
        title: _scaled(shaped.cells, title, column, source, profile) for title, (column, source) in measures.items()
    }
    names = {title: f"_m{i}" for i, title in enumerate(scaled)}
    filled = {f"_f{i}": shaped.cells[t].text.is_not_null() for i, t in enumerate(scaled)}
    frame = shaped.frame.with_columns(**{names[t]: e for t, e in scaled.items()}, **filled)
    records = frame.filter(pl.col(PLACE) == "record")
    stated = frame.filter(pl.col(PLACE) == "total").to_dicts()
    return [
        ControlTotal(
            shaped.sheet, row[ROW], title, measures[title][0],
            _whole(row[names[title]], measures[title][1]), _sum(records, rule, row, names[title], measures[title][1]),
        )
        for row in stated
        for rule in [profile.rows.total[int(row[WHY])]]
        for title in _added_up(rule, row, list(scaled))
    ]  # fmt: skip


def _comparable(profile: Profile, measures: Mapping[str, object]) -> None:
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
    types = {c.name: c.type for c in INPUTS[profile.table].columns}
    found: dict[str, tuple[str, Source]] = {}
    for column, source in sources_of(profile):
        summed = types[column] in ("money", "number") and column != "rate"
        if summed and source.titles and len(source.titles) == 1 and not source.codes and not source.contains:
            found.setdefault(source.titles[0], (column, source))
    names = names_given(profile)
    return {t: m for t, m in found.items() if plain(t) not in names}


def _scaled(cells: Cells, title: str, column: str, source: Source, profile: Profile) -> pl.Expr:
    """Return a title's cells as whole numbers: cents, ten-thousandths, seconds, or 10^-18 where parts are rounded."""
    cell, way = cells[title], _way(column, source)
    if way == "hours_hmm":
        return hmm_seconds(cell)
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


def _added_up(rule: Total, row: dict[str, object], titles: list[str]) -> Iterator[str]:
    """Yield the titles that a total row adds up: those the profile names, or those in which it says something."""
    named = {plain(t) for t in rule.columns}
    for index, title in enumerate(titles):
        if plain(title) in named if named else row[f"_f{index}"]:
            yield title


def _sum(records: pl.DataFrame, rule: Total, row: dict[str, object], name: str, source: Source) -> int:
    part = records.filter(pl.col(SEGMENT) == row[SEGMENT]) if rule.of == "group" else records
    total = part[name].sum()
    return _whole(int(total or 0), source) or 0


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
