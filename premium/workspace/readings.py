"""A file read before anything is put anywhere: how many lines stand, what does not and why, and whose they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import InputError
from premium.ingest import csv_file, parquet_file
from premium.ingest.files import magic
from premium.ingest.identifiers import used_before
from premium.ingest.sender import read_sender
from premium.ingest.shelf.slots import receipt_in
from premium.ingest.take import Source, height, take
from premium.tables import INPUTS
from premium.workspace.arriving import safe_name
from premium.workspace.cells import cells
from premium.workspace.place_of_work import link_or_copy
from premium.workspace.profiles import chosen
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile
    from premium.tables import Table
    from premium.workspace.asked import Reading
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace
    from premium.workspace.records import File

SUFFIXES = {magic.TEXT: ".csv", magic.PARQUET: ".parquet"}
STEM_BYTES, ID_SHOWN = 60, 8
DRAFT = "draft"
"""What a draft has for an upload's id."""
NO_TABLE = "export it as CSV or as a workbook, from the program that printed it"
FAR = date.max
"""Every row is looked at when a file comes in; which day counts is for a run to say."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is read: as this table, by its content as `suffix`, or by a profile."""

    table: str
    suffix: str
    profile: LoadedProfile | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: `rejects` has columns of the output of that name, `parties` counts the lines of each."""

    table: Table
    suffix: str
    taken: int
    rejects: pl.DataFrame
    parties: pl.DataFrame
    days: tuple[str | None, str | None]
    warnings: tuple[str, ...]
    sender: SenderFile | None = None
    profile: LoadedProfile | None = None
    owner: tuple[str | None, str | None] = (None, None)

    @property
    def set_aside(self) -> int:
        """How many lines were set aside."""
        return len(self.rejects)

    def others(self, column: str, party: str) -> int:
        """Return how many lines name another party in a column."""
        return int(self.parties.filter(pl.col(column) != party)["lines"].sum())


def plan(workspace: Workspace, path: Path, asked: Reading) -> Plan:
    """Decide how a file is read: as was asked, else as the canonical table that it is, else by the profile that fits.

    Where nothing fits, it is the table that it is nearly: reading it then says what is missing.

    Raises:
        InputError: nothing fits.
    """
    if not path.stat().st_size:
        raise InputError(f"{path.name} is empty", hint="export it again, or ask the sender for it again")
    with path.open("rb") as file:
        found = magic.kind_of(file.read(magic.HEAD))
    suffix = SUFFIXES.get(found, "")
    table = asked.table or (None if asked.profile is not None else _canonical_table(path, suffix))
    if table is not None and asked.profile is None:
        if not suffix:
            raise InputError(f"{path.name} is {found}, and a table is CSV or Parquet", hint="read it by a profile")
        return Plan(table, suffix)
    try:
        profile = chosen(workspace, path, asked.profile)
    except InputError as error:
        if asked.profile is not None:
            raise
        if found.startswith(magic.NO_TABLE):
            raise InputError(f"{path.name} is {found}, and no table can be read from that", hint=NO_TABLE) from error
        if (nearly := _nearly(path, suffix)) is None:
            raise
        return Plan(nearly, suffix)
    if asked.table is not None and profile.profile.table != asked.table:
        raise InputError(f"the profile {profile.profile.id} is for {profile.profile.table}", hint="leave the table out")
    return Plan(profile.profile.table, suffix, profile)


def _titles(path: Path, suffix: str) -> list[str]:
    """Return the titles of a file's columns; none where it has no header that can be read."""
    try:
        if suffix == ".csv":
            return csv_file.header(path, path.name)
        return list(parquet_file.header(path, path.name)) if suffix == ".parquet" else []
    except InputError:
        return []


def _nearly(path: Path, suffix: str) -> str | None:
    """Return the one table of whose required columns a file has the most, and more than half, however it spells them.

    A header that seems to be separated otherwise than by commas is looked at as if it were.
    """
    titles = _titles(path, suffix)
    if suffix == ".csv" and len(titles) == 1 and csv_file.separator(path):
        titles = re.split(r"[;\t|]", titles[0])
    squeezed = {title.strip().lower().replace(" ", "_") for title in titles}
    required = {name: {c.name for c in table.columns if c.required} for name, table in INPUTS.items()}
    share = {name: len(columns & squeezed) / len(columns) for name, columns in required.items() if len(columns) > 1}
    most = max(share.values())
    found = [name for name, of in share.items() if of == most]
    return found[0] if most * 2 > 1 and len(found) == 1 else None


def _canonical_table(path: Path, suffix: str) -> str | None:
    """Return the table whose columns a file has; None where it is some sender's own."""
    titles = _titles(path, suffix)
    fits = {
        name: [c.name for c in table.columns if c.required]
        for name, table in INPUTS.items()
        if {c.name for c in table.columns if c.required} <= set(titles)
    }
    if set(fits) == {"growers"} and not set(titles) <= {c.name for c in INPUTS["growers"].columns}:
        return None  # it needs nothing but a grower, and many files name one
    return max(fits, key=lambda name: len(fits[name]), default=None)


