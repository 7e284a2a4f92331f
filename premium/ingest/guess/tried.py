"""The proposal tried on its own files, before anybody sees it: what it would take, set aside, and find to add up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import PremiumError
from premium.ingest.sender import read_sender
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile

PLACEHOLDER = "-"
"""Whose file it is, where only the one who brings it in can say."""
MOST = 6
"""Reasons that are told, the most frequent first."""


def tell(
    paths: Sequence[Path], loaded: LoadedProfile, unnamed: Sequence[str], password: Callable[[], str] | None
) -> list[str]:
    """Return in sentences what the files give as the profile stands; of titles that nothing names, what without them.

    Nobody's name is in it, and no number of a worker's.
    """
    told = ["Tried on its own files as it stands:"]
    if unnamed:
        names = ", ".join(repr(t) for t in unnamed)
        told.append(f"  REFUSED until you say what becomes of {names}. Without that, they would give:")
        loaded = replace(loaded, profile=loaded.profile.model_copy(update={"leftover": "drop"}))
    tables = {s.table for many in loaded.profile.columns.values() for s in many if s.table}
    if tables:
        return [f"Not tried on its own files: {tables.pop()} beside it must first say which product each text is."]
    for path in paths:
        try:
            read = read_sender(path, loaded, given=_given(loaded), password=password)
        except PremiumError as error:
            told.append(f"  {path.name} cannot be read by it yet: {error}")
        else:
            told += [f"  {line}" for line in _told(path.name, read)]
    return told


def stated_of(
    paths: Sequence[Path], loaded: LoadedProfile, ignored: Collection[str], password: Callable[[], str] | None
) -> dict[int, list[str]]:
    """Return the ignored titles of which total rows state numbers, by the entry of [[rows.total]], from 0."""
    loaded = replace(loaded, profile=loaded.profile.model_copy(update={"leftover": "drop"}))
    found: dict[int, dict[str, None]] = {}
    for path in paths if ignored and loaded.profile.rows.total else ():
        with suppress(PremiumError):  # it is told where the proposal as a whole is tried
            for total in read_sender(path, loaded, given=_given(loaded), password=password).unread_totals:
                if total.title in ignored:
                    found.setdefault(total.entry - 1, {})[total.title] = None
    return {entry: list(titles) for entry, titles in found.items()}


def _given(loaded: LoadedProfile) -> dict[str, str]:
    said = set(loaded.profile.columns).union(*loaded.profile.line)
    needed = {c.name for c in INPUTS[loaded.profile.table].columns} - said
    return {c: PLACEHOLDER for c in ("grower_id", "buyer_id") if c in needed}


def _told(name: str, read: SenderFile) -> list[str]:
    records = int(read.placed["place"].is_in(["record", "fault"]).sum())
    told = [f"{name}: {_many(records, 'record')}, {_many(len(read.lines), 'line')}; {len(read.taken):,} stand"
            + (f" ({_kinds(read)})" if "kind" in read.lines.columns and len(read.taken) else "")]  # fmt: skip
    if read.empty:
        told.append(f"{_many(read.empty, 'record')} without any amount or count in what is read give no line")
    if len(read.set_aside):
        told.append(f"{_many(len(read.set_aside), 'line')} set aside: {'; '.join(_reasons(read))}")
    agree = sum(t.agrees for t in read.totals)
    if read.totals:
        told.append(f"{agree} of {_many(len(read.totals), 'total')} that the file states agree")
        told += [f"row {t.row} does not: {t.title}" for t in [t for t in read.totals if not t.agrees][:MOST]]
    else:
        told.append("the file states no totals: compare the sums with the sender's own")
    unread = list(dict.fromkeys(t.title for t in read.unread_totals if not t.known))
    if unread:
        told.append(f"total rows state numbers of what is not read: {', '.join(map(repr, unread))}")
    return told


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' if count != 1 else ''}"


def _kinds(read: SenderFile) -> str:
    """Return how many lines there are of each kind, and what they come to."""
    by_kind = read.taken.group_by("kind", maintain_order=True).agg(pl.len().alias("n"), pl.col("amount").sum())
    return ", ".join(f"{n:,} {kind} {amount:,.2f}" for kind, n, amount in by_kind.sort("n", descending=True).rows())


def _reasons(read: SenderFile) -> list[str]:
    why = pl.col("set_aside_reason").str.extract(r"^(\w+)", 1)
    column = pl.col("set_aside_column").fill_null("the row")
    grouped = read.set_aside.group_by(column, why.alias("why"), maintain_order=True).agg(
        pl.len().alias("n"), pl.col("from_row").first()
    )
    rows = grouped.sort("n", descending=True, maintain_order=True).head(MOST).rows()
    return [f"{column} {why} ({n:,}, first in row {row})" for column, why, n, row in rows]
