"""Traps of the largest-remainder rule: quotients and products that leave doubles and 64 bits, and ties."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd
from random import Random

from oracle.shares import shares
from traps.rows import DECEMBER, Rows

DOUBLE, BIGINT = 2**53, 2**63
LARGEST_AMOUNT = 10**18 - 1
"""Cents that a cell may hold (contract, section 2: (18,2))."""
RETENTION, OUT_OF = 13, 100
"""What the shipped program keeps."""
TOLERANCE = 2

ODD_IDS = (
    "A", "a", "B", "b", "a ", "a  ", "a\t.", "a!", " a", "é", "e\u0301", "É", "ez", "f", "ñ", "n\u0303", "nz",
    "Ω", "\u2126", "ω", "ﬀ", "\ue000", "\U0001f600", "𝔷", "\uff5e", "日本", "ß", "ss", "z", "Z", "01", "1", "10",
    "9", "_", "-", "~",
)  # fmt: skip
"""Ids whose order by bytes is not that of UTF-16, of composed letters, of a dictionary, or without case or blanks."""


def pool_for(distributable: int) -> int:
    """The smallest pool of which so much is distributed."""
    pool = distributable * OUT_OF // (OUT_OF - RETENTION)
    while pool - pool * RETENTION // OUT_OF < distributable:
        pool += 1
    return pool


def split(cents: int) -> list[int]:
    """An amount as cells that the contract allows."""
    whole, rest = divmod(cents, LARGEST_AMOUNT)
    return [LARGEST_AMOUNT] * whole + ([rest] if rest else [])


def pool_of(rows: Rows, grower: str, distributable: int, basis: Mapping[str, int]) -> None:
    """A pool of December with one buyer, shared by wages; the workers stand paid, short, over and missing by turns."""
    for cents in split(pool_for(distributable)):
        rows.payment((f"buyer of {grower}", grower), cents)
    for worker, total in basis.items():
        for cents in split(total):
            rows.wage((grower, worker), cents)
    for turn, (worker, cents) in enumerate(shares(distributable, dict(basis)).items()):
        paid = (cents, cents - TOLERANCE - 1, cents + TOLERANCE + 1, 0)[turn % 4]
        for part in split(max(paid, 0)):
            rows.premium((grower, worker), part)


def quotients_above_2_53() -> Rows:
    """Shares above 2^53 cents that no double holds."""
    rng, rows = Random(53), Rows()
    for number in range(5):
        total = rng.randint(10**15, 10**16)
        first = rng.randint(total // 3, total // 2)
        basis = {"w1": first, "w2": rng.randint(1, total - first - 1)}
        basis["w3"] = total - sum(basis.values())
        pool_of(rows, f"large {number}", rng.randrange(3 * 10**16, 9 * 10**16) | 1, basis)
    return rows


def all_but_tied(found: int = 5) -> Rows:
    """Everyday amounts: two fractions of a cent that differ by 1/T, less than doubles can tell, and one cent for both.

    The larger one is w2's, so that a tie would give the cent to w1: D (w2 - w1) = 1 modulo T, fractions in (1/3, 1/2).
    """
    rng, rows, number = Random(54), Rows(), 0
    while number < found:
        total, distributable = rng.randint(10**8, 2 * 10**8), rng.randint(10**8, 9 * 10**8)
        if gcd(total, distributable) > 1:
            continue
        pair = (first := rng.randint(1, total // 3), first + pow(distributable, -1, total))
        rests = [distributable * weight % total for weight in pair]
        if sum(pair) < total < 3 * rests[0] and 2 * rests[1] < total and _doubles_are_blind(distributable, pair, total):
            pool_of(rows, f"near {number}", distributable, {"w1": pair[0], "w2": pair[1], "w3": total - sum(pair)})
            number += 1
    return rows


def _doubles_are_blind(distributable: int, pair: tuple[int, int], total: int) -> bool:
    """Whether neither way of dividing in doubles sees that the second fraction is the larger one."""
    shares_first = [distributable * (weight / total) % 1 for weight in pair]
    products_first = [float(distributable * weight) / total % 1 for weight in pair]
    return shares_first[0] >= shares_first[1] and products_first[0] >= products_first[1]


def products_above_2_63() -> Rows:
    """Everyday sums, such as a large grower's year: the product leaves 64 bits, the share is small."""
    rng, rows = Random(63), Rows()
    for number in range(4):
        basis = {f"w{worker}": rng.randint(10**9, 9 * 10**9) for worker in range(5)}
        pool_of(rows, f"product {number}", rng.randint(2 * 10**9, 9 * 10**10) | 1, basis)
    return rows


def the_largest_products() -> Rows:
    """One pool as large as its proofs can add up in 64 bits, and a basis so too: products of 124 bits."""
    rows = Rows()
    pool_of(rows, "largest", 2 * 10**18 + 1, {"w1": 4 * 10**18 + 7, "w2": 3 * 10**17 + 1, "w3": 11})
    return rows


def tied_workers() -> Rows:
    """Equal workers and 1 cent left over, 2, 3 …: each place of the queue decides once."""
    rows = Rows()
    for left_over in range(1, len(ODD_IDS)):
        grower = f"tie {left_over:02}"
        rows.payment(("buyer of ties", grower), pool_for(100 * len(ODD_IDS) + left_over))
        for worker in reversed(ODD_IDS):
            rows.wage((grower, worker), 700_00)
    return rows


def tied_buyers() -> Rows:
    """Equal buyers, tied in their part of the pool where another was refunded, else in that of the distributable.

    The workers' part is two fifths of each buyer's, so the number of buyers moves the place of the last cent.
    """
    rows = Rows()
    for number in range(1, len(ODD_IDS)):
        for buyer in reversed(ODD_IDS):
            rows.payment((buyer, f"refund {number:02}"), 250)
        rows.payment(("the refunded buyer", f"refund {number:02}"), -number)
        for cents in range(251, 255):
            for buyer in reversed(ODD_IDS[:number]):
                rows.payment((buyer, f"{cents} by {number:02}"), cents)
        for grower in (f"refund {number:02}", *(f"{cents} by {number:02}" for cents in range(251, 255))):
            for worker in ("w1", "w2"):
                rows.wage((grower, worker), 500_00, job_class="milker")
            rows.premium((grower, "w1"), 50 * number, for_period=str(DECEMBER))
    return rows
