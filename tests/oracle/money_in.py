"""Section 4: money in, per buyer, grower and period, and whose word is pooled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from .terms import Program
from .world import Records, Shipment, Transfer, round_half_away

Key = tuple[str, str, date]
Pair = tuple[str, str]


@dataclass
class LedgerRow:
    """One row of `buyer_ledger`, with the sums that it comes from. None is unknown."""

    buyer: str
    grower: str
    period: date
    due: int | None
    paid: int | None
    received: int | None
    money_in: int | None

    @property
    def outstanding(self) -> int | None:
        """Section 4: due - money in, "null where either is unknown"."""
        return None if self.due is None or self.money_in is None else self.due - self.money_in


@dataclass
class MoneyIn:
    """The ledger, the pool money of each of its keys, and whose word each pair's pool money is."""

    ledger: list[LedgerRow] = field(default_factory=list)
    pool_money: dict[Key, int] = field(default_factory=dict)
    word: dict[Pair, str] = field(default_factory=dict)


def price(program: Program, purchase: Shipment) -> Fraction | None:
    """Section 4: quantity x pack x rate in force on ship_date, in cents; None where no rate is in force."""
    contains = program.contains(purchase.product, purchase.unit)
    rate = program.rate_on(purchase.product, purchase.ship_date)
    if contains is None or rate is None:
        return None
    return Fraction(purchase.quantity, 10_000) * contains * rate


def rounded(amount: Fraction) -> int:
    """Whole cents, half away from zero."""
    return round_half_away(amount.numerator, amount.denominator)


def shipment_period(program: Program, shipment: Shipment) -> date:
    """Section 1: the period "that holds `ship_date`"."""
    return program.calendar.period_of(shipment.ship_date)


def transfer_period(program: Program, transfer: Transfer) -> date:
    """Section 1: the one that holds `for_period`; when that is empty, `paid_date` / `received_date`."""
    return program.calendar.period_of(transfer.for_period or transfer.day)


def priced(records: Records, program: Program) -> dict[str, dict[Key, int]]:
    """due(mode) of every key with a priced purchase of that mode (section 4: each mode rounded by itself)."""
    sums: dict[str, dict[Key, Fraction]] = {"separate": {}, "embedded": {}}
    for purchase in records.purchases or []:
        amount = price(program, purchase)
        if amount is not None:
            key = (purchase.buyer, purchase.grower, shipment_period(program, purchase))
            by_key = sums[purchase.mode]
            by_key[key] = by_key.get(key, Fraction(0)) + amount
    return {mode: {key: rounded(total) for key, total in by_key.items()} for mode, by_key in sums.items()}


def transferred(rows: list[Transfer] | None, program: Program) -> dict[Key, int]:
    """The sum of payments, or of receipts, per key."""
    sums: dict[Key, int] = defaultdict(int)
    for row in rows or []:
        sums[(row.buyer, row.grower, transfer_period(program, row))] += row.amount
    return dict(sums)


def per_pair(sums: dict[Key, int]) -> dict[Pair, int]:
    """The same sums "over all periods"."""
    totals: dict[Pair, int] = defaultdict(int)
    for (buyer, grower, _), amount in sums.items():
        totals[(buyer, grower)] += amount
    return dict(totals)


def whose_word(records: Records, pair: Pair, payments: dict[Pair, int], receipts: dict[Pair, int]) -> str:
    """Section 4: "the payments, unless that grower reported receipts and those from this buyer (none: 0) add
    up to more, or no payments were reported"."""
    if records.payments is None:
        return "receipts"
    reported = pair[1] in records.receipt_growers
    return "receipts" if reported and receipts.get(pair, 0) > payments.get(pair, 0) else "payments"


def money_in(records: Records, program: Program) -> MoneyIn:
    """Section 4: "for every buyer, grower and period with a purchase ..., a payment or a receipt"."""
    dues = priced(records, program)
    payments, receipts = transferred(records.payments, program), transferred(records.receipts, program)
    bought = {(p.buyer, p.grower, shipment_period(program, p)) for p in records.purchases or []}
    paid_per_pair, received_per_pair = per_pair(payments), per_pair(receipts)
    result = MoneyIn()
    for key in sorted(bought | payments.keys() | receipts.keys()):
        buyer, grower, period = key
        embedded = dues["embedded"].get(key)  # None: no priced embedded purchase
        at_once = embedded or 0
        due = None if records.purchases is None else dues["separate"].get(key, 0) + at_once
        paid = None if records.payments is None and embedded is None else payments.get(key, 0) + at_once
        received = receipts.get(key, 0) + at_once if grower in records.receipt_growers else None
        known = paid if records.payments is not None else received if received is not None else embedded
        result.ledger.append(LedgerRow(buyer, grower, period, due, paid, received, known))
        word = whose_word(records, (buyer, grower), paid_per_pair, received_per_pair)
        result.word[(buyer, grower)] = word
        side = payments if word == "payments" else receipts
        result.pool_money[key] = side.get(key, 0) + at_once
    return result
