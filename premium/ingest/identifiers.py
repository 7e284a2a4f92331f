"""Identifiers are text for ever: used once, never merged, and said where two look like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.rules import USED_BEFORE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from premium.tables import Table


def _names(table: Table) -> list[pl.Expr]:
    """Return the expressions of a table's key; a pay line without a line_id is called `source_file:row`."""
    called = pl.coalesce("line_id", pl.format("{}:{}", "source_file", "source_row"))
    return [called.alias(k) if k == "line_id" else pl.col(k) for k in table.key]


def used_before(table: Table, rows: pl.LazyFrame) -> pl.DataFrame:
    """Return as rejects the rows whose identifier an earlier row has used (contract, section 2).

    The first in order of source file and row stays. Fingerprints narrow the search down, so that only rows that may
    repeat are ever held together.
    """
    key = pl.struct(_names(table))
    marked = rows.with_columns(_mark=key.hash())
    repeated = marked.group_by("_mark").len().filter(pl.col("len") > 1).select("_mark").collect(engine="streaming")
    if repeated.is_empty():
        return pl.DataFrame()
    found = marked.join(repeated.lazy(), on="_mark", how="semi").collect(engine="streaming")
    found = found.sort("source_file", "source_row").with_columns(_first=key.is_first_distinct())
    amount = pl.col("amount_cents") if "amount_cents" in found.columns else pl.lit(None, dtype=pl.Int64)
    return found.filter(~pl.col("_first")).select(
        table_name=pl.lit(table.name), source_file="source_file", source_row="source_row",
        column_name=pl.lit(table.identifier), value=pl.col(table.identifier).cast(pl.String),
        reason=pl.lit(USED_BEFORE), amount_cents=amount, is_later="is_later",
    )  # fmt: skip


def lookalikes(table: Table, rows: pl.LazyFrame) -> list[str]:
    """Warn of identifiers that differ only in spaces, leading zeros, case or invisible characters.

    Rows are named rather than identifiers: a warning may be read by more people than a payroll.
    """
    columns = [c.name for c in table.columns if c.name in ("buyer_id", "grower_id", "worker_id")]
    return [w for column in columns if (w := _alike(table, rows, column))]


def lookalikes_between(tables: Mapping[str, pl.LazyFrame]) -> list[str]:
    """Warn of buyers and growers whose identifiers differ only so from one table to another: their rows never meet.

    What one table shows by itself is said of that table (see `lookalikes`).
    """
    return [w for column in ("buyer_id", "grower_id") if (w := _alike_between(tables, column))]


def _alike_between(tables: Mapping[str, pl.LazyFrame], column: str) -> str:
    holding = {name: rows for name, rows in tables.items() if column in rows.collect_schema().names()}
    if not holding:
        return ""
    each = [rows.select(column).unique().with_columns(_table=pl.lit(name)) for name, rows in holding.items()]
    seen = pl.concat(each).with_columns(_plain=_plain(column)).collect(engine="streaming")
    most_in_one = pl.len().over("_plain", "_table").max().over("_plain")
    alike = seen.filter(pl.col(column).n_unique().over("_plain") > most_in_one)
    if alike.is_empty():
        return ""
    named = sorted(alike["_table"].unique())
    ids = alike.select(column).unique()
    places = pl.concat([_places(holding[name], ids.lazy(), [column]) for name in named]).sort(
        "source_file", "source_row"
    )
    first = places.unique(column, keep="first", maintain_order=True)
    return f"{len(ids)} values of {column} in {', '.join(named)} {_differ(first)}"


def _plain(column: str) -> pl.Expr:
    """Return an identifier without what nobody sees at a glance: case, spaces, leading zeros, invisible characters."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[\s\p{C}]", "").str.strip_chars_start("0")


def _alike(table: Table, rows: pl.LazyFrame, column: str) -> str:
    """Return the warning for one column of identifiers, or nothing; a worker is known within a grower."""
    keys = ["grower_id", column] if column == "worker_id" else [column]
    seen = rows.select(keys).unique().with_columns(_plain=_plain(column))
    group = [*keys[:-1], "_plain"]
    doubled = seen.group_by(group).len().filter(pl.col("len") > 1).collect(engine="streaming")
    if doubled.is_empty():
        return ""
    alike = seen.join(doubled.lazy(), on=group, how="semi").select(keys)
    places = _places(rows, alike, keys)
    return f"{table.name}: {len(places)} values of {column} {_differ(places)}"


def _places(rows: pl.LazyFrame, ids: pl.LazyFrame, keys: list[str]) -> pl.DataFrame:
    """Return where each of these identifiers stands first."""
    return (
        rows.join(ids, on=keys, how="semi")
        .group_by(keys)
        .agg(
            pl.col("source_file").min(),
            pl.col("source_row").filter(pl.col("source_file") == pl.col("source_file").min()).min(),
        )
        .sort("source_file", "source_row")
        .collect(engine="streaming")
    )


def _differ(places: pl.DataFrame) -> str:
    where = ", ".join(f"{f} row {r}" for f, r in places.select("source_file", "source_row").head(3).iter_rows())
    return f"differ only in spaces, zeros or case (such as in {where}); each stays its own"
