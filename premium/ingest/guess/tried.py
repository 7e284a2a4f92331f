"""The proposal tried on its own files, before anybody sees it: what it would take, set aside, and find to add up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from premium.errors import PremiumError
from premium.ingest.sender import read_sender
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from premium.ingest.guess.draft import Draft
    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile

PLACEHOLDER = "-"
"""Whose file it is, where only the one who brings it in can say."""
MOST = 6
"""Reasons that are told, the most frequent first."""


Tried = list[tuple[str, "SenderFile | str"]]
"""Each file's name, and what was read of it, or why it cannot be read yet."""


def read(paths: Sequence[Path], loaded: LoadedProfile, password: Callable[[], str] | None) -> Tried:
    """Read files by a proposal; titles that it does not name yet are passed over, as `tell` says."""
    tables = {s.table for many in loaded.profile.columns.values() for s in many if s.table}
    if tables:
        why = f"{tables.pop()} beside it must first say which product each text is"
        return [(path.name, why) for path in paths]
    loaded = replace(loaded, profile=loaded.profile.model_copy(update={"leftover": "drop"}))
    found: Tried = []
    for path in paths:
        try:
            found.append((path.name, read_sender(path, loaded, given=_given(loaded), password=password)))
        except PremiumError as error:
            found.append((path.name, str(error)))
    return found


def not_read(draft: Draft, tried: Tried) -> None:
    """Name the titles that are left out, and under which total rows state a number all the same."""
    stated: dict[tuple[int, str], None] = {}
    for _, file in tried:
        for total in () if isinstance(file, str) else file.unread_totals:
            if total.title in draft.ignore:
                stated.setdefault((total.entry - 1, total.title))
    for entry, title in stated:
        draft.total[entry].setdefault("not_read", []).append(title)
        if title not in draft.adds_up:
            draft.ask(f"total.{entry}", f"it states a number under {title}, which is left out: is that no pay?")


def tell(draft: Draft, unnamed: Sequence[str], tried: Tried) -> list[str]:
    """Return in sentences what the files give as the profile stands; of titles that nothing names, what without them.

    Nobody's name is in it, and no number of a worker's.
    """
    told = ["Tried on its own files as it stands:"]
    if unnamed:
        names = ", ".join(repr(t) for t in unnamed)
        told.append(f"  REFUSED until you say what becomes of {names}. Without that, they would give:")
    for name, file in tried:
        lines = [f"{name} cannot be read by it yet: {file}"] if isinstance(file, str) else _told(name, file, draft)
        told += [f"  {line}" for line in lines]
    return told


def _given(loaded: LoadedProfile) -> dict[str, str]:
    said = set(loaded.profile.columns).union(*loaded.profile.line)
    needed = {c.name for c in INPUTS[loaded.profile.table].columns} - said
    return {c: PLACEHOLDER for c in ("grower_id", "buyer_id") if c in needed}


def _told(name: str, read: SenderFile, draft: Draft) -> list[str]:
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
    unread = [t for t in read.unread_totals if t.title not in draft.total[t.entry - 1].get("not_read", [])]
    told += [f"row {t.row} states a number under {t.title}, from which nothing is read" for t in unread[:MOST]]
    if not read.totals and not read.unread_totals:
        told.append("the file states no totals: compare the sums with the sender's own")
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
