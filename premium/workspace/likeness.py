"""Which file of the records a canonical table's file looks like: the same rows, whatever their amounts are.

A corrected file sent under another name would be counted beside the first one: pay lines without a line_id twice, and
of tables with identifiers all rows would be set aside as used before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy import select

from premium.errors import InputError
from premium.ingest.layout import FORMATS
from premium.ingest.shelf.lines import STANDS, as_stored
from premium.workspace.cells import cells
from premium.workspace.sight import sees
from premium.workspace.slots import mark_of, taken_uploads
from premium.workspace.tables import Role, Upload, UploadState

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from premium.tables import Table
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace

PARTIES_AND_GOODS = ("buyer_id", "grower_id", "product", "unit", "ship_date")
SAYS: dict[str, tuple[str, ...]] = {
    "purchases": ("purchase_id", *PARTIES_AND_GOODS),
    "sales": ("sale_id", *PARTIES_AND_GOODS),
    "payments": ("payment_id", "buyer_id", "grower_id", "paid_date"),
    "receipts": ("receipt_id", "buyer_id", "grower_id", "received_date"),
    "payroll": ("grower_id", "worker_id", "check_date", "period_start", "period_end", "pay_code", "kind"),
    "growers": ("grower_id", "from_date"),
    "standing": ("grower_id", "from_date"),
}
"""The columns that say what a row is. Amounts and quantities are what a correction corrects, and a pay line's own
numbers are given anew in each export."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that comes in: what its rows say, as text, and their first and last day."""

    table: Table
    says: pl.LazyFrame
    days: tuple[str | None, str | None]


def table_sent(table: Table, path: Path, days: tuple[str | None, str | None]) -> Sent:
    """Return a canonical table's file as it comes in."""
    return Sent(table, cells(table, path, path.name, SAYS[table.name]), days)


def lines_sent(table: Table, lines: pl.DataFrame, days: tuple[str | None, str | None]) -> Sent:
    """Return a sender's file as it comes in: those of its lines that stand."""
    stored = as_stored(table, lines).lazy().filter(STANDS)
    return Sent(table, stored.select(pl.col(SAYS[table.name]).cast(pl.String)), days)


@dataclass(frozen=True, slots=True)
class Like:
    """A file of the records, by its name below them, of which `both` of a new file's `rows` stand there too."""

    name: str
    both: int
    rows: int

    @property
    def most(self) -> bool:
        """Whether that is more than half of them."""
        return self.both * 2 > self.rows


def parties_in(table: Table, path: Path, column: str) -> dict[str | None, int]:
    """Return whom a file of the records names in a column, and in how many rows; None is a cell that names nobody."""
    named = cells(table, path, path.name, [column]).group_by(column).len().collect(engine="streaming")
    return dict(named.iter_rows())


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody may know of such a file: what it was sent as and when, if they see that; else nothing but a `mark`.

    `reader` is who that is; the mark stands for the file, and only a monitor can do anything with it.
    """

    reader: Role
    words: str
    upload: str | None = None
    name: str | None = None
    mark: str | None = None

    def which(self) -> dict[str, str | None]:
        """Return which file it is, as far as it may be known."""
        known = {"upload": self.upload, "name": self.name}
        return known if self.mark is None else {**known, "mark": self.mark}


def looks_like(workspace: Workspace, sent: Sent, but: Collection[str]) -> Like | None:
    """Return the file of the records in which the most of a file's rows stand, where that is more than half of them.

    `but` are files that are not looked at: its own place, and that of what it replaces.
    """
    likest = next(iter(shared(workspace, workspace.records, sent, but)), None)
    return likest if likest is not None and likest.most else None


def shared(workspace: Workspace, records: Path, sent: Sent, but: Collection[str] = ()) -> list[Like]:
    """Return the files of the records, or of a snapshot of them, in which rows of a file stand too, the likest first.

    A file that cannot be read is passed over; a run says what is the matter with it.
    """
    says = SAYS[sent.table.name]
    mine = _counted(sent.says, says, "_mine")
    rows, found = int(mine["_mine"].sum()), []
    for path in _near(workspace, records, sent, but):
        name = path.relative_to(records).as_posix()
        try:
            theirs = _counted(cells(sent.table, path, name, says, without_aside=True), says, "_theirs", mine)
        except (InputError, pl.exceptions.PolarsError, OSError):
            continue
        in_both = mine.join(theirs, on=says, how="inner", nulls_equal=True)
        found.append(Like(name, int(in_both.select(pl.min_horizontal("_mine", "_theirs").sum()).item()), rows))
    return sorted((like for like in found if like.both), key=lambda like: -like.both)


def _counted(rows: pl.LazyFrame, says: tuple[str, ...], called: str, only: pl.DataFrame | None = None) -> pl.DataFrame:
    """Count rows that say the same; those of `only`, if it is given. Two rows are met by two, not by one."""
    rows = rows.select(pl.col(says).str.strip_chars()).filter(pl.any_horizontal(pl.col(says).is_not_null()))
    if only is not None:
        rows = rows.join(only.lazy(), on=says, how="semi", nulls_equal=True)
    return rows.group_by(says).agg(pl.len().cast(pl.Int64).alias(called)).collect(engine="streaming")


def _near(workspace: Workspace, records: Path, sent: Sent, but: Collection[str]) -> list[Path]:
    """Return the table's files, without those tables whose days, as an upload told them, are all others.

    Line files are not left out: their days may be those of pay periods.
    """
    told = [row.told or {} for row in taken_uploads(workspace, None) if row.profile is None]
    days = {said.get("name"): said.get("days", (None, None)) for said in told}
    return [
        path
        for path in sorted((records / sent.table.name).rglob("*"))
        if path.suffix in FORMATS and not path.name.startswith(".") and path.is_file()
        and (name := path.relative_to(records).as_posix()) not in but
        and _may_share_a_day(sent.days, days.get(name, (None, None)))
    ]  # fmt: skip


def _may_share_a_day(mine: tuple[str | None, str | None], theirs: tuple[str | None, str | None]) -> bool:
    (first, last), (from_day, to_day) = mine, theirs
    return first is None or last is None or from_day is None or to_day is None or (first <= to_day and from_day <= last)


def as_told(workspace: Workspace, who: Who, name: str) -> Told:
    """Return how somebody is told of a file of the records: others' files are not named to a party."""
    with workspace.reading() as session:
        rows = session.scalars(select(Upload).where(Upload.state == UploadState.TAKEN, sees(who, Upload))).all()
    row = next((row for row in rows if (row.told or {}).get("name") == name), None)
    if row is not None:
        day = datetime.fromtimestamp(row.received_at / 1000, UTC).date().isoformat()
        return Told(who.role, f"{row.name}, received on {day}", row.id, row.name)
    if who.role == Role.MONITOR:
        return Told(who.role, name, None, name)
    return Told(who.role, "a file that is there already", mark=mark_of(workspace, name))
