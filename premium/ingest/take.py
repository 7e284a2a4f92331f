"""One file: its cells judged, the good rows staged as typed Parquet, the others named as rejects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from premium.errors import InputError
from premium.ingest import csv_file, file_facts, header, parquet_file, provenance
from premium.ingest.faults import first_wrong, raw, shown, why
from premium.ingest.part import may_be_of
from premium.ingest.receipt import FileReceipt
from premium.ingest.rules import Judged, in_order, judge

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from premium.tables import Column, Table

ROW_GROUP = 122_880
"""Rows per Parquet row group: fixed, so that the bytes do not depend on threads."""

REJECT_COLUMNS = ("table_name", "source_file", "source_row", "column_name", "value", "reason")
POLARS_TYPE = {"date": pl.Date, "money": pl.Int64, "number": pl.Int64}


@dataclass(slots=True)
class Cells:
    """A file's rows before they are judged: columns by their canonical names, and the rows that have no cells.

    `beside` are the columns of `premium.ingest.provenance`, in a file that `premium ingest` wrote; `rows_elsewhere`
    counts the rows of other growers that were left out. Where `by_sum`, nobody looked at the file's lines, and a column
    `_last` is there to be read (`csv_file.TextRows`); where `is_ascii`, no cell can hold damaged text.
    """

    frame: pl.LazyFrame
    dtypes: dict[str, pl.DataType]
    faults: pl.DataFrame
    rows_read: int
    sha256: str
    size: int
    warnings: list[str]
    beside: tuple[str, ...] = ()
    rows_elsewhere: int = 0
    by_sum: bool = False
    is_ascii: bool = False


@dataclass(slots=True)
class Taken:
    """A staged file: its good rows, those dated later, the amounts and reasons of the others, and its receipt so far.

    `places` is where each of its rows came from, staged too, if the file says so.
    """

    path: Path
    later: Path
    receipt: FileReceipt
    rejects: pl.DataFrame
    warnings: list[str]
    places: Path | None = None


class Source(NamedTuple):
    """A file of records, and what it is called in messages and tables."""

    path: Path
    name: str


def take(table: Table, source: Source, stage: Path, as_of: date, grower: str | None) -> Taken:
    """Read, judge and stage one file of a table; one grower's rows only, where a grower's key is its own.

    Raises:
        InputError: the file as a whole cannot be read as the table.
    """
    path, name = source
    try:
        mine = may_be_of(grower) if grower is not None and "grower_id" in table.key else None
        if path.suffix != ".csv":
            cells = _open_parquet(table, path, name, mine)
        elif mine is None:
            return _judge_csv(table, source, stage, as_of)
        else:
            cells = _open_csv(table, path, name)
        if mine is not None:
            _leave_others(cells, mine)
        return _judge_rows(table, cells, name, stage, as_of)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            f"{name} cannot be read: {error}", hint="write the file again, or save it as CSV UTF-8"
        ) from error


def _judge_csv(table: Table, source: Source, stage: Path, as_of: date) -> Taken:
    """Judge all rows of a file; a second time, line by line, if its commas add up by chance alone."""
    cells = _open_csv(table, *source, by_sum=True)
    try:
        return _judge_rows(table, cells, source.name, stage, as_of)
    except (pl.exceptions.ComputeError, InputError):
        if not cells.by_sum:
            raise
        return _judge_rows(table, _open_csv(table, *source), source.name, stage, as_of)


def _leave_others(cells: Cells, mine: pl.Expr) -> None:
    """Keep the rows that may be of one grower; they are few, and read once for all that is asked of them."""
    kept = cells.frame.filter(mine).collect(engine="streaming")
    cells.frame = kept.lazy()
    cells.rows_elsewhere = cells.rows_read - len(cells.faults) - len(kept)


def _open_csv(table: Table, path: Path, name: str, *, by_sum: bool = False) -> Cells:
    facts = file_facts.examine(path, name)
    try:
        titles = csv_file.header(path, name)
        places, warnings = header.match(table, titles, name)
    except InputError as error:
        if not (mark := csv_file.separator(path)):
            raise
        raise InputError(
            f"{name}: the header seems to be separated by {mark}, not by commas",
            hint="save it as CSV UTF-8 with commas",
        ) from error
    rows = csv_file.read(path, name, facts, len(titles), by_sum=by_sum)
    last = {"_last": pl.col(f"c{len(titles) - 1}")} if rows.by_sum else {}
    frame = rows.cells.select("source_row", **{column: pl.col(f"c{i}") for column, i in places.items()}, **last)
    dtypes: dict[str, pl.DataType] = {column: pl.String() for column in places}
    return Cells(
        frame, dtypes, rows.faults, rows.rows_read, facts.sha256, facts.size, warnings,
        by_sum=rows.by_sum,
        is_ascii=facts.is_ascii,
    )  # fmt: skip


def _open_parquet(table: Table, path: Path, name: str, mine: pl.Expr | None) -> Cells:
    schema = parquet_file.header(path, name)
    beside = (*provenance.FROM, *provenance.SET_ASIDE) if provenance.is_line_file(schema, name) else ()
    titles = [title for title in schema if not beside or title not in provenance.BESIDE]
    places, warnings = header.match(table, titles, name)
    frame, rows = parquet_file.read(path, (*places, *beside), mine)
    dtypes = {column: schema[column] for column in places}
    for column, dtype in dtypes.items():
        if dtype.is_float():
            warnings.append(f"{name}: {column} is stored as binary fractions; each was read as its shortest text")
        elif dtype.is_integer() and table.column(column).type == "id":
            warnings.append(f"{name}: {column} is stored as numbers; leading zeros it may have had are lost")
    faults = pl.DataFrame(schema=csv_file.FAULT_SCHEMA)
    size = path.stat().st_size
    return Cells(
        frame.select("source_row", *places, *beside),
        dtypes, faults, rows, file_facts.fingerprint(path), size, warnings, beside,
    )  # fmt: skip


def _judge_rows(table: Table, cells: Cells, name: str, stage: Path, as_of: date) -> Taken:
    read = {c.name: _judged(c, cells, name) for c in table.columns}
    judged = {column: j.settled(_value(column)) for column, j in read.items()}
    if table.name == "payroll":
        judged["period_end"] = in_order(judged)
    stands = reduce(lambda a, b: a & b, (j.stands for j in judged.values()))
    if cells.beside:
        stands &= pl.col("set_aside_reason").is_null()
    later = judged[table.day].value > as_of if table.day else pl.lit(value=False)
    told = cells.frame.with_columns(**{_value(column): j.value for column, j in read.items()})
    told = told.with_columns(_stands=stands, _later=later)
    values = {c.stored: _filled(c, judged[c.name].value) for c in table.columns}
    good = told.filter("_stands").select(**values, source_file=pl.lit(name), source_row="source_row", _later="_later")
    # Both at once: the cells are judged in one pass over the file. The wrong rows have its last column with them.
    now = _sink(good.filter(~pl.col("_later")), stage)
    _, wrong = pl.collect_all([now, told.filter(~pl.col("_stands")).drop("_stands", "_later")], engine="streaming")
    after, seen = stage.with_suffix(".later"), len(cells.faults) + len(wrong) + height(stage)
    here = cells.rows_read - cells.rows_elsewhere
    # Another pass, for few files have such rows: a third sink would have every cell judged twice.
    _sink(good.filter("_later") if seen < here else good.clear(), after).collect(engine="streaming")
    if cells.by_sum:
        csv_file.agree(name, here, seen + height(after))
    rejects = [_ragged(table, cells.faults, name)]
    if cells.beside:
        rejects.append(_set_aside(table, wrong, judged, name))
        wrong = wrong.filter(pl.col("set_aside_reason").is_null())
    rejects.append(_wrong_cells(table, wrong, judged, name))
    receipt = FileReceipt(table.name, name, cells.sha256, cells.size, cells.rows_read)
    receipt.rows_elsewhere = cells.rows_elsewhere
    places = _places(cells, name, stage) if cells.beside else None
    return Taken(stage, after, receipt, pl.concat(rejects).sort("source_row"), cells.warnings, places)


def _value(column: str) -> str:
    """Return the name of the column that holds a canonical column's value."""
    return f"_value_{column}"


