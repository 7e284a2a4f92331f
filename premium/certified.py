"""What a buyer is told, as bytes that anybody can hash again: canonical JSON of its rows of `buyer_answers`.

A run's manifest keeps the SHA-256 per buyer (`certificates`); a certificate carries the same rows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from premium.engine import Engine

TABLE = "buyer_answers"
LEDGER = ("due_cents", "money_in_cents", "outstanding_cents")
POOL = (
    "pool_cents", "retained_cents", "distributable_cents", "reached_cents", "short_cents", "pending_cents", "workers",
    "suppressed",
)  # fmt: skip
NOT_LANDED = ("pool_cents", "retained_cents", "distributable_cents", "short_cents", "pending_cents")
FIGURES = {"ledger": LEDGER, "not_landed": NOT_LANDED, "pool": POOL}
"""The columns of each part of the table; the others do not apply to it."""

ANSWERS = f"SELECT * FROM {TABLE}"  # noqa: S608 - our own name
CODE_DIGITS = 20
GROUP = 5


@dataclass(frozen=True, slots=True)
class Under:
    """Under what buyers are told: the run's day, how the program cuts periods, and the program file's SHA-256."""

    as_of: str
    pool: str
    program_sha256: str


def told(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return, per buyer, what it is told: rows of `buyer_answers` with the columns of their part, in a fixed order."""
    by_buyer: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        figures = {name: row[name] for name in FIGURES[row["part"]]}
        entry = {"part": row["part"], "grower_id": row["grower_id"], "period": row["period"].isoformat(), **figures}
        by_buyer.setdefault(row["buyer_id"], []).append(entry)
    for entries in by_buyer.values():
        entries.sort(key=lambda e: (e["part"], e["grower_id"], e["period"]))
    return dict(sorted(by_buyer.items()))


def canonical(value: object) -> bytes:
    """Return the one JSON of a value: keys sorted, no spaces, UTF-8; it must hold no floating-point number."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def fingerprint(buyer: str, under: Under, rows: list[dict[str, Any]]) -> str:
    """Return the SHA-256 of what a buyer is told."""
    return hashlib.sha256(canonical({**asdict(under), "buyer_id": buyer, "rows": rows})).hexdigest()


def code(sha256: str) -> str:
    """Return the code that is printed for people: the first digits of a fingerprint, in groups."""
    digits = sha256[:CODE_DIGITS]
    return "-".join(digits[at : at + GROUP] for at in range(0, CODE_DIGITS, GROUP))


def certificates(engine: Engine, program_sha256: str) -> dict[str, str]:
    """Return the fingerprint of what each buyer is told, for a run's manifest."""
    terms = engine.rows("SELECT as_of, pool FROM terms")[0]
    under = Under(terms["as_of"].isoformat(), terms["pool"], program_sha256)
    return {buyer: fingerprint(buyer, under, rows) for buyer, rows in told(engine.rows(ANSWERS)).items()}
