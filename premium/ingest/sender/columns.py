"""A canonical column from its sources: titles joined, words looked up, cells read; the first that gives counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.profile.model import FITS
from premium.ingest.sender.cells import Cell, Cells, text_cell
from premium.ingest.sender.days import as_date
from premium.ingest.sender.products import Products, as_product
from premium.ingest.sender.values import (
    NOTHING,
    Read,
    as_hours_hmm,
    as_id,
    as_money,
    as_name,
    as_number,
    as_text,
    unsure_id,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from premium.ingest.profile import Profile, Source
    from premium.tables import Column

UNKNOWN_WORD = "unknown_word: the profile does not say what this word means"


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading a column needs beside the column itself; `rows_are` names rows for `as = "row"`."""

    profile: Profile
    cells: Cells
    products: Products
    rows_are: pl.Expr

    def read(self, column: Column, sources: Sequence[Source]) -> Read:
        """Read a canonical column of every record."""
        return first_of([self._one(column, source) for source in sources])

    def _one(self, column: Column, source: Source) -> Read:
        way = source.as_ or FITS[column.type][0]
        if way == "row":
            return Read(self.rows_are, NOTHING, self.rows_are)
        if source.constant is not None:
            fixed = text_cell(pl.lit(source.constant))
            return Read(fixed.text, fixed.fault, fixed.text)
        parts = [self.cells[t] for t in source.titles or ()]
        if way == "id" and len(parts) > 1:
            parts = [Cell(p.text, p.kind, unsure_id(p, self.profile.dialect.format)) for p in parts]
        cell = joined(parts, source.join, all_of=way == "id")
        read = self._way(way, _looked_up(cell, source), source)
        return Read(read.text, read.why, cell.text)

    def _way(self, way: str, cell: Cell, source: Source) -> Read:  # noqa: PLR0911 - one return per way
        dialect = self.profile.dialect
        match way:
            case "id":
                return as_id(cell, source.digits, dialect.format)
            case "money":
                return as_money(cell, dialect, rounded=source.rounded)
            case "number":
                return as_number(cell, dialect, source)
            case "hours_hmm":
                return as_hours_hmm(cell)
            case "date":
                return as_date(cell, dialect, source.dates, source.add_days)
            case "name":
                return as_name(cell, source.order)
            case "product":
                return as_product(as_text(cell), self.products)
            case _:
                return as_text(cell)


def joined(cells: Sequence[Cell], by: str, *, all_of: bool) -> Cell:
    """Join the texts of several titles; an identifier of which a part is blank is none."""
    if len(cells) == 1:
        return cells[0]
    text = pl.concat_str([c.text for c in cells], separator=by, ignore_nulls=not all_of)
    if not all_of:
        text = pl.when(text != "").then(text)
    return Cell(text, pl.lit("s"), pl.coalesce(c.fault for c in cells))


def first_of(reads: Sequence[Read]) -> Read:
    """Return the first that gives something, be it a text or a reason: an unreadable cell never falls through.

    What stood there is that one's; where none gives anything, the first that is not blank.
    """
    if len(reads) == 1:
        return reads[0]
    gives = [r.text.is_not_null() | r.why.is_not_null() for r in reads]

    def pick(values: list[pl.Expr]) -> pl.Expr:
        return pl.coalesce(*(pl.when(g).then(v) for g, v in zip(gives, values, strict=True)), NOTHING)

    return Read(
        pick([r.text for r in reads]), pick([r.why for r in reads]),
        pl.coalesce(pick([r.raw for r in reads]), *(r.raw for r in reads)),
    )  # fmt: skip


def _looked_up(cell: Cell, source: Source) -> Cell:
    """Turn the sender's words into ours, where the profile lists them; ours were not stored in a spreadsheet."""
    if source.codes is None and source.contains is None:
        return cell
    words = cell.text.str.replace_all(r"\s+", " ")
    ours = _by_code(words, source.codes) if source.codes is not None else _by_piece(words, source.contains or {})
    kind = pl.when(ours.is_not_null()).then(pl.lit("s")).otherwise(cell.kind)
    if source.other == "keep":
        return Cell(pl.coalesce(ours, cell.text), kind, cell.fault)
    unknown = pl.when(cell.text.is_not_null() & ours.is_null()).then(pl.lit(UNKNOWN_WORD))
    return Cell(ours, kind, cell.fault if source.other == "empty" else pl.coalesce(cell.fault, unknown))


def _by_code(words: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    spaced = {" ".join(word.split()): ours for word, ours in codes.items()}
    return words.replace_strict(spaced, default=None, return_dtype=pl.String)


def _by_piece(words: pl.Expr, pieces: Mapping[str, str]) -> pl.Expr:
    low = words.str.to_lowercase()
    fits = {" ".join(piece.split()).lower(): ours for piece, ours in pieces.items()}
    return pl.coalesce(*(pl.when(low.str.contains(p, literal=True)).then(pl.lit(o)) for p, o in fits.items()), NOTHING)
