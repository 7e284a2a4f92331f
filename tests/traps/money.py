"""Traps of sums and rounding: exact half cents, signs, sums that doubles lose, one cent apart, all decimals."""

from __future__ import annotations

from random import Random

from traps.rows import DECEMBER, Rows, decimal
from traps.shares import LARGEST_AMOUNT, TOLERANCE, pool_for, split

LB = 10_000
"""A pound in ten-thousandths; in December it is 1.5 cents of premium."""
CARTON_CENTS_2 = 75
"""A carton of 25 pounds is 75 half cents of premium."""


def half_cents() -> Rows:
    """Dues of exact half cents of both signs, apart and inside the price."""
    rows = Rows()
    for pounds in (1, 3, 5, 7, 99_999_999):
        for sign in (1, -1):
            who = (f"half {sign * pounds}", "halves")
            rows.shipment("purchases", who, sign * pounds * LB)
            rows.shipment("purchases", (who[0], f"halves inside {pounds}"), sign * pounds * LB, payment_mode="embedded")
    rows.payment(("half 1", "halves"), 1)
    rows.add("standing", {"grower_id": "halves", "standing": "suspended", "from_date": str(DECEMBER)})
    return rows


def half_cents_of_wages() -> Rows:
    """Minimum wages that end in half a cent: what is earned is a cent too little, or just enough for half-even."""
    rows = Rows()
    rows.add("growers", {"grower_id": "wages", "place": "FL"})
    for number, (hours_e4, earned) in enumerate(((75, 10), (75, 11), (175, 24), (475_000_075, 66_500_010))):
        worker = f"w{number}"
        rows.wage(("wages", worker), earned, hours=decimal(hours_e4, 4))
        rows.premium(("wages", worker), 1)
    return rows


def halves_of_large_sums() -> Rows:
    """Dues near 2^52 cents, a hair below a half: a double of them has no place for the hair."""
    rng, rows, number = Random(52), Rows(), 0
    while number < 4:
        quantity = rng.randint(8 * 10**17, 10**18 - 1)
        numerator, denominator = quantity * CARTON_CENTS_2, 2 * LB
        exact = (2 * numerator + denominator) // (2 * denominator)
        if int(numerator / denominator + 0.5) != exact:
            for sign in (1, -1):
                who = (f"huge {sign * number}", f"huge {number}")
                rows.shipment("purchases", who, sign * quantity, unit="carton-25lb")
            number += 1
    return rows


def dues_above_2_53() -> Rows:
    """Dues of both signs above 2^53 cents, odd and rounded up: no double holds the cent that the half became."""
    rows = Rows()
    for number, quantity in enumerate((10**18 - 1, 10**18 - 9_999, 987_654_321_012_345_679, 10**18 - LB)):
        for sign in (1, -1):
            who = (f"above {sign * (number + 1)}", f"above {number}")
            for _ in range(5):
                rows.shipment("purchases", who, sign * quantity, unit="bucket-32lb")
            rows.shipment("purchases", who, sign * LB)
    return rows


def shaved_evenly() -> Rows:
    """A tenth is kept back from each worker of a large pool: each stands where the others do, to the cent."""
    rows, entitled = Rows(), {"w1": 3 * 10**16 + 7, "w2": 7 * 10**16 + 1, "w3": 9 * 10**16 + 3, "w4": 10**9 + 9}
    for cents in split(pool_for(sum(entitled.values()))):
        rows.payment(("shaved", "shaved"), cents)
    for worker, cents in entitled.items():
        rows.wage(("shaved", worker), cents)
        rows.premium(("shaved", worker), (18 * cents + 10) // 20)
    return rows


def negative_pools() -> Rows:
    """Refunds above what was paid, a pool of nothing, and large amounts that leave a cent: no double keeps it."""
    rows = Rows()
    amounts = {
        "below": (500, -501), "nothing": (500, -500), "far below": (-LARGEST_AMOUNT, -1),
        "a cent": (LARGEST_AMOUNT, 1, -LARGEST_AMOUNT), "minus a cent": (-LARGEST_AMOUNT, -1, LARGEST_AMOUNT),
        "above 2^53": (2**53, 1, 2**53, 1), "a dollar": (3 * 10**17, 100, -3 * 10**17),
    }  # fmt: skip
    for grower, payments in amounts.items():
        for cents in payments:
            rows.payment((f"{grower} buyer", grower), cents)
            rows.receipt((f"{grower} buyer", grower), cents - 1 if cents > 0 else cents)
        for worker, wages in {
            "w1": (700, -200),
            "w2": (300, -301),
            "w3": (1, -1),
            "w4": (10**17, -(10**17), 99),
        }.items():
            for cents in wages:
                rows.wage((grower, worker), cents)
            rows.premium((grower, worker), 300)
            rows.premium((grower, worker), -299)
    return rows


def kept_parts() -> Rows:
    """What may be kept ends in .5 or more of a cent, and is cut: the workers get the cent."""
    rows = Rows()
    for cents in (1, 4, 5, 50, 99, 150, 100_000_000_000_050):
        rows.payment(("keeper", f"kept {cents}"), cents)
        rows.wage((f"kept {cents}", "w1"), 100_00)
        rows.premium((f"kept {cents}", "w1"), cents // 2)
    return rows


def one_cent_apart() -> Rows:
    """Payments exactly at the tolerance, where dollars in floating point are apart by more, and a cent beyond it."""
    rows, entitled = Rows(), {}
    for cents in range(10_000, 30_000, 7):
        below, above = cents / 100 - (cents - TOLERANCE) / 100, (cents + TOLERANCE) / 100 - cents / 100
        if below > TOLERANCE / 100 or above > TOLERANCE / 100:
            entitled[f"w{cents}"] = cents
        if len(entitled) == 24:
            break
    rows.payment(("near", "near"), pool_for(sum(entitled.values())))
    for turn, (worker, cents) in enumerate(entitled.items()):
        rows.wage(("near", worker), cents)  # the basis is what is to be distributed, so each share is the wage
        rows.premium(("near", worker), cents + (-TOLERANCE, TOLERANCE, -TOLERANCE - 1, TOLERANCE + 1)[turn % 4])
    return rows


def all_decimals() -> Rows:
    """Cells with all the digits that the contract allows, and amounts that doubles read a cent too small."""
    rows = Rows()
    for number, quantity in enumerate((10**18 - 1, -(10**18) + 1, 1, -1, 123_456_789_012_345_678)):
        who = (f"digits {number}", "digits")
        for product, unit in (("fine", "pinch"), ("fine", "lb"), ("tomato-round", "bucket-32lb"), ("fine", "sack")):
            rows.shipment("purchases", who, quantity, product=product, unit=unit)
            if number % 2:  # else the whole quantity is what the two sides do not share
                rows.shipment("sales", who, quantity - 1 if quantity > 0 else quantity, product=product, unit=unit)
    rows.shipment("sales", ("digits 0", "digits"), LB, product="fine")
    for cents in (29, 57, 58, 115, 435, 1_001, 4_035, 110_005, LARGEST_AMOUNT):
        rows.payment(("odd cents", f"cents {cents}"), cents)
        for part in split(cents):
            who = (f"cents {cents}", "w1")
            rows.wage(who, part, hours="0.2900", units="99999999999999.9999", rate="0.0001")
            rows.premium(who, part, hours="0.0001")
    return rows
