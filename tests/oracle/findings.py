"""Section 10: the shape of a finding, and the findings about premium in pools."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from .basis import Bases
from .facts import Facts
from .pools import Origin
from .reached import Entitlement, PremiumLine
from .world import PayLine, Records, Rows

ANSWERS = {
    "buyer": ("buyer_underpaid", "buyer_paid_late", "purchase_while_suspended"),
    "none": ("buyer_overpaid", "premium_over"),
    "program": ("rate_missing", "pool_negative"),
}
KINDS = (
    "buyer_underpaid",
    "buyer_overpaid",
    "buyer_paid_late",
    "volume_mismatch",
    "receipt_mismatch",
    "rate_missing",
    "purchase_while_suspended",
    "pool_negative",
    "pool_without_basis",
    "pool_undistributed",
    "pool_short",
    "premium_missing",
    "premium_short",
    "premium_over",
    "premium_late",
    "premium_unqualified",
    "premium_orphan",
    "premium_duplicate",
    "premium_reversed",
    "premium_clawback",
    "wage_floor_short",
    "premium_offset",
    "hours_missing",
    "class_missing",
)
WHO = {kind: who for who, kinds in ANSWERS.items() for kind in kinds}


def finding(
    facts: Facts,
    kind: str,
    *,
    answers: str | None = None,
    buyer: str | None = None,
    grower: str | None = None,
    worker: str | None = None,
    period: date | None = None,
    ref: str | None = None,
    amount: int | None = None,
    quantity: Decimal | None = None,
) -> dict[str, Any]:
    """A row of `findings` (section 11, without finding_id); the grower answers unless said otherwise."""
    return {
        "kind": kind,
        "answers": answers or WHO.get(kind, "grower"),
        "buyer_id": buyer,
        "grower_id": grower,
        "worker_id": worker,
        "period": period,
        "ref": ref,
        "amount_cents": amount,
        "quantity": quantity,
        **facts.program.code(kind),
    }


def origin_findings(facts: Facts) -> Rows:
    """Section 10: pool_negative, pool_without_basis, pool_undistributed."""
    rows: Rows = []
    for one in facts.origins:
        at: dict[str, Any] = {"grower": one.grower, "period": one.period}
        if one.pool < 0:
            rows.append(finding(facts, "pool_negative", amount=one.pool, **at))
        if one.pool > 0 and without_basis(facts.bases, one):
            rows.append(finding(facts, "pool_without_basis", amount=one.distributable, **at))
        if one.deadline is not None and one.landed is None and facts.as_of > one.deadline:
            rows.append(finding(facts, "pool_undistributed", amount=one.distributable, **at))
    return rows


def without_basis(bases: Bases, one: Origin) -> bool:
    """Section 5: "if the origin period had wage lines but no basis ... that is a finding"."""
    place = (one.grower, one.period)
    return place in bases.with_wages and place not in bases.of_workers


def pool_findings(facts: Facts) -> Rows:
    """Section 10: pool_short, "sum of short"; it is short exactly where it has a cause."""
    return [
        finding(
            facts,
            "pool_short",
            grower=place[0],
            period=place[1],
            amount=sum(row.short for row in facts.workers_of(place)),
        )
        for place in facts.pools
        if facts.causes[place] is not None
    ]


def worker_findings(facts: Facts) -> Rows:
    """Section 10: "worker in a pool, by status"."""
    return [row for one in facts.entitlements.values() for row in worker_finding(facts, one)]


def worker_finding(facts: Facts, one: Entitlement) -> Rows:
    """None or one of premium_missing, premium_short, premium_over, premium_unqualified."""
    at: dict[str, Any] = {"grower": one.pool.grower, "worker": one.worker, "period": one.pool.period}
    if one.status in ("missing", "short"):
        return [finding(facts, f"premium_{one.status}", amount=one.short, **at)]
    if one.status == "over":
        return [finding(facts, "premium_over", amount=one.excess, **at)]
    if one.status == "unqualified" and one.paid > 0:
        return [finding(facts, "premium_unqualified", amount=one.paid, **at)]
    return []


def line_findings(facts: Facts) -> Rows:
    """Section 10: the findings per premium line."""
    return [row for one in facts.lines for row in line_finding(facts, one)]


def line_finding(facts: Facts, one: PremiumLine) -> Rows:
    """Section 7: a repeated line is "`premium_duplicate` and nothing else"; others may be several things."""
    kinds = ["premium_duplicate"] if one.duplicate else counted_kinds(facts, one)
    return [
        finding(
            facts,
            kind,
            grower=one.line.grower,
            worker=one.line.worker,
            period=one.pool_period or one.line_period,  # "pool, else the line's"
            ref=one.line.name,
            amount=one.line.amount,
        )
        for kind in kinds
    ]


def counted_kinds(facts: Facts, one: PremiumLine) -> list[str]:
    """Section 10: premium_orphan, premium_late, premium_reversed, premium_clawback of a counted line."""
    line, kinds = one.line, []
    if one.pool_period is None:
        kinds.append("premium_orphan")
    elif line.amount > 0 and line.check_date > facts.pools[(line.grower, one.pool_period)].deadline:
        kinds.append("premium_late")
    if line.amount < 0:
        kinds.append("premium_reversed")
    if line.amount >= 100 and taken_back(facts.records, line):
        kinds.append("premium_clawback")
    return kinds


def taken_back(records: Records, line: PayLine) -> bool:
    """Section 10: "on the same check_date, a `deduction` of that size (either sign) or a `bonus`,
    `other_wage` or `reimbursement` of minus that size"."""
    for other in records.payroll or []:
        same_worker = (other.grower, other.worker) == (line.grower, line.worker)
        if not same_worker or other.check_date != line.check_date:
            continue
        if other.kind == "deduction" and abs(other.amount) == line.amount:
            return True
        if other.kind in ("bonus", "other_wage", "reimbursement") and other.amount == -line.amount:
            return True
    return False
