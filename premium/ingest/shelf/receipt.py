"""A line file's receipt: what went in, what became of every row and line, and what the totals say. No name in it."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from premium.ingest.sender.file import PLACES
from premium.ingest.sender.reasons import reasons
from premium.ingest.shelf.lines import STANDS, sums

if TYPE_CHECKING:
    import polars as pl

    from premium.ingest.profile.load import LoadedProfile
    from premium.ingest.profile.model import Source
    from premium.ingest.sender.file import SenderFile
    from premium.ingest.sender.reasons import Reason
    from premium.tables import Table

FORMAT = 1
UNAPPROVED = "the profile was not approved by anybody when this file was ingested"


def profile_facts(loaded: LoadedProfile) -> dict[str, Any]:
    """Return which profile it was, to the byte, and who approved it."""
    profile = loaded.profile
    return {
        "id": profile.id,
        "version": profile.version,
        "sha256": loaded.sha256,
        "approved_by": profile.approved_by,
        "approved_on": profile.approved_on.isoformat() if profile.approved_on else None,
    }


def write_out(table: Table, read: SenderFile, lines: pl.DataFrame, loaded: LoadedProfile) -> dict[str, Any]:
    """Return the receipt of a file's lines as they are stored; without a clock, so that a file's receipt is its own."""
    counted = dict(read.placed.group_by("place").len().iter_rows())
    taken, aside = lines.filter(STANDS), lines.filter(~STANDS)
    return {
        "format": FORMAT,
        "premium": version("premium"),
        "table": table.name,
        "source": {"name": read.name, "sha256": read.sha256, "size": read.size},
        "profile": profile_facts(loaded),
        "rows": {place: counted.get(place, 0) for place in PLACES},
        "lines": {"taken": len(taken), "set_aside": len(aside)},
        "empty": read.empty,
        "skipped": read.skipped.to_dicts(),
        "uncovered": read.uncovered.to_dicts(),
        "unmapped": read.unmapped.to_dicts(),
        "set_aside": [_why(reason) for reason in reasons(table.name, lines, loaded.profile)],
        "sums": {"taken": sums(table, taken), "set_aside": sums(table, aside)},
        "totals": [{**asdict(total), "agrees": total.agrees} for total in read.totals],
        "unread_totals": [asdict(total) for total in read.unread_totals],
        "days": [day.isoformat() if day else None for day in read.days()],
        "numbered": sorted({column for column, sources in _sources(loaded) if any(s.as_ == "row" for s in sources)}),
        "left_out": list(read.left_out),
        "warnings": [*read.warnings, *([] if loaded.profile.approved_by else [UNAPPROVED])],
    }


def _sources(loaded: LoadedProfile) -> list[tuple[str, tuple[Source, ...]]]:
    profile = loaded.profile
    return [entry for columns in (profile.columns, *profile.line) for entry in columns.items()]


def _why(reason: Reason) -> dict[str, Any]:
    """Return why lines were set aside: column, reason, how many, and the texts that stood there."""
    return {
        "column": reason.column or None,
        "reason": reason.reason,
        "lines": reason.sum.lines,
        "from": list(reason.sources),
        "found": [list(text) for text in reason.found],
        "texts": reason.texts,
    }
