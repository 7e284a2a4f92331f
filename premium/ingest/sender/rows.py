"""What each row of a sheet is: exactly one of `PLACES`, by the profile's rules and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW, cell
from premium.ingest.sender.cells import Cell, Cells, cells_of, first_filled, stripped, whole_row
from premium.ingest.sender.labels import said_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.files.sheet import Sheet
    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Cut, Test
    from premium.ingest.sender.header import Header

PLACE, WHY, SEGMENT = "_place", "_why_placed", "_segment"
NOTHING = pl.lit(None, dtype=pl.String)
RAGGED = "ragged: the row has more cells than the header has titles; is a cell with the delimiter in it not quoted?"


@dataclass(frozen=True, slots=True)
class Shaped:
    """A sheet of which every row is placed.

    `frame` has every row, with `_place`, `_why_placed`, and `_segment`: a number that the records between two total or
    group rows share with the total row below them.
    """

    sheet: str
    frame: pl.DataFrame
    cells: Cells
    width: int

    @property
    def records(self) -> pl.DataFrame:
        """The rows that are records."""
        return self.frame.filter(pl.col(PLACE) == "record")


def shape(sheet: Sheet, header: Header, profile: Profile, name: str) -> Shaped:
    """Place every row of a sheet of the file `name`, and give names to what its labels and group rows say.

    Raises:
        ProfileError: a label is nowhere.
    """
    frame, cells = cells_of(sheet, header)
    whole, first = whole_row(frame, sheet.width), first_filled(frame, sheet.width)
    broken = sheet.faults.filter(pl.col("column").is_null()).select(ROW, pl.col("reason").alias("_broken"))
    frame = frame.join(broken.unique(ROW, keep="first"), on=ROW, how="left", maintain_order="left")
    frame = frame.with_columns(_placed=_placed(header, profile, cells, frame, whole, first.text))
    frame = frame.with_columns(
        pl.col("_placed").struct.field("place").alias(PLACE), pl.col("_placed").struct.field("why").alias(WHY)
    ).drop("_placed", "_broken")
    frame = frame.with_columns(_segment(profile).alias(SEGMENT))
    frame, names = _groups(profile, frame, cells, first)
    apart = frame.filter(pl.col(PLACE) != "record")
    labels = {label.name: said_once(label, sheet, apart, header, name) for label in profile.label}
    return Shaped(sheet.name, frame, cells.with_names({**names, **labels}), sheet.width)


def _placed(  # noqa: PLR0913, PLR0917 - what a row's place may depend on
    header: Header, profile: Profile, cells: Cells, frame: pl.DataFrame, whole: pl.Expr, first: pl.Expr
) -> pl.Expr:
    """Return each row's place and why; the first that fits counts."""
    row = pl.col(ROW)
    rules: list[tuple[pl.Expr, str, pl.Expr]] = [
        (row < header.row, "above", NOTHING),
        (row <= header.last, "header", NOTHING),
        (first.is_null(), "blank", NOTHING),
        (_repeats(header, frame, whole), "header", pl.lit("repeated")),
    ]
    rules += [(_all(s.where, cells, whole, first), "skipped", pl.lit(s.why)) for s in profile.rows.skip]
    rules += [(_all(g.where, cells, whole, first), "group", pl.lit(str(i))) for i, g in enumerate(profile.rows.group)]
    rules += [(_all(t.where, cells, whole, first), "total", pl.lit(str(i))) for i, t in enumerate(profile.rows.total)]
    broken = pl.coalesce("_broken", _ragged(header, profile))
    rules += [(broken.is_not_null(), "fault", broken)]
    return pl.coalesce(
        *(pl.when(holds.fill_null(value=False)).then(_place(place, why)) for holds, place, why in rules),
        _place("record", NOTHING),
    )


def _place(place: str, why: pl.Expr) -> pl.Expr:
    return pl.struct(place=pl.lit(place), why=why.cast(pl.String))


