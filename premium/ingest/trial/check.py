"""What a profile makes of a file, for a person to judge: rows, lines, totals to the cent, rejects by reason.

Nobody's name is in it: names are shown as the shape of what stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess.values import shape_of
from premium.ingest.sender.cells import plain
from premium.ingest.sender.file import PLACES
from premium.ingest.sender.header import asked_for
from premium.ingest.sender.reasons import Reason, people, reasons
from premium.ingest.sender.stated import to_add
from premium.ingest.sender.sums import Sum, added, by_kind
from premium.ingest.trial.remarks import remarks, told_apart
from premium.tables import INPUTS, WAGE_KINDS

if TYPE_CHECKING:
    from premium.ingest.profile import Profile
    from premium.ingest.sender import ControlTotal, SenderFile, UnreadTotal

FIRST = 3
"""Records that are shown before and after."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was sent, and the lines that it gave: pairs of title or column and text, blanks left out."""

    row: int
    sent: tuple[tuple[str, str], ...]
    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What a profile makes of a file.

    `periods` are a payroll's pay periods with how many records each has, `classes` the classes of work that its lines
    of wages say and in how many (empty: none is said). `rows` counts rows by place; `stand` and `aside` are the sums of
    the lines that stand and of those set aside.
    `wrong` says in sentences what speaks against the profile, and `to_add` what it would have to say if numbers of
    total rows are left unread on purpose. A file is blessed where nothing is wrong and no line was set aside.
    """

    name: str
    profile: str
    version: int
    approved_by: str
    table: str
    days: tuple[str, str]
    periods: tuple[tuple[str, str, int], ...]
    classes: tuple[tuple[str, int], ...]
    rows: dict[str, int]
    lines: int
    taken: int
    stand: Sum
    aside: Sum
    empty: int
    uncovered: int
    totals: tuple[ControlTotal, ...]
    unread_totals: tuple[UnreadTotal, ...]
    sums: tuple[tuple[str, Sum], ...]
    reasons: tuple[Reason, ...]
    first: tuple[Record, ...]
    skipped: tuple[tuple[str, int], ...]
    unmapped: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    wrong: tuple[str, ...]
    to_add: tuple[str, ...]

    @property
    def blessed(self) -> bool:
        """Whether every stated total is what was read, no line was set aside, and nothing about the whole is wrong."""
        return not self.wrong and not self.set_aside

    @property
    def set_aside(self) -> int:
        """How many lines were set aside."""
        return self.lines - self.taken


def check(read: SenderFile, profile: Profile) -> Check:
    """Sum up what a profile made of a file."""
    first, last = read.days()
    placed = dict(read.placed.group_by("place").len().iter_rows())
    told = told_apart(read)
    return Check(
        name=read.name, profile=profile.id, version=profile.version, approved_by=profile.approved_by, table=read.table,
        days=(str(first or ""), str(last or "")), periods=_periods(read), classes=_classes(read),
        rows={p: placed.get(p, 0) for p in PLACES}, lines=len(read.lines),
        taken=len(read.taken), stand=added(read.table, read.taken), aside=added(read.table, read.set_aside),
        empty=read.empty, uncovered=int(read.uncovered["rows"].sum()), totals=read.totals,
        unread_totals=read.unread_totals, sums=by_kind(read.table, read.taken),
        reasons=reasons(read.table, read.lines, profile), first=_first(read, profile), skipped=_left(read.skipped),
        unmapped=_left(read.unmapped), left_out=read.left_out,
        warnings=(*told, *remarks(read)), wrong=tuple(_wrong(read)), to_add=tuple(to_add(read)),
    )  # fmt: skip


def _periods(read: SenderFile) -> tuple[tuple[str, str, int], ...]:
    if read.table != "payroll":
        return ()
    days = ["period_start", "period_end"]
    records = read.taken.group_by(days).agg(pl.struct("from_sheet", "from_row").n_unique()).sort(days)
    return tuple((str(first), str(last), int(n)) for first, last, n in records.rows())


def _classes(read: SenderFile) -> tuple[tuple[str, int], ...]:
    if read.table != "payroll":
        return ()
    said = read.taken.filter(pl.col("kind").is_in(WAGE_KINDS)).select(c=pl.col("job_class").fill_null(""))
    return tuple(
        (str(c), int(n)) for c, n in said.group_by("c").len().sort("len", "c", descending=[True, False]).rows()
    )


def _left(frame: pl.DataFrame) -> tuple[tuple[str, int], ...]:
    return tuple((str(text), int(rows)) for text, rows in frame.select("text", "rows").iter_rows())


def _wrong(read: SenderFile) -> list[str]:
    """Say what is wrong with the whole: a total that does not agree, or a profile that does not fit."""
    wrong = []
    missed = [t for t in read.totals if not t.agrees]
    if missed:
        wrong.append(f"{len(missed)} of the {len(read.totals)} totals that the file states are not what was read")
    unread = sum(not t.known for t in read.unread_totals)
    if unread:
        words = "number in total rows stands" if unread == 1 else "numbers in total rows stand"
        wrong.append(f"{unread} {words} in columns from which nothing is read")
    if read.lines.is_empty():
        wrong.append("no line was read: is the header where the profile looks for it?")
    elif read.taken.is_empty():
        wrong.append("every line was set aside: the profile does not fit this file")
    elif 2 * len(read.set_aside) > len(read.lines):
        wrong.append("more than half of the lines were set aside: the profile does not fit this file")
    return wrong


def _first(read: SenderFile, profile: Profile) -> tuple[Record, ...]:
    """Return the first records as sent, each with its lines; names, and what the profile does not read, as shapes."""
    shown = {plain(t) for t in asked_for(profile)} - {plain(t) for t in people(profile)}
    known_by_name = any(s.as_ == "name" for s in profile.columns.get("worker_id", ()))
    columns = [c.name for c in INPUTS[read.table].columns]
    records = []
    for sent in read.before.head(FIRST).to_dicts():
        row = int(sent.pop("row"))
        made = read.lines.filter(pl.col("from_row") == row)
        made = made.filter(pl.col("from_sheet").eq_missing(made["from_sheet"].first())) if len(made) else made
        lines = []
        for line in made.select(*columns, "set_aside_reason").to_dicts():
            if known_by_name and line["worker_id"]:
                line["worker_id"] = shape_of(line["worker_id"])
            lines.append(tuple((c, str(v)) for c, v in line.items() if v is not None and v != ""))
        cells = ((t, str(v) if plain(t) in shown else shape_of(str(v))) for t, v in sent.items() if v is not None)
        records.append(Record(row, tuple(cells), tuple(lines)))
    return tuple(records)
