"""Records to canonical lines: every column read, each line judged by the grammar that canonical files go through."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.faults import first_wrong, raw, shown, why
from premium.ingest.files.sheet import ROW, cell
from premium.ingest.profile.model import Source
from premium.ingest.rules import Judged, in_order, judge
from premium.ingest.sender.columns import Reader, joined
from premium.ingest.sender.rows import PLACE, WHY
from premium.ingest.sender.values import NOTHING, Read
from premium.money import MONEY_DECIMALS, NUMBER_DECIMALS
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from premium.ingest.profile import Profile
    from premium.ingest.sender.header import Header
    from premium.ingest.sender.rows import Shaped
    from premium.tables import Column, Table

MEASURES = ("units", "hours", "quantity", "amount")
"""Columns that say how much; a line is made where one of them says something."""
ZERO = r"^-?0*(\.0*)?$"
ROUNDED = "; if the sender's sheet holds parts of cents, rounded = true in the profile has them rounded"
PLACES = {"money": MONEY_DECIMALS, "number": NUMBER_DECIMALS}


def read_lines(
    shaped: Shaped, header: Header, profile: Profile, reader: Reader, given: Mapping[str, str]
) -> pl.DataFrame:
    """Read the lines of a sheet, as text.

    Returns columns `row`, `_line` (which entry of [[line]]), the table's columns as text, `_why_…` and `_raw_…` of
    each, `from_name`, and `from_text`.
    """
    table = INPUTS[profile.table]
    constants = {c: (Source(constant=value),) for c, value in given.items()}
    plans = [{**constants, **profile.columns, **line} for line in profile.line or ({},)]
    measures = [tuple(c for c in MEASURES if c in line) or MEASURES for line in profile.line] or [()]
    beside = (_as_json(header).alias("from_text"), _name(profile, reader).alias("from_name"))
    lines = (
        _line(beside, table, plan, measured, reader.over("record", number))
        for number, (plan, measured) in enumerate(zip(plans, measures, strict=True))
    )
    return pl.concat([*_made(lines), _broken(shaped, table, header)], how="diagonal").sort(ROW, "_line")


def _made(lines: Iterator[pl.DataFrame]) -> list[pl.DataFrame]:
    """Return the lines that are made: those of which a measure of their own entry of [[line]] says something.

    A record in which no entry's does, though a measure of [columns] says something, makes the first entry's line, so
    that somebody sees it.
    """
    first, others = next(lines), []
    some, says = first["_some"], first["_says"]
    for line in lines:
        some, says = some | line["_some"], says | line["_says"]
        others.append(line.filter("_some"))
    made = [first.filter(first["_some"] | (says & ~some)), *others]
    return [line.drop("_some", "_says") for line in made]


def _line(
    beside: Sequence[pl.Expr],
    table: Table,
    plan: Mapping[str, Sequence[Source]],
    measured: Sequence[str],
    reader: Reader,
) -> pl.DataFrame:
    """Read one entry of [[line]] in every record: `_some` where its measures say something, `_says` where any does."""
    reads = {c.name: reader.read(c, plan[c.name]) for c in table.columns if c.name in plan}
    texts = [(reads[c.name].text if c.name in reads else NOTHING).cast(pl.String).alias(c.name) for c in table.columns]
    whys = [read.why.cast(pl.String).alias(why(c)) for c, read in reads.items()]
    raws = [shown(read.raw).alias(raw(c)) for c, read in reads.items()]
    some = _any(reads, measured) if measured else pl.lit(value=True)
    return reader.frame.select(
        ROW, pl.lit(reader.line).alias("_line"), *texts, *whys, *raws, *beside, _some=some, _says=_any(reads, MEASURES)
    )  # fmt: skip


def _any(reads: Mapping[str, Read], columns: Sequence[str]) -> pl.Expr:
    says = [_says(reads[c].text, reads[c].why) for c in columns if c in reads]
    return reduce(lambda a, b: a | b, says, pl.lit(value=False))


def _says(text: pl.Expr, reason: pl.Expr) -> pl.Expr:
    """Say whether a measure says something: it can't be read, or it is neither blank nor a plain zero."""
    return reason.is_not_null() | (text.is_not_null() & ~text.str.contains(ZERO)).fill_null(value=False)


def _broken(shaped: Shaped, table: Table, header: Header) -> pl.DataFrame:
    """Return the rows that have no cells to be trusted, as lines that will be set aside."""
    nothing = [NOTHING.alias(c.name) for c in table.columns]
    rows = shaped.frame.filter(pl.col(PLACE) == "fault")
    return rows.select(
        ROW, pl.lit(0).alias("_line"), *nothing, from_text=_as_json(header), from_name=NOTHING, _broken=pl.col(WHY)
    )  # fmt: skip


def _as_json(header: Header) -> pl.Expr:
    """Return a whole row as it was sent: titles and cells as a JSON object."""
    named = [pl.col(cell(i)).alias(title) for i, title in enumerate(header.named)]
    return pl.struct(named).struct.json_encode() if named else NOTHING


def _name(profile: Profile, reader: Reader) -> pl.Expr:
    if profile.keep_name is None:
        return NOTHING
    return joined([reader.cells[t] for t in profile.keep_name], " ", all_of=False).text


def judge_lines(lines: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Judge lines: the canonical columns typed, and `set_aside_…` filled in where a line cannot stand."""
    columns = {c.name: c for c in table.columns}
    judged = {name: _judged(column, lines) for name, column in columns.items()}
    if table.name == "payroll":
        judged["period_end"] = in_order(judged)
    reasons = {n: _reason(n, j, lines) for n, j in judged.items()}
    cells = {n: pl.col(raw(n)) if raw(n) in lines.columns else NOTHING for n in judged}
    told = lines.with_columns(
        **{why(n): r for n, r in reasons.items()}, **{raw(n): c for n, c in cells.items()},
        **{f"_value_{n}": _typed(columns[n], j) for n, j in judged.items()},
    )  # fmt: skip
    column, value, reason = first_wrong(list(judged))
    broken = pl.col("_broken") if "_broken" in lines.columns else NOTHING
    told = told.with_columns(
        set_aside_column=column, set_aside_value=value, set_aside_reason=pl.coalesce(broken, reason)
    )
    return told.with_columns(
        set_aside_column=pl.when(broken.is_null()).then("set_aside_column"),
        set_aside_value=pl.when(broken.is_null()).then("set_aside_value").otherwise(shown(pl.col("from_text"))),
    ).drop(columns).rename({f"_value_{n}": n for n in columns})  # fmt: skip


def _judged(column: Column, lines: pl.DataFrame) -> Judged:
    return judge(column, pl.col(column.name), lines.schema[column.name], column.name)


def _reason(name: str, judged: Judged, lines: pl.DataFrame) -> pl.Expr:
    """Return why a cell is wrong: because it could not be read, or because of what it says."""
    reason = judged.reason
    if name == "amount":
        fine = reason.str.starts_with("too_many_decimals:")
        reason = pl.when(fine).then(reason + ROUNDED).otherwise(reason)
    return pl.coalesce(pl.col(why(name)), reason) if why(name) in lines.columns else reason


def _typed(column: Column, judged: Judged) -> pl.Expr:
    """Return a judged column as Parquet keeps it: decimals for amounts, days for days, text for the rest."""
    places = PLACES.get(column.type)
    if places is None:
        return judged.value
    good = pl.when(judged.value.is_not_null()).then(pl.col(column.name))
    return good.str.to_decimal(scale=places).cast(pl.Decimal(18, places))
