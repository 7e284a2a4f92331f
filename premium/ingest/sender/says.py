"""What a row or a cell says: a profile's tests of it, and pieces that are cut out of it."""

from __future__ import annotations

import re
from functools import reduce
from typing import TYPE_CHECKING

from premium.ingest.sender.cells import FIRST, stripped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from premium.ingest.profile.model import Test
    from premium.ingest.sender.cells import Cells


def holds(tests: Sequence[Test], cells: Cells) -> pl.Expr:
    """Say in which rows all tests hold; null where a test meets a blank."""
    return reduce(lambda a, b: a & b, (_one(test, cells) for test in tests))


def _one(test: Test, cells: Cells) -> pl.Expr:
    text = cells[test.column or FIRST].text
    if test.empty is not None:
        return text.is_null() if test.empty else text.is_not_null()
    low = text.str.replace_all(r"\s+", " ").str.to_lowercase()
    if test.equals is not None:
        return (low == test.equals.lower()) if test.equals else text.is_null()
    if test.begins is not None:
        return low.str.starts_with(test.begins.lower())
    return low.str.contains((test.contains or "").lower(), literal=True)


def cut(text: pl.Expr, after: str, until: str) -> pl.Expr:
    """Cut a piece out of texts: what follows `after`, up to `until`; null where `after` does not stand."""
    if after:
        text = text.str.extract(rf"(?is){re.escape(after)}(.*)$", 1)
    if until:
        text = text.str.splitn(until, 2).struct.field("field_0")
    return stripped(text)
