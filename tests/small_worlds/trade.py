"""Purchases, sales, payments, receipts, and the monitor's own tables."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from oracle.money_in import money_in
from oracle.reading import read_world
from oracle.world import Cells

from .draw import FAR, Draft, days_after, decimal_text

GOODS = {
    "fair-food": (
        ("tomato-round", "lb"),
        ("tomato-round", "lb"),
        ("tomato-round", "carton-25lb"),
        ("tomato-round", "bucket-32lb"),
        ("tomato-grape", "lb"),
        ("pepper-bell", "lb"),
        ("pepper-bell", "carton-25lb"),
    ),
    "milk-with-dignity": (("milk", "cwt"), ("milk", "lb"), ("milk", "cwt"), ("milk", "can")),
}
ODD_GOODS = (
    ("melon", "carton-25lb"),
    ("melon", "lb"),
    ("unknown", "lb"),
    ("tomato-round", "box"),
    ("milk", "box"),
)


def target_cents(draft: Draft) -> Fraction:
    """About how much a purchase should be due: one cent, half cents, some dollars, or beyond 2^53."""
    rng = draft.rng
    if draft.scale == "tiny":
        return Fraction(rng.choice((1, 1, 2, 3, 5, rng.randint(1, 40)))) + rng.choice((0, 0, Fraction(1, 2)))
    if draft.scale == "huge":
        return Fraction(rng.randint(10**10, 10**13))
    return Fraction(rng.randint(100, 3000)) + rng.choice((0, 0, Fraction(1, 2), Fraction(1, 3)))


def add_purchases(draft: Draft) -> None:
    """Zero to two purchases for each buyer, grower and period; credits and unpriced products among them."""
    rng = draft.rng
    for grower in draft.growers:
        for period in draft.periods:
            for buyer in draft.buyers:
                for _ in range(rng.choice((0, 1, 1, 2))):
                    add_purchase(draft, buyer, grower, period)


def add_purchase(draft: Draft, buyer: str, grower: str, period: date) -> None:
    """A purchase of about the wanted money; sometimes of something that has no price."""
    rng = draft.rng
    goods = ODD_GOODS if draft.chance(0.1) else GOODS[draft.program["id"]]
    product, unit = rng.choice(goods)
    day = draft.day_in(period)
    per_unit = (draft.terms.contains(product, unit) or 1) * (draft.terms.rate_on(product, day) or 1)
    quantity = int(target_cents(draft) * 10_000 / per_unit)
    if draft.chance(0.08):
        quantity = -quantity * rng.choice((1, 1, 3))
    row: Cells = {
        "purchase_id": draft.new_id("p"),
        "buyer_id": buyer,
        "grower_id": grower,
        "product": product,
        "unit": unit,
        "quantity": decimal_text(rng, quantity, 4),
        "ship_date": day.isoformat(),
        "payment_mode": rng.choice((None, "separate", None, "embedded")),
    }
    draft.add("purchases", row)


def add_sales(draft: Draft) -> None:
    """The grower's word on the same goods, mostly the same, some in another unit, some missing, some more."""
    rng = draft.rng
    for purchase in list(draft.rows.get("purchases", ())):
        if draft.chance(0.04):
            continue
        row = dict(purchase)
        del row["purchase_id"]
        row["sale_id"] = draft.new_id("s")
        if draft.chance(0.06):
            row["quantity"] = decimal_text(rng, rng.randint(-1000, 900_000), 4)
        if draft.chance(0.05):
            row["unit"] = rng.choice(("lb", "carton-25lb", "box", "cwt", "can"))
        if draft.chance(0.03):
            row["payment_mode"] = rng.choice((None, "embedded"))
        if draft.chance(0.02):
            row["buyer_id"] = "not a buyer"
        draft.add("sales", row)
        if draft.chance(0.04):
            draft.add("sales", {**row, "sale_id": draft.new_id("s")})


def dues(draft: Draft) -> list[tuple[str, str, date, int]]:
    """What each key owes for its separate purchases."""
    purchases = {"purchases.csv": [row for row in draft.rows.get("purchases", ()) if row["payment_mode"] != "embedded"]}
    ledger = money_in(read_world({"purchases": purchases}, FAR), draft.terms).ledger
    return [(row.buyer, row.grower, row.period, row.due or 0) for row in ledger]


