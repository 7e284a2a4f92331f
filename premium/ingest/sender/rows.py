"""What each row of a sheet is: exactly one of `PLACES`, by the profile's rules and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.files.sheet import ROW, cell
from premium.ingest.sender.carry import carried
from premium.ingest.sender.cells import FIRST, WHOLE, Cell, Cells, cells_of, plain, stripped
from premium.ingest.sender.header import spoken_of
from premium.ingest.sender.labels import agrees_with_itself, said_once
from premium.ingest.sender.says import cut, holds

if TYPE_CHECKING:
    from premium.ingest.files.sheet import Sheet
    from premium.ingest.profile import Profile
    from premium.ingest.profile.model import Label
    from premium.ingest.sender.header import Header

PLACE, WHY, SEGMENT = "_place", "_why_placed", "_segment"
NOTHING = pl.lit(None, dtype=pl.String)
RAGGED = "ragged: the row has more cells than the header has titles; is a cell with the delimiter in it not quoted?"
SILENT = "not_said: row {} is to say it, and does not"
SHORT = (
    "ragged: the row has {} cells, the header {}; is a delimiter missing, or the line cut off? "
    'If the system leaves out empty cells at the end, write short_rows = "blank" in [dialect]'
)


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
        ProfileError: a label is nowhere, or the sheet contradicts it further down.
    """
    frame, cells = cells_of(sheet, header)
    broken = sheet.faults.filter(pl.col("column").is_null()).select(ROW, pl.col("reason").alias("_broken"))
    frame = frame.join(broken.unique(ROW, keep="first"), on=ROW, how="left", maintain_order="left")
    frame = frame.join(sheet.lengths, on=ROW, how="left", maintain_order="left")
    frame = frame.with_columns(_placed=_placed(header, profile, cells, frame))
    frame = frame.with_columns(
        pl.col("_placed").struct.field("place").alias(PLACE), pl.col("_placed").struct.field("why").alias(WHY)
    ).drop("_placed", "_broken", "length")
    frame = frame.with_columns(_segment(profile).alias(SEGMENT))
    frame, cells = carried(profile.rows.carry, frame, cells, pl.col(PLACE) == "record", SEGMENT)
    frame, names = _groups(profile, frame, cells)
    apart = frame.filter(pl.col(PLACE) != "record")
    labels = {label.name: said_once(label, sheet, apart, header, name) for label in profile.label}
    for label in profile.label:
        anew = (pl.col(PLACE) == "group") & pl.col(WHY).is_in(_anew(profile, label))
        agrees_with_itself(label, sheet, frame.filter((pl.col(PLACE) != "total") & ~anew), header, name)
    return Shaped(sheet.name, frame, cells.with_names({**names, **labels}), sheet.width)


def _placed(header: Header, profile: Profile, cells: Cells, frame: pl.DataFrame) -> pl.Expr:
    """Return each row's place and why; the first that fits counts."""
    row, whole, first = pl.col(ROW), cells[WHOLE].text, cells[FIRST].text
    rules: list[tuple[pl.Expr, str, pl.Expr]] = [
        (row < header.row, "above", NOTHING),
        (row <= header.last, "header", NOTHING),
        (first.is_null() & ~_faulty(frame), "blank", NOTHING),
        (_repeats(header, frame, whole), "header", pl.lit("repeated")),
    ]
    rules += [(holds(s.where, cells), "skipped", pl.lit(s.why)) for s in profile.rows.skip]
    rules += [(holds(g.where, cells), "group", pl.lit(str(i))) for i, g in enumerate(profile.rows.group)]
    rules += [(holds(t.where, cells), "total", pl.lit(str(i))) for i, t in enumerate(profile.rows.total)]
    broken = pl.coalesce("_broken", _ragged(header, profile), _short(header, profile, frame))
    rules += [(broken.is_not_null(), "fault", broken)]
    return pl.coalesce(
        *(pl.when(fits.fill_null(value=False)).then(_place(place, why)) for fits, place, why in rules),
        _place("record", NOTHING),
    )


def _place(place: str, why: pl.Expr) -> pl.Expr:
    return pl.struct(place=pl.lit(place), why=why.cast(pl.String))


def _faulty(frame: pl.DataFrame) -> pl.Expr:
    """Say in which rows something cannot be read, though nothing may be seen there: a formula without its value."""
    faults = [pl.col(c).is_not_null() for c in frame.columns if re.fullmatch("f[0-9]+", c)]
    return pl.any_horizontal(pl.col("_broken").is_not_null(), *faults)