def called(file: File, table: Table, suffix: str) -> str:
    """Return what a canonical table's file is called in the records: after what was sent, and which upload it was.

    Rows are known by it on pages and in proofs, so it holds what a person knows it by, and nothing that a path, an
    address or a pattern would take for something else. A draft is called `draft`: it is gone afterwards.
    """
    if file.id == DRAFT:
        return f"{table.name}/{DRAFT}{suffix}"
    stem = re.sub(r"[^\w.-]+", "-", PurePath(safe_name(file.path.name)).stem)
    stem = stem.encode()[:STEM_BYTES].decode(errors="ignore").strip("-.") or "file"
    return f"{table.name}/{stem}.{file.id[:ID_SHOWN]}{suffix}"


def canonical(file: File, how: Plan, place: Path) -> Read:
    """Judge a canonical table's file as a run would.

    Raises:
        InputError: the file as a whole cannot be read as the table.
    """
    table = INPUTS[how.table]
    source, name = place / f"file{how.suffix}", called(file, table, how.suffix)
    link_or_copy(file.path, source)
    _is_no_line_file(file.path, how.suffix)
    try:
        taken = take(table, Source(source, name), place / "stage.parquet", FAR, None)
    except InputError as error:  # who sent it knows it by its own name
        raise InputError(str(error).replace(name, file.path.name), hint=error.hint) from error
    again = used_before(table, [taken.path], [taken.later])
    standing = pl.scan_parquet([taken.path, taken.later], glob=False)
    columns = ["column_name", "reason", "source_row"]
    rejects = pl.concat([taken.rejects.select(columns), again.select(columns)])
    return Read(
        table, how.suffix, height(taken.path) + height(taken.later) - len(again), rejects,
        _parties(table, source, name), _days(table, standing),
        tuple(w.replace(name, file.path.name) for w in taken.warnings),
    )  # fmt: skip


def _is_no_line_file(path: Path, suffix: str) -> None:
    """See that a file does not say of itself that premium made it of a sender's file.

    Raises:
        InputError: it does: whoever sends it could say anything there of where its lines come from.
    """
    if suffix == ".parquet":
        try:
            receipt = receipt_in(path)
        except pl.exceptions.PolarsError:
            return  # reading it says what is the matter with it
        if receipt is not None:
            raise InputError(
                f"{path.name} holds a receipt, as premium writes it of a sender's file",
                hint="send the sender's own file; or write a plain table, without metadata of premium's",
            )


def _parties(table: Table, source: Path, name: str) -> pl.DataFrame:
    """Count the lines of each party, as their cells stand there: also of those that cannot be taken."""
    by = [c for c in ("grower_id", "buyer_id") if table_has(table, c)]
    return cells(table, source, name, by).group_by(by).agg(lines=pl.len()).collect(engine="streaming")


def table_has(table: Table, column: str) -> bool:
    """Return whether a table has a column."""
    return any(c.name == column for c in table.columns)


def _days(table: Table, rows: pl.LazyFrame) -> tuple[str | None, str | None]:
    if table.day is None:
        return None, None
    first, last = rows.select(a=pl.col(table.day).min(), b=pl.col(table.day).max()).collect(engine="streaming").row(0)
    return (first.isoformat(), last.isoformat()) if first else (None, None)


def sent(file: File, how: Plan, who: Who, asked: Reading) -> Read:
    """Read a sender's file by its profile; a party's own file is theirs where neither file nor profile says whose.

    Raises:
        PremiumError: it is refused.
    """
    assert how.profile is not None  # noqa: S101 - a plan without one is of a canonical table
    profile, table = how.profile.profile, INPUTS[how.table]
    owner = {"grower_id": getattr(asked, "grower", None), "buyer_id": getattr(asked, "buyer", None)}
    if who.role == Role.GROWER:
        owner["grower_id"] = who.party
    if who.role == Role.BUYER:
        owner["buyer_id"] = who.party
    said = set(profile.columns).union(*profile.line)
    given = {c: party for c, party in owner.items() if party is not None and table_has(table, c) and c not in said}
    read = read_sender(file.path, how.profile, given=given)
    aside = read.set_aside.select(
        column_name="set_aside_column", reason="set_aside_reason", source_row=pl.col("from_row").cast(pl.Int64)
    )
    by = [c for c in ("grower_id", "buyer_id") if table_has(table, c)]
    parties = read.lines.group_by(by).agg(lines=pl.len())
    first, last = (day.isoformat() if day else None for day in read.days())
    return Read(
        table, how.suffix, len(read.taken), aside, parties, (first, last), read.warnings, read, how.profile,
        (given.get("grower_id"), given.get("buyer_id")),
    )  # fmt: skip