def add_money(draft: Draft) -> None:
    """Payments near what is due, and receipts near the payments."""
    for buyer, grower, period, due in dues(draft):
        for amount in payment_amounts(draft, due):
            add_payment(draft, buyer, grower, period, amount)
    if draft.chance(0.15) and draft.rows.get("payments"):
        silent = draft.rng.choice(draft.rows["payments"])  # of this pair only the receipts are known
        pair = (silent["buyer_id"], silent["grower_id"])
        draft.rows["payments"] = [row for row in draft.rows["payments"] if (row["buyer_id"], row["grower_id"]) != pair]
    if draft.chance(0.2):
        period, refund = draft.rng.choice(draft.periods), draft.rng.choice((-1, -7, -99, -4000))
        add_payment(draft, draft.rng.choice(draft.buyers), draft.rng.choice(draft.growers), period, refund)


def payment_amounts(draft: Draft, due: int) -> list[int]:
    """Nothing, all, a part, in two parts, more, one cent off, or paid and refunded."""
    if draft.scale == "huge" and draft.chance(0.5):
        return [draft.rng.randint(10**15, 10**17)]  # beyond what a double holds, within what 64 bits hold
    near = [[due], [due], [due], [due], [due - 1], [due + 1], [due // 2, due - due // 2], [due * 9 // 10], []]
    refunded = [[due, -due], [due, -due - 7], [-due], [due, due]]
    return draft.rng.choice(refunded if draft.chance(0.12) else near)


def add_payment(draft: Draft, buyer: str, grower: str, period: date, amount: int) -> None:
    """A payment, on time or late, for its period by name or by its date; and the receipt that answers it."""
    rng = draft.rng
    terms_end = days_after(draft.calendar.last_day(period), draft.terms.buyer_days)
    paid = rng.choice(
        (draft.day_in(period), draft.day_in(period), terms_end, days_after(terms_end, rng.choice((-1, 1, 9))))
    )
    held = draft.calendar.period_of(paid) == period
    named = None if (held and draft.chance(0.5)) or draft.chance(0.04) else draft.day_in(period).isoformat()
    row: Cells = {
        "payment_id": draft.new_id("y"),
        "buyer_id": buyer,
        "grower_id": grower,
        "paid_date": paid.isoformat(),
        "amount": decimal_text(rng, amount, 2),
        "for_period": named,
    }
    draft.add("payments", row)
    add_receipt(draft, row, paid, amount)


def add_receipt(draft: Draft, payment: Cells, paid: date, amount: int) -> None:
    """The grower's word on a payment: mostly the same money, some days later."""
    rng = draft.rng
    draw = rng.random()
    if draw < 0.06:
        return
    booked = amount if draw < 0.8 else amount + rng.choice((-1, 1, 50, -50, amount))
    row = {name: value for name, value in payment.items() if name not in ("payment_id", "paid_date")}
    row["receipt_id"] = draft.new_id("r")
    row["received_date"] = days_after(paid, rng.choice((0, 0, 1, 3, 40))).isoformat()
    row["amount"] = decimal_text(rng, booked, 2)
    draft.add("receipts", row)


def add_monitor_tables(draft: Draft) -> None:
    """`growers` (places and declared bases that change) and `standing` (suspensions that begin and end)."""
    rng = draft.rng
    place = {"fair-food": "FL", "milk-with-dignity": "VT"}[draft.program["id"]]
    for grower in draft.growers:
        starts = [None, *(rng.choice(draft.periods) for _ in range(rng.choice((0, 0, 1, 2))))]
        for start in dict.fromkeys(starts):
            from_date = None if start is None else days_after(start, rng.choice((0, 0, 1, -1))).isoformat()
            basis = rng.choice((None, None, "gross", "hours", "units", "equal"))
            held = rng.choice((place, place, place, place, place, "GA", None))
            name = rng.choice((None, "Muñoz & Sons"))
            if draft.chance(0.95):
                row: Cells = {
                    "grower_id": grower,
                    "from_date": from_date,
                    "name": name,
                    "place": held,
                    "basis": basis,
                }
                draft.add("growers", row)
        for _ in range(rng.choice((0, 1, 2))):
            first = draft.day_in(rng.choice(draft.periods))
            until = rng.choice((None, days_after(first, rng.randint(0, 20)).isoformat()))
            standing = rng.choice(("suspended", "suspended", "probation", "participating"))
            draft.add(
                "standing",
                {
                    "grower_id": grower,
                    "standing": standing,
                    "from_date": first.isoformat(),
                    "until_date": until,
                },
            )
