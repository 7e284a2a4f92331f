"""A part of a records folder: some tables, or one grower, whose answer is the same as in a run of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from premium.ingest.receipt import Receipt
    from premium.ingest.take import Taken


@dataclass(frozen=True, slots=True)
class Part:
    """What of a records folder is read: these tables, and one grower's rows if it is named."""

    tables: Container[str] = tuple(INPUTS)
    grower: str | None = None


def may_be_of(grower: str) -> pl.Expr:
    """Say which rows are a grower's, or nobody's: a row that does not say whose it is may be this grower's."""
    called = pl.col("grower_id").cast(pl.String)
    return (called == grower) | called.is_null() | (called.str.strip_chars() == "")


def keep_only(grower: str, taken: Sequence[Taken], repeats: pl.DataFrame) -> pl.DataFrame:
    """Leave one grower's rows in the staged files, count the others, and return its own of the repeated identifiers.

    For tables in which a buyer's row of another grower may have used an identifier before.
    """
    for file in taken:
        for path in (file.path, file.later):
            rows = pl.read_parquet(path, glob=False)
            mine = rows.filter(grower_id=grower)
            file.receipt.rows_elsewhere += len(rows) - len(mine)
            mine.write_parquet(path)
    return repeats.filter(grower_id=grower)


def said_of(grower: str, receipt: Receipt) -> str:
    """Return the sentence that a run of one grower begins its warnings with.

    Raises:
        InputError: no row is of that grower.
    """
    if not any(file.rows_taken or file.rows_later for file in receipt.files):
        raise InputError(
            f"no row of the records is of a grower {grower!r}",
            hint="name it as the records do, letter by letter; without --only, a run looks at all growers",
        )
    others = sum(file.rows_elsewhere for file in receipt.files)
    return f"this run looks at {grower} only: {others:,} rows of other growers were counted, and not looked at"
