"""Labels: what a sender's file says once, above or below its table, in the sheet's name or in the file's."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import LINE, ROW, TEXT
from premium.ingest.sender.cells import OUTER, Cell, cell_at, plain, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
        for _, said, of in heard(label, row):
            return Cell(pl.lit(said), pl.lit(of), pl.lit(None, dtype=pl.String))
    raise ProfileError(
        f"the label {label.name!r} is nowhere: no text {WHERE[label.within]} says {label.after!r} "
        "and something after it",
        hint="is this the sender's usual file? correct [[label]] in the profile otherwise",
    )


def heard(label: Label, row: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Give what a row of texts and their kinds says of a label: the word before it, what it says, and its kind.

    The word before tells a label from a longer one: `Date` is not `Run date`. Numbers and days are no such word.
    """
    for index, (text, kind) in enumerate(row):
        found = re.search(re.escape(label.after), text, re.IGNORECASE)
        if found is None:
            continue
        rest = (text[found.end() :], TEXT if label.after else kind)
        for follows, of in (rest, *row[index + 1 :]):
            said = (follows.partition(label.until)[0] if label.until else follows).strip(OUTER + ":")
            if said:
                before = plain(text[: found.start()]).split()[-1:]
                yield "".join(w for w in before if not re.search("[0-9]", w)), said, of if said == follows else TEXT
                break


def agrees_with_itself(label: Label, sheet: Sheet, frame: pl.DataFrame, header: Header, name: str) -> None:
    """See that no row of a sheet says a label's words with something else behind them.

    `frame` are the sheet's rows but for totals, and groups that say it anew for the rows below them.

    Raises:
        ProfileError: a row does: what the label says holds for a part of the sheet only.
    """
    rows = _said_in(label, sheet, frame, header)
    if len(rows) > 1:
        again = f"Later {label.name[:1].lower()}{label.name[1:]}"
        raise ProfileError(
            f"{name}: the label {label.name!r} is not said once: behind {label.after!r} stand {len(rows)} different "
            f"texts, in rows {', '.join(map(str, rows))}",
            hint="if each holds for the rows below it, let such rows be a group that gives it: "
            f'[[rows.group]] where = [{{ column = "*", contains = "{label.after}" }}] column = "*" '
            f'gives = [{{ name = "{again}", after = "{label.after}" }}], and read ["{again}", "{label.name}"] where '
            f'"{label.name}" is read; docs/profiles.md shows it under Blocks one below the other',
        )


def _said_in(label: Label, sheet: Sheet, frame: pl.DataFrame, header: Header) -> list[int]:
    """Return the first row in which each of the different things stands that a label says."""
    if label.within not in ("above", "below") or not label.after:
        return []
    words = f"(?i){re.escape(label.after)}"
    part = pl.col(ROW) > (header.last if label.within == "below" else 0)
    cell = pl.when(pl.col("_place").is_in(["record", "fault"])).then("_first").otherwise("_whole")
    here = frame.filter(part & cell.str.contains(words))
    rows = zip(here[ROW].to_list(), _rows(sheet, here), strict=True)
    all_ = [(number, *said[:2]) for number, row in rows for said in heard(label, row)]
    alike = [(plain(said), number) for number, before, said in all_ if before == all_[0][1]]
    return sorted(dict(reversed(alike)).values())


def _texts(label: Label, sheet: Sheet, apart: pl.DataFrame, header: Header, name: str) -> list[list[tuple[str, str]]]:
    """Return the texts in which a label may stand, row by row, each with its kind; what cannot be read says nothing."""
    if label.within == "sheet_name":
        return [[(sheet.name, TEXT)]]
    if label.within == "file_name":
        return [[(PurePath(name).stem, TEXT)]]
    part = pl.col(ROW) < header.row if label.within == "above" else pl.col(ROW) > header.last
    return _rows(sheet, apart.filter(part))


def _rows(sheet: Sheet, frame: pl.DataFrame) -> list[list[tuple[str, str]]]:
    """Return each row's filled cells that can be read, with their kinds."""
    cells = [cell_at(frame, i) for i in range(sheet.width)]
    if LINE in frame.columns:
        cells = [text_cell(pl.col(LINE))]
    whole = [pl.struct(text=pl.when(c.fault.is_null()).then(c.text), kind=c.kind) for c in cells]
    if not whole:
        return [[] for _ in range(len(frame))]
    rows = frame.with_columns(pl.concat_list(whole).alias("_cells"))["_cells"]
    return [[(text, kind) for text, kind in (c.values() for c in row) if text is not None] for row in rows]
