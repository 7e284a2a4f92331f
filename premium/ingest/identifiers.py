"""Identifiers are text for ever: used once, never merged, and said where two look like one."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.rules import USED_BEFORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from premium.tables import Table


AT_ONCE = 20_000_000
"""Fingerprints of identifiers that are held together: 8 bytes each, and as much again to compare them."""
LIKE_OURS = r":[0-9]+$"
"""How a line's own identifier must end to be one that we might give: see `_called`."""


def used_before(table: Table, now: Sequence[Path], later: Sequence[Path]) -> pl.DataFrame:
    """Return as rejects the rows whose identifier an earlier row has used (contract, section 2).

    Two columns more say whose they are (`grower_id`), and whether they are dated after the day (`is_later`).

    `now` and `later` are the files' staged rows. The first in order of source file and row stays. Fingerprints narrow
    the search down, so that only rows that may repeat are ever held together.
    """
    dated = ((now, False), (later, True))
    staged = [pl.scan_parquet(list(paths), glob=False).with_columns(is_later=pl.lit(value=is_)) for paths, is_ in dated]
    both = pl.concat(staged)
    most = int(both.select(pl.len()).collect(engine="streaming").item())  # by the files' own footers
    rows, key = _called(table, both)
    mark = reduce(lambda a, b: a ^ b, (part.hash(seed) for seed, part in enumerate(key)))
    marks = _repeated(rows.select(_mark=mark), most)
    found = (rows.filter(mark.is_in(marks.implode())) if len(marks) else rows.clear()).collect(engine="streaming")
    found = found.sort("source_file", "source_row").filter(~pl.struct(key).is_first_distinct())
    amount = pl.col("amount_cents") if "amount_cents" in found.columns else pl.lit(None, dtype=pl.Int64)
    return found.select(
        table_name=pl.lit(table.name), source_file="source_file", source_row="source_row",
        column_name=pl.lit(table.identifier), value=pl.col(table.identifier).cast(pl.String),
        reason=pl.lit(USED_BEFORE), amount_cents=amount, is_later="is_later", grower_id="grower_id",
    )  # fmt: skip


def _called(table: Table, rows: pl.LazyFrame) -> tuple[pl.LazyFrame, list[pl.Expr]]:
    """Return the rows whose identifier others may have, and the parts of it.

    A pay line without a line_id is called `source_file:row`, which no other is, unless one calls itself so.
    """
    key = [pl.col(k) for k in table.key]
    if "line_id" not in table.key:
        return rows, key
    named = rows.filter(pl.col("line_id").is_not_null())
    like_ours = named.filter(pl.col("line_id").str.contains(LIKE_OURS)).select(pl.len())
    if not int(like_ours.collect(engine="streaming").item()):
        return named, key
    ours = pl.coalesce("line_id", pl.format("{}:{}", "source_file", "source_row")).alias("line_id")
    return rows, [ours if k == "line_id" else pl.col(k) for k in table.key]


def _repeated(marks: pl.LazyFrame, most: int) -> pl.Series:
    """Return the fingerprints that stand there more than once, a part of all, which are `most` at most, at a time."""
    parts = most // AT_ONCE + 1
    mark, found = pl.col("_mark"), [pl.Series("_mark", dtype=pl.UInt64)]
    for part in range(parts):
        here = marks.filter(mark % parts == part) if parts > 1 else marks
        held = here.collect(engine="streaming")["_mark"]
        if held.n_unique() < len(held):
            held = held.sort()
            found.append(held.filter(held == held.shift()).unique())
    return pl.concat(found)


def lookalikes(table: Table, rows: pl.LazyFrame) -> list[str]:
    """Warn of identifiers that differ only in spaces, leading zeros, case or invisible characters.

    Rows are named rather than identifiers: a warning may be read by more people than a payroll.
    """
    columns = [c.name for c in table.columns if c.name in ("buyer_id", "grower_id", "worker_id")]
    doubled = pl.collect_all([_doubled(rows, column) for column in columns], engine="streaming")
    return [_alike(table, rows, column, ids) for column, ids in zip(columns, doubled, strict=True) if len(ids)]


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


def _keys(column: str) -> list[str]:
    """Return what makes an identifier one: a worker is known within a grower."""
    return ["grower_id", column] if column == "worker_id" else [column]


def _doubled(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return which identifiers of one column look like another, by what they have in common."""
    keys = _keys(column)
    seen = rows.select(keys).unique().with_columns(_plain=_plain(column))
    group = [*keys[:-1], "_plain"]
    return seen.group_by(group).len().filter(pl.col("len") > 1)


def _alike(table: Table, rows: pl.LazyFrame, column: str, doubled: pl.DataFrame) -> str:
    """Return the warning for one column of identifiers."""
    keys = _keys(column)
    seen = rows.select(keys).unique().with_columns(_plain=_plain(column))
    alike = seen.join(doubled.lazy(), on=[*keys[:-1], "_plain"], how="semi").select(keys)
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
