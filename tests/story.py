"""What a run is told by (totals, per grower, the flow), worked out in plain Python from the tables of the contract."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Rows = list[dict[str, Any]]
SUMS = ("pool_cents", "retained_cents", "distributable_cents", "reached_cents", "short_cents", "excess_cents")


ANSWERS = {"unpaid": "buyer", "not_positive": "program"}
ANSWERS |= dict.fromkeys(("booked_above_paid", "not_distributed", "short", "shaved"), "grower")
"""Who answers for a leak of the flow; nobody for the others."""


def added(values: Iterable[int | None]) -> int | None:
    """A sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def money_in(row: dict[str, Any], payments: bool) -> int | None:  # noqa: FBT001
    """What came in on a line of the ledger (contract, section 4)."""
    by_buyers = payments or row["received_cents"] is None
    cents: int | None = row["paid_cents" if by_buyers else "received_cents"]
    return cents


def by_deadline(tables: dict[str, Rows], as_of: date, grower: str | None = None) -> Counter[bool]:
    """What is short, by whether there is still time for it; of one grower, if that is given."""
    deadlines = {(row["grower_id"], row["period"]): row["deadline"] for row in tables["pools"]}
    split: Counter[bool] = Counter()
    for row in tables["entitlements"]:
        if grower in (None, row["grower_id"]):
            split[as_of <= deadlines[row["grower_id"], row["period"]]] += row["short_cents"]
    return split


def totals(tables: dict[str, Rows], reported: Iterable[str], as_of: date) -> dict[str, int | None]:
    """The one row that a run is told by."""
    ledger, workers, payments = tables["buyer_ledger"], tables["entitlements"], "payments" in reported
    split = by_deadline(tables, as_of)
    return {
        "due_cents": added(row["due_cents"] for row in ledger),
        "money_in_cents": added(money_in(row, payments) for row in ledger),
        "outstanding_cents": added(row["outstanding_cents"] for row in ledger),
        **{name: added(row[name] for row in tables["pools"]) for name in SUMS},
        "pending_cents": split[True],
        "missing_cents": split[False],
        "entitled_workers": len({(r["grower_id"], r["worker_id"]) for r in workers if r["basis"] is not None}),
        "not_landed_cents": sum(
            row["pool_cents"] for row in tables["origins"] if row["landed_period"] is None and row["pool_cents"] > 0
        ),
    }


def grower_totals(tables: dict[str, Rows], reported: Iterable[str], as_of: date) -> Rows:
    """What each grower stands for, over all periods."""
    growers = {row["grower_id"] for name in ("buyer_ledger", "pools", "entitlements") for row in tables[name]}
    told = []
    for grower in sorted(growers):
        ledger, pools, workers = ([row for row in tables[name] if row["grower_id"] == grower]
                                  for name in ("buyer_ledger", "pools", "entitlements"))  # fmt: skip
        split = by_deadline(tables, as_of, grower)
        told.append({
            "grower_id": grower,
            "due_cents": added(row["due_cents"] for row in ledger),
            "money_in_cents": added(money_in(row, "payments" in reported) for row in ledger),
            "outstanding_cents": added(row["outstanding_cents"] for row in ledger),
            **{name: added(row[name] for row in pools) for name in SUMS[:4]},
            "pending_cents": split[True] if workers else None,
            "missing_cents": split[False] if workers else None,
        })  # fmt: skip
    return told


def leaks(tables: dict[str, Rows], reported: Iterable[str], terms: dict[str, Any]) -> dict[str, int]:
    """What lies between two stations of the flow, without what is nothing."""
    lost: Counter[str] = Counter()
    for row in tables["buyer_ledger"]:
        name, cents = before_paid(row, money_in(row, "payments" in reported), terms)
        lost[name] += cents
    deadlines = {(row["grower_id"], row["period"]): row["deadline"] for row in tables["pools"]}
    for row in tables["origins"]:
        if row["pool_cents"] <= 0:
            lost["not_positive"] -= row["pool_cents"]
        elif row["landed_period"] is None:
            waits = terms["as_of"] <= row["deadline"]
            lost["waiting_for_harvest" if waits else "not_distributed"] -= row["pool_cents"]
    for row in tables["pools"]:
        lost["kept"] -= row["retained_cents"]
    for row in tables["entitlements"]:
        name = "short" if row["status"] in {"missing", "short"} else "shaved"
        waits = terms["as_of"] <= deadlines[row["grower_id"], row["period"]]
        lost["pending" if waits else name] -= row["short_cents"]
    return {name: cents for name, cents in lost.items() if cents}


