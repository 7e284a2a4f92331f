"""What each row of a sheet is: exactly one of `PLACES`, by the profile's rules and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import ROW, cell
from premium.ingest.sender.cells import Cells, cells_of, first_filled, stripped, text_cell, whole_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from premium.ingest.files.sheet import Sheet
    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Cut, Group, Label, Test
    from premium.ingest.sender.header import Header

PLACE, WHY, SEGMENT = "_place", "_why_placed", "_segment"
NOTHING = pl.lit(None, dtype=pl.String)


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


def shape(sheet: Sheet, header: Header, profile: Profile, path: Path) -> Shaped:
    """Place every row of a sheet, and give names to what its labels and group rows say."""
    frame, cells = cells_of(sheet, header)
    # Every rule looks at these: they are worked out once.
    whole, first = pl.col("_whole"), pl.col("_first")
    frame = frame.with_columns(_whole=whole_row(frame, sheet.width), _first=first_filled(sheet.width))
    broken = sheet.faults.filter(pl.col("column").is_null()).select(ROW, pl.col("reason").alias("_broken"))
    frame = frame.join(broken.unique(ROW, keep="first"), on=ROW, how="left", maintain_order="left")
    frame = frame.with_columns(_placed=_placed(header, profile, cells, frame, whole, first))
    frame = frame.with_columns(
        pl.col("_placed").struct.field("place").alias(PLACE), pl.col("_placed").struct.field("why").alias(WHY)
    ).drop("_placed", "_broken")
    frame = frame.with_columns(_segment(profile).alias(SEGMENT))
    given = _groups(profile, cells, first)
    frame = frame.with_columns(**{f"g{i}": value for i, (_, value) in enumerate(given)}).drop("_whole", "_first")
    names = {name: text_cell(stripped(pl.col(f"g{i}"))) for i, (name, _) in enumerate(given)}
    labels = {label.name: text_cell(pl.lit(_label(label, sheet, frame, header, path))) for label in profile.label}
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
    rules += [(pl.col("_broken").is_not_null(), "fault", pl.col("_broken"))]
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
        return (low == test.equals.lower()) if test.equals else text.is_null()
    if test.begins is not None:
        return low.str.starts_with(test.begins.lower())
    if test.lacks is not None:
        return text.is_null() | ~low.str.contains(test.lacks.lower(), literal=True)
    return low.str.contains((test.contains or "").lower(), literal=True)


def _segment(profile: Profile) -> pl.Expr:
    """Count the boundaries above each row: group rows begin a segment, totals of groups end one."""
    of_group = [str(i) for i, t in enumerate(profile.rows.total) if t.of == "group"]
    begins = pl.col(PLACE) == "group"
    ends = (pl.col(PLACE) == "total") & pl.col(WHY).is_in(of_group)
    return begins.cum_sum() + ends.cum_sum() - ends.cast(pl.UInt32)


def _groups(profile: Profile, cells: Cells, first: pl.Expr) -> list[tuple[str, pl.Expr]]:
    """Return what group rows say, down to the next such row; one that does not say it makes it unknown."""
    return [(cut.name, _group(i, group, cut, cells, first))
            for i, group in enumerate(profile.rows.group) for cut in group.gives]  # fmt: skip


def _group(number: int, group: Group, cut: Cut, cells: Cells, first: pl.Expr) -> pl.Expr:
    here = (pl.col(PLACE) == "group") & (pl.col(WHY) == str(number))
    text = cells[group.column].text if group.column else first
    said = _cut(text, cut.after, cut.until)
    return pl.when(here).then(said.fill_null("")).otherwise(NOTHING).forward_fill()


def _cut(text: pl.Expr, after: str, until: str) -> pl.Expr:
    """Cut a piece out of texts: what follows `after`, up to `until`; null where `after` does not stand."""
    if after:
        text = text.str.extract(rf"(?is){re.escape(after)}(.*)$", 1)
    if until:
        text = text.str.splitn(until, 2).struct.field("field_0")
    return stripped(text)


def _label(label: Label, sheet: Sheet, frame: pl.DataFrame, header: Header, path: Path) -> str:
    """Return what the file says once.

    Raises:
        ProfileError: it does not say it.
    """
    texts: list[list[str | None]] = [[sheet.name]] if label.within == "sheet_name" else [[path.stem]]
    if label.within in ("above", "below"):
        part = pl.col(ROW) < header.row if label.within == "above" else pl.col(ROW) > header.last
        rows = frame.filter(part & (pl.col(PLACE) != "record")).select(cell(i) for i in range(sheet.width))
        texts = [list(r) for r in rows.iter_rows()]
    for row in texts:
        for index, text in enumerate(row):
            if text is None or label.after.casefold() not in text.casefold():
                continue
            begin = text.casefold().index(label.after.casefold()) + len(label.after)
            following = [text[begin:], *(t for t in row[index + 1 :] if t)]
            said = next((_until(t, label.until) for t in following if _until(t, label.until)), "")
            if said:
                return said
    where = {"above": "above the header", "below": "below the header"}.get(label.within, label.within.replace("_", " "))
    raise ProfileError(
        f"the label {label.name!r} is nowhere: no text {where} says {label.after!r} and something after it",
        hint="is this the sender's usual file? correct [[label]] in the profile otherwise",
    )


def _until(text: str, until: str) -> str:
    return (text.partition(until)[0] if until else text).strip(" \t\u00a0:")
