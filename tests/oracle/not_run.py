"""Section 10: "a check runs when the tables it needs were reported"; which kinds did not run at all."""

from __future__ import annotations

from .facts import Facts

POOL_KINDS = (
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
)


def not_run(facts: Facts) -> list[str]:
    """The kinds of findings that could not arise for anyone, because what they need was not reported.

    Receipts are reported by a grower's rows (section 4), so a `receipts` table without a row reports nothing.
    """
    records = facts.records
    purchases, payments = records.purchases is not None, records.payments is not None
    receipts, payroll = bool(records.receipt_growers), records.payroll is not None
    minimum = payroll and records.growers is not None and bool(facts.program.minimum)
    runs = {
        "buyer_underpaid": purchases and (payments or receipts),
        "buyer_overpaid": purchases and (payments or receipts),
        "buyer_paid_late": payments,
        "volume_mismatch": purchases and records.sales is not None,
        "receipt_mismatch": payments and receipts,
        "rate_missing": purchases,
        "purchase_while_suspended": purchases and records.standing is not None,
        "wage_floor_short": minimum,
        "premium_offset": minimum,
        "hours_missing": payroll,
        "class_missing": payroll,
        **dict.fromkeys(POOL_KINDS, facts.pools_run),
    }
    return sorted(kind for kind, ran in runs.items() if not ran)
