"""Where a line came from, and why it was set aside: columns that a line file has beside the canonical ones."""

from __future__ import annotations

import polars as pl

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
