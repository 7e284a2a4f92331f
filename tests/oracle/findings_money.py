"""Section 10: the findings about buyers' money and goods, and about what was earned."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from .facts import Facts
from .findings import finding
from .money_in import per_pair, price, rounded, shipment_period, transfer_period, transferred
from .periods import in_force, plus_days
from .world import Rows, Shipment

EXACT = Context(prec=60)
Goods = tuple[str, str, str, str, date]


def terms_end(facts: Facts, period: date) -> date:
    """Section 3: the buyers' terms are "counted from a period's last day"."""
    return plus_days(facts.program.calendar.last_day(period), facts.program.buyer_days)


def ledger_findings(facts: Facts) -> Rows:
    """Section 10: buyer_underpaid, buyer_overpaid: "as_of past the buyers' terms"; they "need purchases, and
    payments or that grower's receipts"."""
    rows: Rows = []
    for row in facts.money.ledger:
        runs = facts.records.payments is not None or row.grower in facts.records.receipt_growers
        if not runs or not row.outstanding or facts.as_of <= terms_end(facts, row.period):
            continue
        kind = "buyer_underpaid" if row.outstanding > 0 else "buyer_overpaid"
        at: dict[str, Any] = {"buyer": row.buyer, "grower": row.grower, "period": row.period}
        rows.append(finding(facts, kind, amount=abs(row.outstanding), **at))
    return rows


def late_payment_findings(facts: Facts) -> Rows:
    """Section 10: buyer_paid_late, a "positive payment later than the terms of its period"."""
    rows: Rows = []
    for payment in facts.records.payments or []:
        period = transfer_period(facts.program, payment)
        if payment.amount > 0 and payment.day > terms_end(facts, period):
            at: dict[str, Any] = {"buyer": payment.buyer, "grower": payment.grower, "period": period}
            rows.append(finding(facts, "buyer_paid_late", ref=payment.id, amount=payment.amount, **at))
    return rows


def receipt_findings(facts: Facts) -> Rows:
    """Section 10: receipt_mismatch, "sum of payments differs from sum of receipts over all periods"."""
    if facts.records.payments is None:
        return []
    payments = per_pair(transferred(facts.records.payments, facts.program))
    receipts = per_pair(transferred(facts.records.receipts, facts.program))
    rows: Rows = []
    for buyer, grower in sorted(payments.keys() | receipts.keys()):
        difference = payments.get((buyer, grower), 0) - receipts.get((buyer, grower), 0)
        if difference != 0 and grower in facts.records.receipt_growers:
            rows.append(finding(facts, "receipt_mismatch", buyer=buyer, grower=grower, amount=difference))
    return rows


def purchase_findings(facts: Facts) -> Rows:
    """Section 10: rate_missing and purchase_while_suspended, per purchase; an unpriced one is due nothing."""
    rows: Rows = []
    for one in facts.records.purchases or []:
        period = shipment_period(facts.program, one)
        at: dict[str, Any] = {"buyer": one.buyer, "grower": one.grower, "period": period, "ref": one.id}
        due = price(facts.program, one)
        if due is None:
            rows.append(finding(facts, "rate_missing", **at))
        if suspended(facts, one.grower, one.ship_date):
            amount = 0 if due is None else rounded(due)
            rows.append(finding(facts, "purchase_while_suspended", amount=amount, **at))
    return rows


def suspended(facts: Facts, grower: str, day: date) -> bool:
    """Section 2: "a `standing` row until `until_date` or the grower's next row, whichever comes first"."""
    row = in_force([row for row in facts.records.standing or [] if row.grower == grower], day)
    if row is None or (row.until_date is not None and day >= row.until_date):
        return False
    return row.standing == "suspended"


def goods(facts: Facts, shipments: list[Shipment]) -> dict[Goods, Fraction]:
    """Section 10: quantities "in the rate's unit (a unit with neither rate nor pack: in itself, the product
    written `product/unit`)"."""
    sums: dict[Goods, Fraction] = defaultdict(Fraction)
    for one in shipments:
        contains = facts.program.contains(one.product, one.unit)
        product = one.product if contains is not None else f"{one.product}/{one.unit}"
        quantity = Fraction(one.quantity, 10_000) * (1 if contains is None else contains)
        sums[(one.buyer, one.grower, product, one.mode, shipment_period(facts.program, one))] += quantity
    return sums


def exact_decimal(quantity: Fraction) -> Decimal:
    """A quantity (28,8) of section 11; a pack's content has few enough decimals for that."""
    return EXACT.scaleb(Decimal(int(quantity * 10**8)), -8)


def volume_findings(facts: Facts) -> Rows:
    """Section 10: volume_mismatch, "for buyers found in `purchases` and growers found in `sales`"."""
    if facts.records.purchases is None or facts.records.sales is None:
        return []
    buyers = {one.buyer for one in facts.records.purchases}
    growers = {one.grower for one in facts.records.sales}
    bought, sold = goods(facts, facts.records.purchases), goods(facts, facts.records.sales)
    rows: Rows = []
    for key in sorted(bought.keys() | sold.keys()):
        buyer, grower, product, mode, period = key
        difference = sold.get(key, Fraction(0)) - bought.get(key, Fraction(0))
        if difference == 0 or buyer not in buyers or grower not in growers:
            continue
        rows.append(
            finding(
                facts,
                "volume_mismatch",
                answers="buyer" if difference > 0 else "grower",
                buyer=buyer,
                grower=grower,
                period=period,
                ref=f"{product}|{mode}",
                quantity=exact_decimal(difference),
            )
        )
    return rows


def wage_findings(facts: Facts) -> Rows:
    """Section 9: wage_floor_short or premium_offset, hours_missing, class_missing."""
    rows: Rows = []
    for one in facts.wages:
        at: dict[str, Any] = {"grower": one.grower, "worker": one.worker, "ref": one.ref}
        if one.required is not None and one.earned < one.required:
            kind = "premium_offset" if one.earned + one.premium >= one.required else "wage_floor_short"
            rows.append(finding(facts, kind, amount=one.required - one.earned, **at))
        if one.piece_units > 0 and one.hours == 0:
            rows.append(finding(facts, "hours_missing", **at))
        if one.unclassed_lines > 0:
            rows.append(finding(facts, "class_missing", amount=one.unclassed, **at))
    return rows
