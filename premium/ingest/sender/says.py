"""What a row or a cell says: a profile's tests of it, and pieces that are cut out of it."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import TEXT
from premium.ingest.sender.cells import FIRST, Cell, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.profile.model import Test
    from premium.ingest.sender.cells import Cells

ZERO = r"^[-+]?[$]? ?0+([.,]0+)?$"
"""A plain zero, as a sheet without blanks writes that there is nothing: 0, 0.00, $0.00."""


def holds(tests: Sequence[Test], cells: Cells) -> pl.Expr:
    """Say in which rows all tests hold; null where a test meets a blank."""
    return reduce(lambda a, b: a & b, (_one(test, cells) for test in tests))


def _one(test: Test, cells: Cells) -> pl.Expr:
    text = cells[test.column or FIRST].text
    if test.empty is not None:
        return text.is_null() if test.empty else text.is_not_null()
    if test.zero is not None:
        nothing = text.is_null() | text.str.contains(ZERO)
        return nothing if test.zero else ~nothing
    low = text.str.replace_all(r"\s+", " ").str.to_lowercase()
    if test.equals is not None:
        said = _compared(test.equals).strip()
        return (low == said) if said else text.is_null()
    if test.begins is not None:
        return low.str.starts_with(_compared(test.begins).lstrip())
    if test.lacks is not None:
        return text.is_null() | ~low.str.contains(_compared(test.lacks), literal=True)
    return low.str.contains(_compared(test.contains or ""), literal=True)


def _compared(text: str) -> str:
    """Return a test's text as the cells are that it is held against: one space between words, no case."""
    return re.sub(r"\s+", " ", text).lower()


def cut(cell: Cell, after: str, until: str) -> Cell:
    """Cut a piece out of cells: what follows `after`, up to `until`; blank where `after` does not stand.

    A piece is text, also one of a stored number.
    """
    if not after and not until:
        return cell
    text = cell.text.str.extract(rf"(?is){re.escape(after)}(.*)$", 1) if after else cell.text
    text = text.str.splitn(until, 2).struct.field("field_0") if until else text
    return Cell(stripped(text), pl.lit(TEXT), cell.fault)
