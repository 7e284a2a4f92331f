"""Why lines were set aside, counted for a person: where it was read from, and the words that stood there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.faults import ALSO
from premium.ingest.sender.header import sources_of
from premium.ingest.sender.sums import Sum, expressions
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.profile import Profile

EXAMPLES = 3
"""Rows that are named for a reason."""
WORDS, NUMBERS = 10, 3
"""Texts, and numbers or days, that are told of a reason, the commonest first."""
HIDDEN = ("id",)
"""Types of columns of which no text is told: it may be somebody's number or name."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why lines were set aside: the column, the titles that it is read from, and the first rows, by sheet if need be.

    `found` are the texts that stood there and in how many lines each, the commonest first, and `texts` how many there
    are; neither is told of identifiers, nor of anything that is read from a worker's name.
    """

    column: str
    reason: str
    sources: tuple[str, ...]
    found: tuple[tuple[str, int], ...]
    texts: int
    rows: tuple[str, ...]
    sum: Sum


def reasons(table: str, lines: pl.DataFrame, profile: Profile) -> tuple[Reason, ...]:
    """Count lines that were set aside by column and by what is wrong first, the most first."""
    by = {"_column": pl.col("set_aside_column"), "_reason": pl.col("set_aside_reason").str.replace(ALSO, "")}
    several = lines["from_sheet"].n_unique() > 1
    where = "row " + pl.col("from_row").cast(pl.String)
    where = pl.concat_str(pl.col("from_sheet"), pl.lit(" "), where) if several else where
    aside = lines.filter(pl.col("set_aside_reason").is_not_null()).with_columns(**by, _where=where)
    rows = pl.col("_where").unique(maintain_order=True).head(EXAMPLES).alias("_rows")
    counted = aside.group_by(*by, maintain_order=True).agg(rows, *expressions(table))
    words = aside.group_by(*by, _text="set_aside_value").agg(n=pl.len()).drop_nulls("_text")
    words = words.sort("n", "_text", descending=[True, False])
    return tuple(
        _reason(row, words, table, profile)
        for row in counted.sort("_lines", descending=True, maintain_order=True).to_dicts()
    )


def _reason(row: dict[str, Any], words: pl.DataFrame, table: str, profile: Profile) -> Reason:
    column, reason = row["_column"], row["_reason"]
    told = words.filter(pl.col("_column").eq_missing(pl.lit(column)) & (pl.col("_reason") == reason))
    told = told if column is not None and _may_be_told(column, table, profile) else told.clear()
    sources = dict.fromkeys(t for c, s in sources_of(profile) if c == column for t in s.titles or ())
    words_are = column is None or INPUTS[table].column(column).type in {"text", "choice"}
    found = told.head(WORDS if words_are else NUMBERS).select("_text", "n").rows()
    return Reason(
        column or "", reason, tuple(sources), tuple(found), len(told), tuple(row["_rows"]), Sum.of(row)
    )  # fmt: skip


def people(profile: Profile) -> set[str]:
    """Return the titles that hold names, as far as the profile says."""
    by_name = {t for s in profile.columns.get("worker_id", ()) if s.as_ == "name" or s.after for t in s.titles or ()}
    return by_name | set(profile.keep_name or ())


def _may_be_told(column: str, table: str, profile: Profile) -> bool:
    private = people(profile) | {t for c, s in sources_of(profile) if c == "worker_id" for t in s.titles or ()}
    titles = {t for c, s in sources_of(profile) if c == column for t in s.titles or ()}
    return INPUTS[table].column(column).type not in HIDDEN and not titles & private
