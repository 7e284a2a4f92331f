"""A sheet's cells by their titles: what rules and columns of a profile ask for, whatever kind of file it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import LINE, ROW, cell, kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from premium.ingest.files.sheet import Sheet
    from premium.ingest.sender.header import Header

WHOLE, FIRST = "*", ""
"""What the whole row and its first filled cell are called; no title can be."""


OUTER = "".join(c for c in map(chr, range(0x3001)) if c.isspace()) + "\u200b\u200e\u200f\u202a\u202c\u202d\u2060\ufeff"
"""What may stand around a text without being seen: spaces of every kind, and signs without width."""


def plain(title: str) -> str:
    """Return a title as it is compared: one space between words, no case."""
    return " ".join(title.strip(OUTER).split()).casefold()


@dataclass(frozen=True, slots=True)
class Cell:
    """One title's cells: their text without outer spaces (null: blank), their kind, and why they cannot be read."""

    text: pl.Expr
    kind: pl.Expr
    fault: pl.Expr


@dataclass(frozen=True, slots=True)
class Cells:
    """All cells of a sheet by title; names that labels, groups and shares give are titles too."""

    by_title: Mapping[str, Cell]

    def __getitem__(self, title: str) -> Cell:
        """Return a title's cells.

        Raises:
            ProfileError: the sheet has no such title; `header.find` has seen to it that this is a fault of the profile.
        """
        found = self.by_title.get(plain(title))
        if found is None:
            raise ProfileError(f"no title, label, group or share is called {title!r}", hint="is it misspelt?")
        return found

    def with_names(self, names: Mapping[str, Cell]) -> Cells:
        """Return these cells with further names."""
        return Cells({**self.by_title, **{plain(n): c for n, c in names.items()}})


def stripped(text: pl.Expr) -> pl.Expr:
    """Return texts without what stands around them unseen; null where nothing is left."""
    bare = text.str.strip_chars(OUTER)
    return pl.when(bare != "").then(bare)


def text_cell(text: pl.Expr) -> Cell:
    """Return a cell of plain text that nothing is wrong with."""
    return Cell(text, pl.lit("s"), pl.lit(None, dtype=pl.String))


def cells_of(sheet: Sheet, header: Header) -> tuple[pl.DataFrame, Cells]:
    """Return a sheet's rows with everything that expressions over its cells need, and its cells by title."""
    frame, found = sheet.cells, dict[str, Cell]()
    faults = sheet.faults.filter(pl.col("column").is_not_null())
    for index in faults["column"].unique().sort().to_list():
        reasons = faults.filter(pl.col("column") == index).select("row", pl.col("reason").alias(f"f{index}"))
        frame = frame.join(reasons.unique("row", keep="first"), on=ROW, how="left", maintain_order="left")
    for index, title in enumerate(header.called):
        found[plain(title)] = cell_at(frame, index)
    first = first_filled(frame, sheet.width)
    frame = frame.with_columns(
        _whole=whole_row(frame, sheet.width), _first=first.text, _first_kind=first.kind, _first_fault=first.fault
    )
    found[WHOLE] = text_cell(pl.col("_whole"))
    found[FIRST] = Cell(pl.col("_first"), pl.col("_first_kind"), pl.col("_first_fault"))
    return frame, Cells(found)


def cell_at(frame: pl.DataFrame, index: int) -> Cell:
    """Return the cells of a sheet's column, which is one of `frame`."""
    fault = pl.col(f"f{index}") if f"f{index}" in frame.columns else pl.lit(None, dtype=pl.String)
    kinds = pl.col(kind(index)) if kind(index) in frame.columns else pl.lit("s")
    return Cell(stripped(pl.col(cell(index))), kinds, fault)


def first_filled(frame: pl.DataFrame, width: int) -> Cell:
    """Return each row's first cell in which something stands."""
    cells = [cell_at(frame, i) for i in range(width)] or [text_cell(pl.lit(None, dtype=pl.String))]
    here = [c.text.is_not_null() for c in cells]
    kinds = [pl.when(h).then(c.kind) for h, c in zip(here, cells, strict=True)]
    faults = [pl.when(h).then(c.fault.fill_null("")) for h, c in zip(here, cells, strict=True)]
    return Cell(pl.coalesce(c.text for c in cells), pl.coalesce(kinds), pl.coalesce(faults).replace("", None))


def whole_row(frame: pl.DataFrame, width: int) -> pl.Expr:
    """Return each row as one text: its line where it has one, else its cells with a space between."""
    if LINE in frame.columns:
        return stripped(pl.col(LINE))
    texts = [stripped(pl.col(cell(i))) for i in range(width)] or [pl.lit(None, dtype=pl.String)]
    return stripped(pl.concat_str(texts, separator=" ", ignore_nulls=True))


def named(titles: Iterable[str]) -> str:
    """Write titles for a message."""
    return ", ".join(f"{t!r}" for t in titles)
