"""Section 11: the output tables."""

from __future__ import annotations

from typing import Any

from .facts import Facts
from .passthrough import passthrough
from .world import Rows


def buyer_ledger(facts: Facts) -> Rows:
    """Section 11, `buyer_ledger`."""
    return [
        {
            "buyer_id": row.buyer,
            "grower_id": row.grower,
            "period": row.period,
            "due_cents": row.due,
            "paid_cents": row.paid,
            "received_cents": row.received,
            "outstanding_cents": row.outstanding,
        }
        for row in facts.money.ledger
    ]


def origins(facts: Facts) -> Rows:
    """Section 11, `origins`."""
    return [
        {
            "grower_id": one.grower,
            "period": one.period,
            "landed_period": one.landed,
            "pool_cents": one.pool,
            "retained_cents": one.retained,
            "distributable_cents": one.distributable,
            "deadline": one.deadline,
        }
        for one in facts.origins
    ]


def pools(facts: Facts) -> Rows:
    """Section 11, `pools`."""
    rows: Rows = []
    for place, pool in facts.pools.items():
        workers = facts.workers_of(place)
        rows.append(
            {
                "grower_id": pool.grower,
                "period": pool.period,
                "pool_cents": pool.pool,
                "retained_cents": pool.retained,
                "distributable_cents": pool.distributable,
                "deadline": pool.deadline,
                "reached_cents": sum(row.reached for row in workers),
                "short_cents": sum(row.short for row in workers),
                "excess_cents": sum(row.excess for row in workers),
                "cause": facts.causes[place],
            }
        )
    return rows


def entitlements(facts: Facts) -> Rows:
    """Section 11, `entitlements`."""
    return [
        {
            "grower_id": row.pool.grower,
            "period": row.pool.period,
            "worker_id": row.worker,
            "basis": row.basis,
            "entitled_cents": row.entitled,
            "paid_cents": row.paid,
            "reached_cents": row.reached,
            "short_cents": row.short,
            "excess_cents": row.excess,
            "status": row.status,
        }
        for row in facts.entitlements.values()
    ]


def premium_lines(facts: Facts) -> Rows:
    """Section 11, `premium_lines`: status is "`duplicate`, `orphan`, or its worker's status in the pool"."""
    rows: Rows = []
    for one in facts.lines:
        if one.duplicate:
            status = "duplicate"
        elif one.pool_period is None:
            status = "orphan"
        else:
            status = facts.entitlements[(one.line.grower, one.pool_period, one.line.worker)].status
        rows.append(
            {
                "grower_id": one.line.grower,
                "worker_id": one.line.worker,
                "line_id": one.line.name,
                "line_period": one.line_period,
                "period": one.pool_period,
                "amount_cents": one.line.amount,
                "status": status,
                "source_file": one.line.source.file,
                "source_row": one.line.source.row,
            }
        )
    return rows


def passthroughs(facts: Facts) -> Rows:
    """Section 11, `passthrough`."""
    return [
        row
        for place, pool in facts.pools.items()
        for row in passthrough(facts.money, pool, sum(one.reached for one in facts.workers_of(place)))
    ]


def wages(facts: Facts) -> Rows:
    """Section 11, `wages`: "worker-periods with hours and a minimum wage"."""
    return [
        {
            "grower_id": one.grower,
            "worker_id": one.worker,
            "period_start": one.period_start,
            "period_end": one.period_end,
            "earned_cents": one.earned,
            "required_cents": one.required,
            "premium_cents": one.premium,
        }
        for one in facts.wages
        if one.required is not None
    ]


def in_order(rows: Rows) -> Rows:
    """Sorted by all columns, an absent value first; text by its bytes."""
    return sorted(rows, key=lambda row: [sort_key(value) for value in row.values()])


def sort_key(value: Any) -> tuple[bool, Any]:
    """A key that also orders absent values."""
    if value is None:
        return (False, 0)
    return (True, value.encode() if isinstance(value, str) else value)
