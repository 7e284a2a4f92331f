"""Labels: what a sender's file says once, above or below its table, in the sheet's name or in the file's."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import LINE, ROW, TEXT
from premium.ingest.sender.cells import OUTER, Cell, cell_at, text_cell

if TYPE_CHECKING:
    from premium.ingest.files.sheet import Sheet
    from premium.ingest.profile.model import Label
    from premium.ingest.sender.header import Header

WHERE = {
    "above": "above the header", "below": "below the header", "sheet_name": "in the sheet's name",
    "file_name": "in the file's name",
}  # fmt: skip


def said_once(label: Label, sheet: Sheet, apart: pl.DataFrame, header: Header, name: str) -> Cell:
    """Return what the file `name` says once, for every row; `apart` are the rows of the sheet that are no records.

    It is what follows `after` in a cell, or else the next filled cell of that row.

    Raises:
        ProfileError: it does not say it.
    """
    for row in _texts(label, sheet, apart, header, name):
        for index, (text, kind) in enumerate(row):
            found = re.search(re.escape(label.after), text, re.IGNORECASE)
            if found is None:
                continue
            rest = (text[found.end() :], TEXT if label.after else kind)
            for follows, of in (rest, *row[index + 1 :]):
                said = (follows.partition(label.until)[0] if label.until else follows).strip(OUTER + ":")
                if said:
                    return Cell(pl.lit(said), pl.lit(of if said == follows else TEXT), pl.lit(None, dtype=pl.String))
    raise ProfileError(
        f"the label {label.name!r} is nowhere: no text {WHERE[label.within]} says {label.after!r} "
        "and something after it",
        hint="is this the sender's usual file? correct [[label]] in the profile otherwise",
    )


def _texts(label: Label, sheet: Sheet, apart: pl.DataFrame, header: Header, name: str) -> list[list[tuple[str, str]]]:
    """Return the texts in which a label may stand, row by row, each with its kind; what cannot be read says nothing."""
    if label.within == "sheet_name":
        return [[(sheet.name, TEXT)]]
    if label.within == "file_name":
        return [[(PurePath(name).stem, TEXT)]]
    part = pl.col(ROW) < header.row if label.within == "above" else pl.col(ROW) > header.last
    cells = [cell_at(apart, i) for i in range(sheet.width)]
    if LINE in apart.columns:
        cells = [text_cell(pl.col(LINE))]
    whole = [pl.struct(text=pl.when(c.fault.is_null()).then(c.text), kind=c.kind) for c in cells]
    if not whole:
        return []
    rows = apart.filter(part).with_columns(pl.concat_list(whole).alias("_cells"))["_cells"]
    return [[(text, kind) for text, kind in (c.values() for c in row) if text is not None] for row in rows]
