"""Totals that a file states in columns from which nothing is read: pay that would vanish without anybody's word."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import DAY, ROW, TRUTH
from premium.ingest.sender.cells import cell_at, plain
from premium.ingest.sender.file import UnreadTotal
from premium.ingest.sender.header import read_from
from premium.ingest.sender.rows import PLACE, WHY
from premium.ingest.sender.values import HMM, exact_amount

if TYPE_CHECKING:
    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Dialect
    from premium.ingest.sender.cells import Cell
    from premium.ingest.sender.file import SenderFile
    from premium.ingest.sender.header import Header
    from premium.ingest.sender.rows import Shaped

LIKE_A_NUMBER = r"^[-+($ ]*[0-9][0-9.,' ]*[-)%$ ]*$"
"""What is a number however a sender writes it: a column that is not read may be written otherwise than the others."""
UNREADABLE = "something that cannot be read"


def unread_totals(shaped: Shaped, header: Header, profile: Profile) -> list[UnreadTotal]:
    """Return each number of each total row that stands in a column from which the profile reads nothing.

    Columns in which a total row's own tests look (`T` for total) state nothing.
    """
    read = read_from(profile)
    left = {f"n{i}": title for i, title in enumerate(header.called) if plain(title) not in read}
    if not left:
        return []
    numbers = {n: _number(cell_at(shaped.frame, int(n[1:])), profile.dialect) for n in left}
    found = []
    for row in shaped.frame.filter(pl.col(PLACE) == "total").select(ROW, WHY, **numbers).to_dicts():
        rule = profile.rows.total[int(row[WHY])]
        tested = {plain(test.column) for test in rule.where if test.column}
        known = {plain(title) for title in rule.not_read}
        found += [
            UnreadTotal(shaped.sheet, row[ROW], title, row[n], int(row[WHY]) + 1, known=plain(title) in known)
            for n, title in left.items() if row[n] is not None and plain(title) not in tested
        ]  # fmt: skip
    return found


def to_add(read: SenderFile) -> list[str]:
    """Write what a profile would say that leaves these columns out on purpose, one line per [[rows.total]].

    Each line has what the profile says already, so that it can be put in the place of its `not_read`.
    """
    titles: dict[int, dict[str, None]] = {}
    for total in read.unread_totals:
        if not total.known:
            titles.setdefault(total.entry, dict.fromkeys(read.not_read[total.entry - 1]))[total.title] = None
    return [
        f"[[rows.total]], entry {entry}: not_read = {json.dumps(list(of), ensure_ascii=False)}"
        for entry, of in sorted(titles.items())
    ]


def _number(cell: Cell, dialect: Dialect) -> pl.Expr:
    """Return what a cell states, as a plain number where it can be read as one; null where it states none."""
    exact = exact_amount(cell, dialect)
    like = pl.when(cell.text.str.contains(LIKE_A_NUMBER) | cell.text.str.contains(HMM)).then(cell.text)
    stated = pl.when(~cell.kind.is_in([DAY, TRUTH])).then(pl.coalesce(exact, like))
    return pl.when(cell.fault.is_not_null()).then(pl.lit(UNREADABLE)).otherwise(stated)
