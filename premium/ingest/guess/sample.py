"""All files of one sender as one body of evidence: their sheets' headers, records, odd rows, and what stands above."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest.files import sheet as kinds
from premium.ingest.files.open_file import open_file
from premium.ingest.files.sheet import LINE, ROW, Sheet, cell, kind
from premium.ingest.guess import header, printed, rows, sniff, values
from premium.ingest.profile.model import Dialect
from premium.ingest.sender.header import Header, locate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from premium.ingest.guess.rows import Sorted
    from premium.ingest.guess.sniff import Writing
    from premium.ingest.guess.values import Evidence
    from premium.ingest.profile import Profile

FEW = 3
"""Columns and records below which cells without titles are no table."""
UNLIKE = 0.5
"""The share of the best sheet's titles below which another sheet of the workbook is of something else."""


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet of one file, with its header and its rows sorted."""

    file: str
    sheet: Sheet
    header: Header
    sorted: Sorted

    def above(self) -> list[list[str]]:
        """Return the filled cells of the rows above the header, and of the odd rows that only hold words."""
        frame = self.sheet.cells.filter(pl.col(ROW) < self.header.row)
        if LINE in frame.columns:
            return [[t] for t in frame.get_column(LINE).drop_nulls().to_list() if t.strip()]
        texts = [[t.strip() for t in r if t and t.strip()] for r in frame.select(self._cells()).iter_rows()]
        return [t for t in texts if t]

    def _cells(self) -> list[str]:
        return [cell(i) for i in range(self.sheet.width)]


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of a sender: how files are written, the parts that are alike, the sheets that are left out."""

    writing: Writing
    parts: tuple[Part, ...]
    other_sheets: tuple[str, ...]
    titles: tuple[str, ...]
    records: pl.DataFrame
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]

    @property
    def named(self) -> dict[str, Evidence]:
        """Columns by their titles; those without a title are left out."""
        return {e.title: e for e in self.evidence if e.title}

    def texts(self, title: str) -> pl.Series:
        """Return a title's cells in all records."""
        return self.records.get_column(cell(self.named[title].index))

    def written(self, title: str) -> pl.Series:
        """Return a title's cells that are text, and not numbers or days that a workbook stores as such."""
        index = self.named[title].index
        if kind(index) not in self.records.columns:
            return self.texts(title)
        return self.records.filter(pl.col(kind(index)) == kinds.TEXT).get_column(cell(index))


def gather(paths: Sequence[Path], password: Callable[[], str] | None = None, profile: Profile | None = None) -> Sample:
    """Open the files of one sender and pool what they show; with a profile, by its word where their header is.

    Raises:
        InputError: a file cannot be opened, or the files are written in different ways, or hold different tables.
    """
    writing = _one_way([(p.name, sniff.sniff(p, p.name)) for p in paths])
    dialect = _by_profile(profile.dialect, writing.dialect) if profile else writing.dialect
    opened = [open_file(p, p.name, dialect, password=password) for p in paths]
    warnings = tuple(w for o in opened for w in o.warnings)
    parts, others = _alike([_part(o.name, s, writing, profile) for o in opened for s in o.sheets if s.width])
    if not parts[0].header.rows and (parts[0].sheet.width < FEW or len(parts[0].sorted.records) < FEW):
        raise InputError("no table was found", hint="is there one in the file, with titles above its columns?")
    dense = max((p.sorted.dense for p in parts), key=len)
    parts = [replace(p, sorted=rows.sort(p.sheet, p.header, dense)) for p in parts]
    titles = _titles(parts[0])
    records = pl.concat([_padded(p.sorted.records, len(titles)) for p in parts], how="diagonal")
    evidence = [values.examine(i, t, records[cell(i)], records[kind(i)] if kind(i) in records.columns else None)
                for i, t in enumerate(titles)]  # fmt: skip
    evidence = _parted(evidence, parts[0])
    return Sample(writing, tuple(parts), others, titles, records, tuple(evidence), warnings)


def _parted(evidence: list[Evidence], part: Part) -> list[Evidence]:
    """Say of titles in several rows which words stand over several of them."""
    if part.header.rows <= 1:
        return evidence
    found = header.stacked(part.sheet, part.header)
    return [replace(e, over=found[e.index].over, own=found[e.index].own) if e.title else e for e in evidence]