def _repeats(header: Header, frame: pl.DataFrame, whole: pl.Expr) -> pl.Expr:
    """Say which rows are a row of the header once more, as printed reports have it on each page."""
    if not header.rows:
        return pl.lit(value=False)
    at = frame.filter(pl.col(ROW).is_between(header.row, header.last)).select(t=whole)["t"].to_list()
    texts = [" ".join(t.split()) for t in at if t and len(t.split()) > 1]
    return whole.str.replace_all(r"\s+", " ").str.strip_chars().is_in(texts) if texts else pl.lit(value=False)


def _ragged(header: Header, profile: Profile) -> pl.Expr:
    """Return why a record of text cannot be trusted: it goes on after the last title, so its cells may be others'."""
    spoken = spoken_of(profile)
    titles = enumerate(zip(header.titles, header.called, strict=True))
    last = max((i for i, (title, name) in titles if title or plain(name) in spoken), default=-1)
    beyond = [stripped(pl.col(cell(i))).is_not_null() for i in range(last + 1, len(header.titles))]
    if profile.dialect.format != "csv" or not beyond:
        return NOTHING
    return pl.when(pl.any_horizontal(beyond)).then(pl.lit(RAGGED))


def _short(header: Header, profile: Profile, frame: pl.DataFrame) -> pl.Expr:
    """Return why a record of text cannot be trusted: cells are missing, and the profile does not say they are blank."""
    at = frame.filter(pl.col(ROW).is_between(header.row, header.last))["length"].max() if header.rows else None
    wanted = at if at is not None else len(profile.match.titles)
    if profile.dialect.format != "csv" or profile.dialect.short_rows == "blank":
        return NOTHING
    return pl.when(pl.col("length") < wanted).then(pl.format(SHORT, "length", pl.lit(wanted)))


def _segment(profile: Profile) -> pl.Expr:
    """Count the boundaries above each row: group rows begin a segment, totals of groups end one."""
    of_group = [str(i) for i, t in enumerate(profile.rows.total) if t.of == "group"]
    begins = pl.col(PLACE) == "group"
    ends = (pl.col(PLACE) == "total") & pl.col(WHY).is_in(of_group)
    return begins.cum_sum() + ends.cum_sum() - ends.cast(pl.UInt32)


def _read_before(profile: Profile, label: Label) -> list[set[str]]:
    """Return, for each time that a column reads a label, the names that it reads first."""
    found, name = [], plain(label.name)
    for many in [m for lines in (profile.columns, *profile.line) for m in lines.values()]:
        read = [{plain(t) for t in source.titles or ()} for source in many]
        found += [set[str]().union(*read[:i]) for i, titles in enumerate(read) if name in titles]
    return found


def _anew(profile: Profile, label: Label) -> list[str]:
    """Return the numbers of the group rules that say a label anew: whatever reads it reads a piece of theirs first."""
    first = _read_before(profile, label)
    gives = [{plain(piece.name) for piece in group.gives} for group in profile.rows.group]
    return [str(i) for i, names in enumerate(gives) if first and all(names & before for before in first)]


def _groups(profile: Profile, frame: pl.DataFrame, cells: Cells) -> tuple[pl.DataFrame, dict[str, Cell]]:
    """Give each row what the group rows above it say, by name.

    It holds down to the next row of a rule that gives the same name; where that one does not say it, it is unknown.
    Where a label is read instead of what is unknown, that is a fault: the label is of the rows above.
    """
    instead = set[str]().union(*(names for label in profile.label for names in _read_before(profile, label)))
    said: dict[str, list[pl.Expr]] = {}
    for number, group in enumerate(profile.rows.group):
        here = (pl.col(PLACE) == "group") & (pl.col(WHY) == str(number))
        for piece in group.gives:
            given = cut(cells[group.column or FIRST], piece.after, piece.until)
            silent = pl.lit(plain(piece.name) in instead) & given.text.is_null()
            fault = pl.coalesce(given.fault, pl.when(silent).then(pl.format(SILENT, ROW)))
            whole = pl.struct(text=given.text, kind=given.kind, fault=fault)
            said.setdefault(plain(piece.name), []).append(pl.when(here).then(whole))
    held = {f"g{i}": pl.coalesce(pieces).forward_fill() for i, pieces in enumerate(said.values())}
    fields = [[pl.col(g).struct.field(f) for f in ("text", "kind", "fault")] for g in held]
    return frame.with_columns(**held), {name: Cell(*of) for name, of in zip(said, fields, strict=True)}
