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
from premium.money import MONEY_DECIMALS, NUMBER_DECIMALS
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.profile import Profile
    from premium.ingest.sender import ControlTotal, SenderFile

FIRST = 3
"""Records that are shown before and after."""
EXAMPLES = 3
"""Rows that are named for a reason."""
SCALES = {"money": MONEY_DECIMALS, "number": NUMBER_DECIMALS}


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it was sent, and the lines that it gave: pairs of title or column and text, blanks left out."""

    row: int
    sent: tuple[tuple[str, str], ...]
    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why lines were set aside: the column, the reason, how many, and the first rows, each by its sheet if need be."""

    column: str
    reason: str
    lines: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines that stand, of one kind (or of the whole table): their count and sums, in cents and ten-thousandths."""

    kind: str
    lines: int
    units_e4: int | None
    hours_e4: int | None
    quantity_e4: int | None
    amount_cents: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """What a profile makes of a file.

    `rows` counts rows by place; `wrong` says in sentences why the file is not blessed, and is empty where it is.
    """

    name: str
    profile: str
    version: int
    approved_by: str
    table: str
    days: tuple[str, str]
    rows: dict[str, int]
    lines: int
    taken: int
    empty: int
    uncovered: int
    totals: tuple[ControlTotal, ...]
    sums: tuple[Sum, ...]
    reasons: tuple[Reason, ...]
    first: tuple[Record, ...]
    skipped: tuple[tuple[str, int], ...]
    unmapped: tuple[tuple[str, int], ...]
    left_out: tuple[str, ...]
    warnings: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def blessed(self) -> bool:
        """Whether every stated total agrees, and nothing about the whole is wrong."""
        return not self.wrong

    @property
    def set_aside(self) -> int:
        """How many lines were set aside."""
        return self.lines - self.taken


def check(read: SenderFile, profile: Profile) -> Check:
    """Sum up what a profile made of a file."""
    first, last = read.days()
    placed = dict(read.placed.group_by("place").len().iter_rows())
    return Check(
        name=read.name, profile=profile.id, version=profile.version, approved_by=profile.approved_by, table=read.table,
        days=(str(first or ""), str(last or "")), rows={p: placed.get(p, 0) for p in PLACES}, lines=len(read.lines),
        taken=len(read.taken), empty=read.empty, uncovered=int(read.uncovered["rows"].sum()), totals=read.totals,
        sums=_sums(read), reasons=_reasons(read), first=_first(read, profile), skipped=_left(read.skipped),
        unmapped=_left(read.unmapped), left_out=read.left_out, warnings=read.warnings, wrong=tuple(_wrong(read)),
    )  # fmt: skip


def _left(frame: pl.DataFrame) -> tuple[tuple[str, int], ...]:
    return tuple((str(text), int(rows)) for text, rows in frame.select("text", "rows").iter_rows())


def _wrong(read: SenderFile) -> list[str]:
    """Say what is wrong with the whole: a total that does not agree, or a profile that does not fit."""
    wrong = []
    missed = [t for t in read.totals if not t.agrees]
    if missed:
        wrong.append(f"{len(missed)} of the {len(read.totals)} totals that the file states are not what was read")
    if read.lines.is_empty():
        wrong.append("no line was read: is the header where the profile looks for it?")
    elif read.taken.is_empty():
        wrong.append("every line was set aside: the profile does not fit this file")
    elif 2 * len(read.set_aside) > len(read.lines):
        wrong.append("more than half of the lines were set aside: the profile does not fit this file")
    return wrong


def _sums(read: SenderFile) -> tuple[Sum, ...]:
    """Add up the lines that stand, by kind where the table has kinds."""
    columns = {c.name: c.type for c in INPUTS[read.table].columns}
    measures = {n: SCALES[columns[n]] for n in ("units", "hours", "quantity", "amount") if n in columns}
    sums = [(pl.col(n).sum() * 10**places).cast(pl.Int64).alias(n) for n, places in measures.items()]
    by = pl.col("kind") if "kind" in columns else pl.lit(read.table).alias("kind")
    added = read.taken.group_by(by, maintain_order=True).agg(pl.len().alias("lines"), *sums)
    return tuple(
        Sum(str(r["kind"]), r["lines"], r.get("units"), r.get("hours"), r.get("quantity"), r.get("amount"))
        for r in added.sort("lines", "kind", descending=[True, False]).to_dicts()
    )


def _reasons(read: SenderFile) -> tuple[Reason, ...]:
    """Count the lines that were set aside by column and reason, the most first; rows are named, people never."""
    sheets = read.lines["from_sheet"].n_unique() > 1
    where = (
        pl.concat_str(pl.col("from_sheet"), pl.lit(" row "), pl.col("from_row"))
        if sheets
        else "row " + pl.col("from_row").cast(pl.String)
    )
    grouped = read.set_aside.group_by("set_aside_column", "set_aside_reason", maintain_order=True).agg(
        pl.len().alias("lines"), where.unique(maintain_order=True).head(EXAMPLES).alias("rows")
    )
    ordered = grouped.sort("lines", descending=True, maintain_order=True)
    return tuple(
        Reason(r["set_aside_column"] or "the row", r["set_aside_reason"], r["lines"], tuple(r["rows"]))
        for r in ordered.to_dicts()
    )


def _first(read: SenderFile, profile: Profile) -> tuple[Record, ...]:
    """Return the first records as sent, each with its lines; names, and what the profile does not read, as shapes."""
    shown = {plain(t) for t in asked_for(profile)} - {plain(t) for t in _people(profile)}
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


def _people(profile: Profile) -> set[str]:
    """Return the titles that hold names, as far as the profile says."""
    by_name = {t for s in profile.columns.get("worker_id", ()) if s.as_ == "name" or s.after for t in s.titles or ()}
    return by_name | set(profile.keep_name or ())