def _one_way(seen: list[tuple[str, Writing]]) -> Writing:
    """Return the one way in which all files are written; plain ASCII goes with any encoding."""
    first_name, first = seen[0]
    for name, other in seen[1:]:
        mine, theirs = first.dialect, other.dialect
        if mine.format != theirs.format or mine.delimiter != theirs.delimiter:
            raise InputError(
                f"{first_name} and {name} are not written alike: {mine.format} {mine.delimiter!r} and "
                f"{theirs.format} {theirs.delimiter!r}",
                hint="guess a profile for each layout",
            )
        if mine.encoding != theirs.encoding and (first.words and other.words):
            raise InputError(
                f"{first_name} is {mine.encoding} and {name} is {theirs.encoding}",
                hint="one profile reads one encoding: guess a profile for each",
            )
        if other.words and not first.words:
            first, first_name = other, name
    return first


def _by_profile(said: Dialect, seen: Dialect) -> Dialect:
    """Return how a profile reads a file that is written as it says, or the file's own way if it is another."""
    if said.format != seen.format or (said.format == "csv" and said.delimiter != seen.delimiter):
        return seen
    return said.model_copy(update={"encoding": seen.encoding})


def _part(file: str, sheet: Sheet, writing: Writing, profile: Profile | None) -> Part:
    if profile is not None:
        said = locate(sheet, profile, file)
        return Part(file, sheet, said, rows.sort(sheet, said))
    if writing.dialect.format == "fixed":
        return _printed(file, sheet, writing)
    found = header.find(sheet)
    return Part(file, sheet, found.header, rows.sort(sheet, found.header))


def _printed(file: str, sheet: Sheet, writing: Writing) -> Part:
    """Find the header of aligned columns: lines of known words, whose titles stand over the columns."""
    lines = sheet.cells.get_column(LINE).to_list()
    block = printed.header_lines(lines, writing.fields)
    if block is None:
        found = Header(tuple(f"Column {i + 1}" for i in range(len(writing.fields))), 1, 0)
    else:
        at, count = block
        titles = printed.titles(writing.fields, lines[at : at + count])
        found = Header(tuple(t or f"Column {i + 1}" for i, t in enumerate(_apart(titles))), at + 1, count)
    return Part(file, sheet, found, rows.sort(sheet, found))


def _apart(titles: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    apart = []
    for title in titles:
        seen[title.casefold()] = seen.get(title.casefold(), 0) + 1
        times = seen[title.casefold()]
        apart.append(f"{title} ({times})" if title and times > 1 else title)
    return apart


def _alike(parts: list[Part]) -> tuple[list[Part], tuple[str, ...]]:
    """Keep the sheets that hold the same table as the one with most records; name the others."""
    filled = [p for p in parts if len(p.sorted.records)]
    if not filled:
        raise InputError("no records were found", hint="is there a table in the file, with titles above its columns?")
    best = max(filled, key=lambda p: (len([t for t in p.header.titles if t]) > 1, len(p.sorted.records)))
    wanted = {t.casefold() for t in best.header.titles if t}
    kept = [best]
    kept += [p for p in filled if p is not best and _same(p, best, wanted)]
    names = {p.sheet.name for p in kept} | {p.sheet.name for p in parts if _same(p, best, wanted)}
    order = [p for p in parts if any(p is k for k in kept) or _same(p, best, wanted)]
    return order, tuple(dict.fromkeys(p.sheet.name for p in parts if p.sheet.name not in names))


def _same(part: Part, best: Part, wanted: set[str]) -> bool:
    here = {t.casefold() for t in part.header.titles if t}
    if not wanted and not here:
        return part.sheet.width == best.sheet.width
    return len(here & wanted) > UNLIKE * len(wanted) and here == wanted


def _titles(part: Part) -> tuple[str, ...]:
    titles = list(part.header.titles)
    titles += [""] * (part.sheet.width - len(titles))
    if not any(titles):
        return tuple(f"Column {i + 1}" for i in range(part.sheet.width))
    return tuple(titles)


def _padded(records: pl.DataFrame, width: int) -> pl.DataFrame:
    missing = [pl.lit(None, dtype=pl.String).alias(cell(i)) for i in range(width) if cell(i) not in records.columns]
    return records.with_columns(missing)


def with_titles(writing: Writing, titles: Sequence[str]) -> Writing:
    """Return how a fixed-width file is written, its fields called by their titles."""
    fields = [{"title": t, "start": p.start, "width": p.width} for t, p in zip(titles, writing.fields, strict=True)]
    dialect = Dialect.model_validate({**writing.dialect.model_dump(exclude={"field"}), "field": fields})
    return replace(writing, dialect=dialect)
