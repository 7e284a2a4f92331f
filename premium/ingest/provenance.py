"""Where a line came from, and why it was set aside: columns that a line file has beside the canonical ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

FROM = {"from_file": pl.String, "from_sheet": pl.String, "from_row": pl.Int64}
"""The sender's file as it was called, its sheet (empty where there are none), and the row that a spreadsheet shows."""

SET_ASIDE = {"set_aside_column": pl.String, "set_aside_value": pl.String, "set_aside_reason": pl.String}
"""Filled in where a line was set aside when its sender's file was ingested."""

NAME = {"from_name": pl.String}
"""The worker's name as the sender wrote it, kept only to propose who is the same person; never given out."""

TEXT = {"from_text": pl.String}
"""The whole row as it was sent, as a JSON list of cells; kept only where a line was set aside."""

BESIDE: dict[str, type[pl.DataType]] = {**FROM, **SET_ASIDE, **NAME, **TEXT}
"""All of these: `premium reconcile` knows them, and keeps them out of the canonical table without a warning."""

PLACES = {"source_file": pl.String, "source_row": pl.Int64, **FROM}
"""What a run keeps of it: a row as the run knows it, and where its sender wrote it."""


def is_line_file(schema: Mapping[str, pl.DataType], name: str) -> bool:
    """Return whether a Parquet file is one that `premium ingest` wrote, with lines that it may have set aside.

    Raises:
        InputError: it says that lines were set aside, and not all of what, why and whence.
    """
    whole = all(schema.get(column) == dtype for column, dtype in (FROM | SET_ASIDE).items())
    if not whole and any(column in schema for column in SET_ASIDE):
        lacking = [c for c, dtype in (FROM | SET_ASIDE).items() if schema.get(c) != dtype]
        raise InputError(
            f"{name} was written by premium ingest and changed since: {', '.join(lacking)} is not as it was",
            hint="ingest the sender's file again; which of its lines were set aside can no longer be told",
        )
    return whole
