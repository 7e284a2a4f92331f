"""The kinds of finding: what each is called, what it says, and under which heading of the report it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from premium.reconcile.plan import CHECKS

LABELS = {
    "buyer_underpaid": "Buyer paid too little", "buyer_overpaid": "Buyer paid too much",
    "buyer_paid_late": "Buyer paid late", "volume_mismatch": "Quantities do not agree",
    "receipt_mismatch": "Receipts do not agree with payments", "rate_missing": "No rate for a product",
    "purchase_while_suspended": "Bought from a suspended grower", "pool_negative": "Pool below zero",
    "pool_without_basis": "Nothing to share a pool by", "pool_undistributed": "Pool never shared out",
    "pool_short": "Pool fell short", "premium_missing": "Worker got no premium",
    "premium_short": "Worker got too little", "premium_over": "Worker got too much",
    "premium_late": "Premium paid late",
    "premium_unqualified": "Premium to someone without a share", "premium_orphan": "Premium out of no known pool",
    "premium_duplicate": "Premium line repeated", "premium_reversed": "Premium taken back",
    "premium_clawback": "Premium taken off under another name", "wage_floor_short": "Paid below the minimum wage",
    "premium_offset": "Premium used to make up the minimum wage", "hours_missing": "No hours recorded",
    "class_missing": "No job class",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the report and the kinds below it."""

    name: str
    kinds: tuple[str, ...]


GROUPS = (
    Group(
        "Buyers and volumes",
        ("buyer_underpaid", "buyer_paid_late", "purchase_while_suspended", "volume_mismatch", "receipt_mismatch",
         "rate_missing", "buyer_overpaid"),
    ),
    Group("Pools", ("pool_short", "pool_undistributed", "pool_without_basis", "pool_negative")),
    Group("Workers’ shares", ("premium_missing", "premium_short", "premium_unqualified", "premium_over")),
    Group("Late", ("premium_late",)),
    Group("Repeated", ("premium_duplicate", "premium_orphan")),
    Group("Taken back", ("premium_reversed", "premium_clawback")),
    Group("Wages and hours", ("wage_floor_short", "premium_offset", "hours_missing", "class_missing")),
)  # fmt: skip
OTHER = "Other findings"


def group_of(kind: str) -> str:
    """Return the heading that a kind stands under; a new check's stands under the last one."""
    return next((group.name for group in GROUPS if kind in group.kinds), OTHER)


def label(kind: str) -> str:
    """Return what a kind is called; a new check is called by its own name until it has a better one."""
    return LABELS.get(kind) or kind.replace("_", " ").capitalize()


@cache
def sentence(kind: str) -> str:
    """Return what a kind says: the beginning of its SQL file, up to the line that says per what it is found."""
    check = next((check for check in CHECKS if check.name == kind), None)
    if check is None:
        return ""
    said = []
    for line in check.text.splitlines():
        words = line.removeprefix("--").strip()
        if not line.startswith("--") or words.startswith("Per "):
            break
        said.append(words)
    return " ".join(said)
