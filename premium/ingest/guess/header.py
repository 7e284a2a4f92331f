"""Where a sheet's header stands: the rows whose words are known titles, over rows that hold numbers and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW, cell
from premium.ingest.guess import measures, words
from premium.ingest.guess.values import HALF, NUMBER, PARTED, YEAR_FIRST
from premium.ingest.sender.header import Header, header_at
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.files.sheet import Sheet

LOOKED_THROUGH = 60
MOST_ROWS = 3
FEW = 2
"""Titles that a header has at least."""
DOUBLE, ROW_MORE = 0.5, 0.01
"""What titles that are there twice, and rows that add nothing, take from a header's score."""
SURE = 0.75
"""How well a title must say what a column is called to count as known."""


@dataclass(frozen=True, slots=True)
class Found:
    """A header, and how many of its titles are known; `header.rows` is 0 where the file has none."""

    header: Header
    known: float


def find(sheet: Sheet) -> Found:
    """Find a sheet's header; where no row is one, the columns have no titles."""
    head = sheet.cells.head(LOOKED_THROUGH)
    rows = {int(r[ROW]): [(r[cell(i)] or "").strip() for i in range(sheet.width)] for r in head.to_dicts()}
    usual = _usual(sheet)
    best = Found(Header((), 1, 0), 0.0)
    for row in rows:
        for count in range(1, MOST_ROWS + 1):
            if all(n in rows for n in range(row, row + count)):
                found = _judged(sheet, rows, row, count, usual)
                if found and found.known > best.known:
                    best = found
    return best if best.known >= 1 else Found(Header(tuple("" for _ in range(sheet.width)), 1, 0), 0.0)


def _usual(sheet: Sheet) -> int:
    """Return how many cells are filled in most rows."""
    filled = sheet.cells.select(n=_count(sheet)).get_column("n")
    usual = filled.filter(filled > 1).mode().sort()
    return int(usual[-1]) if len(usual) else 1


def _count(sheet: Sheet) -> pl.Expr:
    return pl.sum_horizontal(pl.col(cell(i)).is_not_null() for i in range(sheet.width))


def _judged(sheet: Sheet, rows: dict[int, list[str]], row: int, count: int, usual: int) -> Found | None:
    """Judge some rows as a header; None where they cannot be one."""
    block = [rows[n] for n in range(row, row + count)]
    if any(_is_value(text) for line in block for text in line):
        return None
    first, last = (sum(bool(t) for t in line) for line in (block[0], block[-1]))
    spread = count > 1 and any(row <= top < row + count and right > left for top, left, _, right in sheet.merged)
    few = min(FEW, sheet.width)
    if last < few or (first < few and not spread) or (count > 1 and not _both_say_something(block)):
        return None
    header = header_at(sheet, row, count)
    titles = [t for t in header.titles if t]
    if len(titles) < HALF * usual:  # a label above the table, not its header
        return None
    doubles = sum(bool(re.search(r" \([0-9]+\)$", t)) for t in titles)
    pairs = zip(header.titles, stacked(sheet, header), strict=True)
    known = sum(max(known_as(t), known_as(s.own, s.over)) for t, s in pairs if t)
    return Found(header, known - DOUBLE * doubles - ROW_MORE * count)


@dataclass(frozen=True, slots=True)
class Stacked:
    """A title in parts: its `own` words, in the lowest row that has any, and what stands `over` several titles."""

    own: str
    over: str = ""


def stacked(sheet: Sheet, header: Header) -> tuple[Stacked, ...]:
    """Take the titles of several rows apart again, by column: `Pago` under `Por pieza`.

    A text spans what it is merged over; in rows without merged cells, the empty cells on its right.
    """
    if header.rows <= 1:
        return tuple(Stacked(t) for t in header.titles)
    frame = sheet.cells.filter(pl.col(ROW).is_between(header.row, header.last)).sort(ROW)
    lines = [[" ".join((r[cell(i)] or "").split()) for i in range(sheet.width)] for r in frame.to_dicts()]
    rows = frame.get_column(ROW).to_list()
    lowest = [max((n for n, line in enumerate(lines) if line[i]), default=0) for i in range(sheet.width)]
    spread = [_spread(line, row, sheet) for line, row in zip(lines, rows, strict=True)]
    return tuple(
        Stacked(lines[at][i], " ".join(dict.fromkeys(t for s in spread[:at] if (t := s[i]))))
        for i, at in enumerate(lowest)
    )


def _spread(line: Sequence[str], row: int, sheet: Sheet) -> list[str]:
    """Return a row's texts in all columns that they stand over."""
    wide = [(left, right) for top, left, _, right in sheet.merged if top == row and right > left]
    over, said = list(line), ""
    for i, text in enumerate(line):
        said = text or said
        over[i] = text or ("" if wide else said)
    for left, right in wide:
        over[left : right + 1] = [line[left]] * (min(right, sheet.width - 1) - left + 1)
    return over


def _both_say_something(block: Sequence[Sequence[str]]) -> bool:
    """Whether rows are parts of one header: none is a label with its value, and none the header of another table."""
    return all(any(line) and not any(":" in t for t in line) for line in block)


def _is_value(text: str) -> bool:
    return bool(re.match(NUMBER, text) or re.match(PARTED, text) or re.match(YEAR_FIRST, text))


@cache
def known_as(title: str, over: str = "") -> float:
    """Say how well a title is known, as a column of any table, or as a kind of pay (that may be said `over` it)."""
    title = re.sub(r" \([0-9]+\)$", "", title)
    scores = [words.best(title, table, c) for table in INPUTS for c in words.entries(table)]
    scores += [words.best(title, s, e) for s in ("names", "left_out") for e in words.vocabulary()[s]]
    score = max(scores, default=0.0)
    if measures.of(title, over) is not None:
        score = max(score, 0.9)
    return score if score >= SURE else 0.0
