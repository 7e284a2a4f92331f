"""What the report says, as data. Every sum of money in it was taken by SQL; here it is only carried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from premium.reconcile.plan import KINDS
from reports import kinds
from reports.answer import Answer
from reports.ask import Listing
from reports.gaps import Gaps, gaps

if TYPE_CHECKING:
    from reports.ask import Asked

PER_KIND = 60
WORST_WORKERS = 20
ROWS = {"growers": 150, "pools": 250, "origins": 60, "periods": 60, "buyers": 100, "passthrough": 250, "wages": 100,
        "rejects": 100, "files": 150, "kinds": 100}  # fmt: skip
"""How many rows each table of the report shows at most: with the width of a cell, this bounds the file's size."""

READING_ORDER = {"pools": "grower_id, period", "passthrough": "buyer_id, grower_id, period", "periods": "period",
                 "origins": "grower_id, period"}  # fmt: skip
"""Those tables that are read by their key; the others begin with the worst."""

FILE_COLUMNS = ("table_name", "source_file", "rows_read", "rows_taken", "rows_set_aside", "rows_later", "sha256")
SHA_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A station or a leak of the way from due to reached, and where its bar begins and ends in the picture."""

    item: str
    kind: str
    amount_cents: int | None
    answers: str | None
    from_cents: int
    to_cents: int


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of finding: how many, by who answers; how much, what is below zero apart; and the largest of them."""

    kind: str
    answers: dict[str, int]
    amount_cents: int | None
    above_zero_cents: int | None
    below_zero_cents: int | None
    listing: Listing


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the report says."""

    program: str
    only: str
    """The one grower that was looked at; empty if it was everybody."""
    as_of: date
    pool: str
    answer: Answer
    gaps: Gaps
    way: tuple[Bar, ...]
    listings: dict[str, Listing]
    found: tuple[Found, ...]
    versions: dict[str, str]

    def group(self, name: str) -> tuple[Found, ...]:
        """Return what was found of the kinds under one heading."""
        return tuple(found for found in self.found if kinds.group_of(found.kind) == name)


def gather(asked: Asked) -> Facts:
    """Ask a run for all that the report says."""
    manifest = asked.run.manifest
    answer = Answer(**asked.rows("answer")[0])
    questions = [name for name in ROWS if name != "files"]
    listings = {name: asked.listing(name, ROWS[name], READING_ORDER.get(name, "place")) for name in questions}
    listings["workers"] = asked.listing("workers", WORST_WORKERS)
    listings["files"] = _files(manifest["files"])
    listings["identities"] = _listed(manifest["identities"], ROWS["kinds"])
    return Facts(
        program=manifest["program"]["name"],
        only=manifest.get("only_grower", ""),
        as_of=date.fromisoformat(manifest["as_of"]),
        pool=answer.pool,
        answer=answer,
        gaps=gaps(manifest),
        way=tuple(Bar(**{k: v for k, v in row.items() if k != "place"}) for row in asked.rows("waterfall")),
        listings=listings,
        found=_found(asked),
        versions=manifest["versions"],
    )


def _found(asked: Asked) -> tuple[Found, ...]:
    """Return the largest findings of each kind, the kinds in the order of the plan."""
    shown = asked.listing("findings", PER_KIND, "kind, place")
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in shown.rows:
        rows.setdefault(row["kind"], []).append(row)
    # Those that are shown are the largest: who answers for the others may be somebody else.
    answers: dict[str, dict[str, int]] = {kind: {} for kind in rows}
    for row in asked.rows("kinds"):
        of_kind = answers[row["kind"]]
        of_kind[row["answers"]] = of_kind.get(row["answers"], 0) + row["findings"]
    sums = {row.pop("kind"): row for row in asked.rows("kind_sums")}
    places = {kind: place for place, kind in enumerate(KINDS)}
    ordered = sorted(rows, key=lambda kind: (places.get(kind, len(places)), kind))
    return tuple(
        Found(
            kind, dict(sorted(answers[kind].items())), sums[kind]["amount_cents"], sums[kind]["above_zero_cents"],
            sums[kind]["below_zero_cents"], _narrow(rows[kind], len(answers[kind]), sums[kind]["findings"]),
        )
        for kind in ordered
    )  # fmt: skip


def _narrow(rows: list[dict[str, Any]], answering: int, total: int) -> Listing:
    """Leave out the columns that say nothing in these rows, and those that the heading says."""
    said = {"kind", "answers"} if answering == 1 else {"kind"}
    columns = tuple(c for c in rows[0] if c not in said and any(row[c] is not None for row in rows))
    return Listing(columns, tuple({c: row[c] for c in columns} for row in rows), total)


def _files(files: list[dict[str, Any]]) -> Listing:
    rows = [{c: str(f[c])[:SHA_SHOWN] if c == "sha256" else f[c] for c in FILE_COLUMNS} for f in files]
    return _listed(rows, ROWS["files"])


def _listed(rows: list[dict[str, Any]], most: int) -> Listing:
    return Listing(tuple(rows[0]) if rows else (), tuple(rows[:most]), len(rows))