def before_paid(row: dict[str, Any], came_in: int | None, terms: dict[str, Any]) -> tuple[str, int]:
    """What a line of the ledger loses or adds between due and paid."""
    outstanding = row["outstanding_cents"]
    if outstanding is None:
        return (
            ("paid_without_purchases", came_in or 0)
            if row["due_cents"] is None
            else ("nobody_said_paid", -row["due_cents"])
        )
    if outstanding <= 0:
        return "paid_beyond_due", -outstanding
    last = last_day(row["period"], terms["pool"]) + timedelta(days=terms["buyer_pays_within_days"])
    return "unpaid" if terms["as_of"] > last else "not_yet_payable", -outstanding


def last_day(period: date, pool: str) -> date:
    """The last day of a period."""
    if pool == "week":
        return period + timedelta(days=6)
    return (period.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def buyer_answers(tables: dict[str, Rows], reported: Iterable[str], as_of: date) -> list[tuple[Any, ...]]:
    """What buyers are told (decision 14), in the order of the step's columns."""
    none: tuple[None, ...] = (None,) * 6
    told: list[tuple[Any, ...]] = []
    for row in tables["buyer_ledger"]:
        money = (row["due_cents"], money_in(row, "payments" in reported), row["outstanding_cents"])
        told.append((*(row[c] for c in ("buyer_id", "grower_id", "period")), "ledger", *money, *none, None, False))
    deadlines = {(row["grower_id"], row["period"]): row["deadline"] for row in tables["pools"]}
    sharers = Counter((row["grower_id"], row["period"]) for row in tables["entitlements"] if row["entitled_cents"] > 0)
    for row in tables["passthrough"]:
        pool = (row["grower_id"], row["period"])
        short = (0, row["short_cents"]) if as_of <= deadlines[pool] else (row["short_cents"], 0)
        hidden = sharers[pool] <= 4
        reached = (None,) * 4 if hidden else (row["reached_cents"], *short, sharers[pool])
        shared = tuple(row[c] for c in ("pool_cents", "retained_cents", "distributable_cents"))
        told.append((row["buyer_id"], *pool, "pool", None, None, None, *shared, *reached, hidden))
    for row in not_landed(tables, "payments" in reported):
        waits = as_of <= row["deadline"]
        kept, share = row["pool_cents"] - row["share_cents"], row["share_cents"]
        shared = (row["pool_cents"], kept, share, None, *((0, share) if waits else (share, 0)), None, False)
        told.append((row["buyer_id"], row["grower_id"], row["period"], "not_landed", None, None, None, *shared))
    return sorted(told, key=lambda row: (row[:2], row[2], row[3]))


def not_landed(tables: dict[str, Rows], payments: bool) -> Rows:  # noqa: FBT001
    """Each buyer's part of the origins that have money and have not landed, and the workers' share of that part."""
    told = []
    for origin in tables["origins"]:
        if origin["landed_period"] is not None or origin["pool_cents"] <= 0:
            continue
        place = (origin["grower_id"], origin["period"])
        paid = {
            row["buyer_id"]: pooled(row, tables["buyer_ledger"], payments)
            for row in tables["buyer_ledger"]
            if (row["grower_id"], row["period"]) == place
        }
        pools = parted(origin["pool_cents"], {buyer: cents for buyer, cents in paid.items() if cents > 0})
        shares = parted(origin["distributable_cents"], pools)
        told += [
            {"buyer_id": buyer, "grower_id": place[0], "period": place[1], "deadline": origin["deadline"],
             "pool_cents": pools[buyer], "share_cents": shares[buyer]}
            for buyer in pools
        ]  # fmt: skip
    return told


def pooled(row: dict[str, Any], ledger: Rows, payments: bool) -> int:  # noqa: FBT001
    """Pool money of a line of the ledger: by the word of whoever is believed (contract, section 4)."""
    theirs = [r for r in ledger if (r["buyer_id"], r["grower_id"]) == (row["buyer_id"], row["grower_id"])]
    paid, received = (sum(r[column] or 0 for r in theirs) for column in ("paid_cents", "received_cents"))
    believed = "received_cents" if not payments or received > paid else "paid_cents"
    cents = row["paid_cents"] if row[believed] is None else row[believed]
    return cents or 0


def parted(whole: int, weights: dict[str, int]) -> dict[str, int]:
    """Divide cents by weights, largest remainders first, ties to the smaller name (contract, section 8)."""
    every = sum(weights.values())
    parts = {name: divmod(whole * weight, every) for name, weight in weights.items()}
    left = whole - sum(cents for cents, _ in parts.values())
    lucky = sorted(parts, key=lambda name: (-parts[name][1], name.encode()))[:left]
    return {name: cents + (name in lucky) for name, (cents, _) in parts.items()}


def finding_id(program: str, finding: dict[str, Any]) -> str:
    """The name of a finding: twenty digits of what it is about, the same for the same facts (contract, section 10)."""
    values = [program, *(finding[c] for c in ("kind", "buyer_id", "grower_id", "worker_id", "period", "ref"))]
    parts = ["%" if v is None else str(v).replace("%", "%25").replace("|", "%7C") for v in values]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]
