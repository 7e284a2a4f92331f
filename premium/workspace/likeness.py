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
from premium.workspace.cells import cells
from premium.workspace.sight import sees
from premium.workspace.slots import taken_uploads
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
    """A canonical table's file that comes in: its rows' days, first and last, bound what it can have in common."""

    table: Table
    path: Path
    days: tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Like:
    """A file of the records, by its name below them, of which `both` of a new file's `rows` stand there too."""

    name: str
    both: int
    rows: int


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody may know of such a file: what it was sent as and when, if they see that; else nothing."""

    words: str
    upload: str | None = None
    name: str | None = None


def looks_like(workspace: Workspace, sent: Sent, but: Collection[str]) -> Like | None:
    """Return the file of the records in which the most of a file's rows stand, where that is more than half of them.

    `but` are files that are not looked at: its own place, and that of what it replaces. A file that cannot be read is
    passed over; a run says what is the matter with it.
    """
    says = SAYS[sent.table.name]
    mine = _counted(cells(sent.table, sent.path, sent.path.name, says), says, "_mine")
    rows, found = int(mine["_mine"].sum()), []
    for path in _near(workspace, sent, but):
        name = path.relative_to(workspace.records).as_posix()
        try:
            theirs = _counted(cells(sent.table, path, name, says, without_aside=True), says, "_theirs", mine)
        except (InputError, pl.exceptions.PolarsError, OSError):
            continue
        in_both = mine.join(theirs, on=says, how="inner", nulls_equal=True)
        found.append(Like(name, int(in_both.select(pl.min_horizontal("_mine", "_theirs").sum()).item()), rows))
    likest = max(found, key=lambda like: like.both, default=None)
    return likest if likest is not None and likest.both * 2 > rows else None


def _counted(rows: pl.LazyFrame, says: tuple[str, ...], called: str, only: pl.DataFrame | None = None) -> pl.DataFrame:
    """Count rows that say the same; those of `only`, if it is given. Two rows are met by two, not by one."""
    rows = rows.select(pl.col(says).str.strip_chars()).filter(pl.any_horizontal(pl.col(says).is_not_null()))
    if only is not None:
        rows = rows.join(only.lazy(), on=says, how="semi", nulls_equal=True)
    return rows.group_by(says).agg(pl.len().cast(pl.Int64).alias(called)).collect(engine="streaming")


def _near(workspace: Workspace, sent: Sent, but: Collection[str]) -> list[Path]:
    """Return the table's files, without those tables whose days, as an upload told them, are all others.

    Line files are not left out: their days may be those of pay periods.
    """
    told = [row.told or {} for row in taken_uploads(workspace, None) if row.profile is None]
    days = {said.get("name"): said.get("days", (None, None)) for said in told}
    return [
        path
        for path in sorted((workspace.records / sent.table.name).rglob("*"))
        if path.suffix in FORMATS and not path.name.startswith(".") and path.is_file()
        and (name := path.relative_to(workspace.records).as_posix()) not in but
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
        return Told(f"{row.name}, received on {day}", row.id, row.name)
    return Told(name, None, name) if who.role == Role.MONITOR else Told("a file that is there already")
