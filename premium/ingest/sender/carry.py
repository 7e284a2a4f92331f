"""Cells merged downwards, or printed once: what they say holds for the records below, where the profile says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.sender.cells import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.sender.cells import Cells


def carried(
    titles: Sequence[str], frame: pl.DataFrame, cells: Cells, record: pl.Expr, within: str
) -> tuple[pl.DataFrame, Cells]:
    """Carry these titles' cells down over records whose own are blank, never from one segment to the next.

    A cell that cannot be read is carried as one that cannot be read. The sheet's own cells stay as they were sent.
    """
    held, names = {}, dict[str, Cell]()
    for index, title in enumerate(titles):
        cell = cells[title]
        says = record & (cell.text.is_not_null() | cell.fault.is_not_null())
        whole = pl.struct(text=cell.text, kind=cell.kind, fault=cell.fault)
        held[f"y{index}"] = pl.when(says).then(whole).forward_fill().over(within)
        names[title] = Cell(
            *(pl.when(record).then(pl.col(f"y{index}").struct.field(f)) for f in ("text", "kind", "fault"))
        )
    return frame.with_columns(**held), cells.with_names(names)
