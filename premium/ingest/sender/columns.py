"""A canonical column from its sources: titles joined, words looked up, cells read; the first that gives counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.profile.checks import FITS
from premium.ingest.sender.cells import Cell, Cells, text_cell
from premium.ingest.sender.days import as_date
from premium.ingest.sender.products import Products, as_product
from premium.ingest.sender.rows import PLACE
from premium.ingest.sender.says import cut, holds
from premium.ingest.sender.values import (
    NOTHING,
    Read,
    as_hours_hmm,
    as_id,
    as_money,
    as_name,
    as_number,
    as_text,
    pointed,
    times_of,
    unsure_id,
)  # fmt: skip
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from premium.ingest.profile import Profile, Source
    from premium.tables import Column

UNKNOWN_WORD = "unknown_word: the profile does not say what this word means"


@dataclass(slots=True)
class Reader:
    """What reading a column needs beside the column itself; `rows_are` names rows for `as = "row"`.

    `line` is the entry of [[line]] that is read, from 0: a row's further lines have further identifiers of their own.

    Each step is worked out into columns of `frame` before the next is built upon it. One expression for all steps
    would repeat the earlier ones in itself many times over, and a file of forty lines would take a minute. They are
    worked out lazily, as only then what is the same within a step is done once.
    """

    profile: Profile
    cells: Cells
    products: Products
    rows_are: pl.Expr
    frame: pl.DataFrame
    line: int = 0
    _made: int = 0

    def over(self, place: str, line: int = 0) -> Reader:
        """Return a reader of the rows of one place, and of an entry of [[line]], that has read nothing yet."""
        return replace(self, frame=self.frame.filter(pl.col(PLACE) == place), line=line)

    def read(self, column: Column, sources: Sequence[Source]) -> Read:
        """Read a canonical column of every row; the result is in columns of `frame`."""
        before = self.frame.columns
        read = first_of([self._one(column, source) for source in sources])
        read = Read(*self._kept(read.text, read.why, read.raw))
        last = [c.meta.output_name() for c in (read.text, read.why, read.raw)]
        self.frame = self.frame.select(*before, *last)
        return read

    def _kept(self, *texts: pl.Expr) -> list[pl.Expr]:
        """Work texts out into columns of their own."""
        names = [f"_r{self._made + i}" for i, _ in enumerate(texts)]
        self._made += len(names)
        columns = {n: t.cast(pl.String) for n, t in zip(names, texts, strict=True)}
        self.frame = self.frame.lazy().with_columns(**columns).collect()
        return [pl.col(n) for n in names]

    def _one(self, column: Column, source: Source) -> Read:
        way = source.as_ or FITS[column.type][0]
        if way == "row":
            own = self.line and column.name == INPUTS[self.profile.table].identifier
            row = self.rows_are + f".{self.line + 1}" if own else self.rows_are
            return Read(row, NOTHING, row)
        if source.constant is not None:
            fixed = text_cell(pl.lit(source.constant))
            return Read(fixed.text, fixed.fault, fixed.text)
        asked = self._cell(source, all_of=way == "id")
        cell = Cell(*self._kept(asked.text, asked.kind, asked.fault))
        known = _looked_up(cell, source)
        found = Cell(*self._kept(known.text, known.kind, known.fault))
        read = self._way(way, found, source)
        read = Read(*self._kept(read.text, read.why, cell.text))
        return read if source.times is None else times_of(read, source.times)

    def _cell(self, source: Source, *, all_of: bool) -> Cell:
        """Return what a source looks at: its titles joined, the piece cut out, and only in its rows."""
        parts = [self.cells[t] for t in source.titles or ()]
        if all_of:
            parts = [Cell(p.text, p.kind, unsure_id(p, self.profile.dialect.format)) for p in parts]
        cell = cut(joined(parts, source.join, all_of=all_of), source.after, source.until)
        if source.when is None:
            return cell
        here = holds(source.when, self.cells).fill_null(value=False)
        return Cell(pl.when(here).then(cell.text), cell.kind, pl.when(here).then(cell.fault))

    def _way(self, way: str, cell: Cell, source: Source) -> Read:  # noqa: PLR0911 - one return per way
        dialect = self.profile.dialect
        if source.implied is not None:
            cell = pointed(cell, dialect, source.implied)
        match way:
            case "id":
                return as_id(cell, source.digits)
            case "money":
                return as_money(cell, dialect, rounded=source.rounded)
            case "number":
                return as_number(cell, dialect)
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
    text, why, raw = NOTHING, NOTHING, pl.coalesce(r.raw for r in reads)
    for read in reversed(reads):
        gives = read.text.is_not_null() | read.why.is_not_null()
        text, why, raw = (
            pl.when(gives).then(its).otherwise(later)
            for its, later in ((read.text, text), (read.why, why), (read.raw, raw))
        )
    return Read(text, why, raw)


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