def _repeats(header: Header, frame: pl.DataFrame, whole: pl.Expr) -> pl.Expr:
    """Say which rows are a row of the header once more, as printed reports have it on each page."""
    if not header.rows:
        return pl.lit(value=False)
    at = frame.filter(pl.col(ROW).is_between(header.row, header.last)).select(t=whole)["t"].to_list()
    texts = [" ".join(t.split()) for t in at if t and len(t.split()) > 1]
    return whole.str.replace_all(r"\s+", " ").str.strip_chars().is_in(texts) if texts else pl.lit(value=False)


def _all(tests: Sequence[Test], cells: Cells, whole: pl.Expr, first: pl.Expr) -> pl.Expr:
    return reduce(lambda a, b: a & b, (_holds(test, cells, whole, first) for test in tests))


def _holds(test: Test, cells: Cells, whole: pl.Expr, first: pl.Expr) -> pl.Expr:
    text = first if test.column is None else whole if test.column == "*" else cells[test.column].text
    if test.empty is not None:
        return text.is_null() if test.empty else text.is_not_null()
    low = text.str.replace_all(r"\s+", " ").str.to_lowercase()
    if test.equals is not None:
        said = _compared(test.equals).strip()
        return (low == said) if said else text.is_null()
    if test.begins is not None:
        return low.str.starts_with(_compared(test.begins).lstrip())
    return low.str.contains(_compared(test.contains or ""), literal=True)


def _compared(text: str) -> str:
    """Return a test's text as the cells are that it is held against: one space between words, no case."""
    return re.sub(r"\s+", " ", text).lower()


def _ragged(header: Header, profile: Profile) -> pl.Expr:
    """Return why a record of text cannot be trusted: it goes on after the last title, so its cells may be others'."""
    last = max((i for i, title in enumerate(header.titles) if title), default=-1)
    beyond = [stripped(pl.col(cell(i))).is_not_null() for i in range(last + 1, len(header.titles))]
    if profile.dialect.format != "csv" or not beyond:
        return NOTHING
    return pl.when(pl.any_horizontal(beyond)).then(pl.lit(RAGGED))


def _segment(profile: Profile) -> pl.Expr:
    """Count the boundaries above each row: group rows begin a segment, totals of groups end one."""
    of_group = [str(i) for i, t in enumerate(profile.rows.total) if t.of == "group"]
    begins = pl.col(PLACE) == "group"
    ends = (pl.col(PLACE) == "total") & pl.col(WHY).is_in(of_group)
    return begins.cum_sum() + ends.cum_sum() - ends.cast(pl.UInt32)


def _groups(profile: Profile, frame: pl.DataFrame, cells: Cells, first: Cell) -> tuple[pl.DataFrame, dict[str, Cell]]:
    """Give each row what the group rows above it say, by name.

    It holds down to the next row of a rule that gives the same name; where that one does not say it, it is unknown.
    """
    said: dict[str, list[pl.Expr]] = {}
    for number, group in enumerate(profile.rows.group):
        here = (pl.col(PLACE) == "group") & (pl.col(WHY) == str(number))
        for cut in group.gives:
            piece = _piece(cells[group.column] if group.column else first, cut)
            whole = pl.struct(text=piece.text, kind=piece.kind, fault=piece.fault)
            said.setdefault(cut.name, []).append(pl.when(here).then(whole))
    held = {f"g{i}": pl.coalesce(pieces).forward_fill() for i, pieces in enumerate(said.values())}
    fields = [tuple(pl.col(g).struct.field(f) for f in ("text", "kind", "fault")) for g in held]
    return frame.with_columns(**held), {n: Cell(*f) for n, f in zip(said, fields, strict=True)}


def _piece(cell: Cell, cut: Cut) -> Cell:
    """Cut a piece out of cells; what is cut out of a stored number is text."""
    kind = pl.lit("s") if cut.after or cut.until else cell.kind
    return Cell(_cut(cell.text, cut.after, cut.until), kind, cell.fault)


def _cut(text: pl.Expr, after: str, until: str) -> pl.Expr:
    """Cut a piece out of texts: what follows `after`, up to `until`; null where `after` does not stand."""
    if after:
        text = text.str.extract(rf"(?is){re.escape(after)}(.*)$", 1)
    if until:
        text = text.str.splitn(until, 2).struct.field("field_0")
    return stripped(text)
