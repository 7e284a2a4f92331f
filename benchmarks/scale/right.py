"""Whether a road's answer is right: what was planted is found and nothing else, and a peer's rows are ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

BESIDES = {"pools": ("reached_cents", "short_cents", "excess_cents", "cause")}
"""Columns of ours that the version by hand does not have."""
BY_HAND = ("buyer_ledger", "pools", "entitlements", "premium_lines", "wages")
BY_HAND_KINDS = (
    "pool_short", "wage_floor_short", "premium_offset", "premium_late", "premium_orphan", "premium_duplicate",
    "premium_reversed", "premium_missing", "premium_short", "premium_over", "premium_unqualified",
)  # fmt: skip


def found(path: Path) -> dict[str, list[int]]:
    """Return for each kind how many findings a Parquet file of them has, and their cents."""
    sql = f"SELECT kind, COUNT(*), COALESCE(CAST(SUM(amount_cents) AS BIGINT), 0) FROM '{path}' GROUP BY kind"  # noqa: S608 - a path of ours
    with duckdb.connect() as db:
        return {kind: [count, cents] for kind, count, cents in db.execute(sql).fetchall()}


def unlike(what: str, got: object, wanted: object) -> str:
    """Return how two answers differ, or nothing."""
    if got == wanted:
        return ""
    if isinstance(got, dict) and isinstance(wanted, dict):
        keys = sorted(k for k in {*got, *wanted} if got.get(k) != wanted.get(k))
        return f"{what}: " + ", ".join(f"{k} {got.get(k)} instead of {wanted.get(k)}" for k in keys)
    return f"{what}: {got} instead of {wanted}"


def by_hand_unlike(theirs: Path, ours: Path) -> str:
    """Return how the outputs by hand differ from ours row for row, or nothing."""
    wrong = [_rows_unlike(name, theirs, ours) for name in BY_HAND]
    wanted = {kind: told for kind, told in found(ours / "findings.parquet").items() if kind in BY_HAND_KINDS}
    wrong.append(unlike("findings", found(theirs / "findings.parquet"), wanted))
    return "; ".join(told for told in wrong if told)


def _rows_unlike(name: str, theirs: Path, ours: Path) -> str:
    """Count the rows that one table has and the other lacks; a row that stands twice counts twice."""
    with duckdb.connect() as db:
        described = db.execute(f"DESCRIBE SELECT * FROM '{ours}/{name}.parquet'").fetchall()  # noqa: S608 - a path of ours
        columns = {column: kind for column, kind, *_ in described if column not in BESIDES.get(name, ())}
        chosen = ", ".join(f"CAST({column} AS {kind}) AS {column}" for column, kind in columns.items())
        sides = [f"SELECT {chosen} FROM '{folder}/{name}.parquet'" for folder in (theirs, ours)]  # noqa: S608 - paths of ours
        false, missed = (
            db.execute(f"SELECT COUNT(*) FROM ({a} EXCEPT ALL {b})").fetchall()[0][0]  # noqa: S608 - as above
            for a, b in (sides, reversed(sides))
        )
    return f"{name}: {false:,} rows that are not ours, {missed:,} of ours missing" if false or missed else ""