def _sink(rows: pl.LazyFrame, path: Path) -> pl.LazyFrame:
    return rows.drop("_later").sink_parquet(path, row_group_size=ROW_GROUP, lazy=True)


def height(path: Path) -> int:
    """Return how many rows a Parquet file has, by its own footer."""
    return int(pl.scan_parquet(path, glob=False).select(pl.len()).collect().item())


def _places(cells: Cells, name: str, stage: Path) -> Path:
    """Stage where each row came from, also of those set aside."""
    path = stage.with_suffix(".places")
    places = cells.frame.select("source_row", *provenance.FROM).with_columns(source_file=pl.lit(name))
    places.select(*provenance.PLACES).sink_parquet(path, row_group_size=ROW_GROUP)
    return path


def _judged(column: Column, cells: Cells, name: str) -> Judged:
    if column.name in cells.dtypes:
        where = f"{name}: {column.name}"
        return judge(column, pl.col(column.name), cells.dtypes[column.name], where, is_ascii=cells.is_ascii)
    nothing = pl.lit(None, dtype=POLARS_TYPE.get(column.type, pl.String))
    return Judged(nothing, nothing, pl.lit(None, dtype=pl.String), required=False, is_text=False)


def _filled(column: Column, value: pl.Expr) -> pl.Expr:
    return value if column.absent is None else value.fill_null(pl.lit(column.absent))


def _ragged(table: Table, faults: pl.DataFrame, name: str) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return faults.select(
        table_name=pl.lit(table.name), source_file=pl.lit(name), source_row="source_row", column_name=nothing,
        value="value", reason="reason", amount_cents=pl.lit(None, dtype=pl.Int64),
    )  # fmt: skip


def _set_aside(table: Table, rows: pl.DataFrame, judged: dict[str, Judged], name: str) -> pl.DataFrame:
    """Name the rows that ingestion set aside as it named them; an amount that can be read on them is counted."""
    amount = judged["amount"].value if "amount" in judged else pl.lit(None, dtype=pl.Int64)
    return rows.filter(pl.col("set_aside_reason").is_not_null()).select(
        table_name=pl.lit(table.name), source_file=pl.lit(name), source_row="source_row",
        column_name="set_aside_column", value="set_aside_value", reason="set_aside_reason", amount_cents=amount,
    )  # fmt: skip


def _wrong_cells(table: Table, rows: pl.DataFrame, judged: dict[str, Judged], name: str) -> pl.DataFrame:
    """Name the first wrong cell of each row, in the contract's order of columns, and the other columns beside it."""
    present = set(rows.columns)
    reasons = [j.reason.alias(why(c)) for c, j in judged.items()]
    cells = [(shown(pl.col(c)) if c in present else pl.lit(None, dtype=pl.String)).alias(raw(c)) for c in judged]
    amount = judged["amount"].value if "amount" in judged else pl.lit(None, dtype=pl.Int64)
    found = rows.select("source_row", amount.alias("amount_cents"), *reasons, *cells)
    column, value, reason = first_wrong(list(judged))
    return found.select(
        table_name=pl.lit(table.name), source_file=pl.lit(name), source_row="source_row", column_name=column,
        value=value, reason=reason, amount_cents="amount_cents",
    )  # fmt: skip
