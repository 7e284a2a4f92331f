"""What was left out or not decided: rows and how much they measure, so that a person can see what it amounts to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.faults import raw, why
from premium.ingest.files.sheet import cell
from premium.ingest.sender.cells import plain, stripped
from premium.ingest.sender.file import LEFT_SCHEMA
from premium.ingest.sender.products import UNCOVERED, UNMAPPED
from premium.ingest.sender.rows import WHY
from premium.ingest.sender.totals import PLACES_OF, scaled_text
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.profile import Profile
    from premium.ingest.sender.columns import Reader
    from premium.ingest.sender.header import Header
    from premium.ingest.sender.rows import Shaped


def skipped(profile: Profile, reader: Reader) -> pl.DataFrame:
    """Return the rows that the profile skips, by why."""
    column, reader = _measure(profile), reader.over("skipped")
    read = reader.read(INPUTS[profile.table].column(column), profile.columns[column]) if column else None
    measure = scaled_text(read.text, column) if read is not None and column else pl.lit(None, dtype=pl.Int64)
    rows = reader.frame.select(text=pl.col(WHY), measure=measure)
    return summed(rows)


def untitled(shaped: Shaped, header: Header, spoken: set[str]) -> dict[str, int]:
    """Return the columns without a title in which records have something, with the number of these records.

    Those that the profile speaks of by their place (`spoken`, as compared) are left out.
    """
    columns = enumerate(zip(header.named, header.titles, strict=True))
    filled = {
        name: stripped(pl.col(cell(i))).is_not_null()
        for i, (name, title) in columns if not title and plain(name) not in spoken
    }  # fmt: skip
    counts = shaped.records.select(e.sum().alias(n) for n, e in filled.items()).row(0) if filled else ()
    return {name: count for name, count in zip(filled, counts, strict=True) if count}


def uncovered(lines: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return the lines whose product is none of the program's, by what the sender called it."""
    return _products(lines, profile, UNCOVERED)


def unmapped(lines: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Return the lines whose product nobody has decided about, by what the sender called it."""
    return _products(lines, profile, UNMAPPED)


def covered(lines: pl.DataFrame) -> pl.DataFrame:
    """Return the lines but for those that `uncovered` adds up."""
    return lines.filter(pl.col(why("product")).ne_missing(UNCOVERED)) if why("product") in lines.columns else lines


def _products(lines: pl.DataFrame, profile: Profile, reason: str) -> pl.DataFrame:
    if why("product") not in lines.columns:
        return pl.DataFrame(schema=LEFT_SCHEMA)
    column = _measure(profile)
    measure = scaled_text(pl.col(column), column) if column else pl.lit(None, dtype=pl.Int64)
    return summed(lines.filter(pl.col(why("product")) == reason).select(text=raw("product"), measure=measure))


def _measure(profile: Profile) -> str | None:
    """Return the table's measure, if every record has one."""
    return next((c for c in PLACES_OF if c in profile.columns and not profile.line), None)


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """Add up rows of `text` and `measure`."""
    below = (pl.col("measure") < 0).sum()
    return _together(rows, pl.len(), below, pl.col("measure").null_count())


def together(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add up what several sheets left out."""
    return _together(pl.concat(parts), pl.col("rows").sum(), pl.col("negative").sum(), pl.col("unread").sum())


def _together(rows: pl.DataFrame, count: pl.Expr, negative: pl.Expr, unread: pl.Expr) -> pl.DataFrame:
    whole = pl.col("measure").cast(pl.Int128).sum()
    sums = {"rows": count, "measure": whole, "negative": negative, "unread": unread}
    added = rows.group_by("text").agg(**{n: e.cast(pl.Int64, strict=False) for n, e in sums.items()})
    return added.select(*LEFT_SCHEMA).sort("rows", "text", descending=[True, False])
