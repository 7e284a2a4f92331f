"""What is the product of what: counts, a rate and amounts are known by it, and so are decimals that nobody wrote."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import sums
from premium.ingest.guess.values import MOST
from premium.ingest.profile.model import Dialect

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from premium.ingest.guess.values import Evidence

PLAIN = Dialect(format="csv", group=",")
FEW = 2
"""Rows that may be a product by chance."""
POWERS = range(9)
LARGE = 100
"""Cents below which an amount is near any small product."""
CENTS = 2
"""Decimals of an amount."""
MOST_IMPLIED = 4
"""Decimals that a profile can put into a number without a point."""
HOURLY = (5, 100)
"""Dollars between which a rate is by the hour; by the piece it is less."""


@dataclass(frozen=True, slots=True)
class Product:
    """Columns by index: an amount, the rate, and the counts that are multiplied by it; and their implied decimals."""

    amount: int
    rate: int
    hours: int | None
    units: int | None
    implied: Mapping[str, int]


def find(evidence: Sequence[Evidence], records: pl.DataFrame) -> Product | None:
    """Find the amount that is the product of others in most rows; of several, the one that is filled most."""
    numbers = {e.index: sums.scaled(records, e.index, PLAIN) for e in evidence}
    pointed = any(e.has_cents for e in evidence)
    if not pointed:  # no point stands anywhere: decimals are implied
        numbers = {i: n // 10**sums.FINE for i, n in numbers.items()}
    slack = 10 ** (sums.FINE - CENTS) if pointed else 1
    different = {e.index for e in evidence if e.distinct > FEW}
    filled = {i: int((n != 0).sum()) for i, n in numbers.items()}
    for amount in sorted(different, key=lambda i: (-filled[i], -i)):
        counts = {i: n for i, n in numbers.items() if i != amount}
        found = _counts(counts, numbers[amount], slack)
        if found:
            return _named(numbers, amount, *found, pointed=pointed)
    return None


def _counts(numbers: Mapping[int, pl.Series], amount: pl.Series, slack: int) -> tuple[int, dict[int, int]] | None:
    """Return the rate of an amount, and its counts with the power of ten by which their products are more.

    Pieces may have hours too, which do not count: the second count need only fit the rows that the first does not.
    """
    best: tuple[int, dict[int, int]] | None = None
    for q, r in combinations(numbers, 2):
        power, near = _power(numbers[q], numbers[r], amount, slack)
        if power is None:
            continue
        best = best or (r, {q: power})
        rest = ~near
        for count, rate in [(c, base) for base in (r, q) for c in numbers if c not in (q, r)]:
            second, _ = _power(numbers[count].filter(rest), numbers[rate].filter(rest), amount.filter(rest), slack)
            if second is not None:
                return rate, {q if rate == r else r: power, count: second}
    return best


def _power(count: pl.Series, rate: pl.Series, amount: pl.Series, slack: int) -> tuple[int | None, pl.Series]:
    """Return by which power of ten the product of two columns is more than the third, and in which rows; else None."""
    frame = pl.DataFrame({"q": count, "r": rate, "a": amount}).fill_null(0).cast(pl.Int128)
    filled = frame.select((pl.col("q") != 0) & (pl.col("r") != 0)).to_series()
    large = pl.col("a").abs() >= LARGE * slack
    for power in POWERS if int(filled.sum()) > FEW else ():
        close = (pl.col("q") * pl.col("r") - pl.col("a") * 10**power).abs() <= slack * 10**power
        near = filled & frame.select(large & close).to_series()
        if int(near.sum()) >= MOST * int(filled.sum()):
            return power, near
    return None, filled


def _named(
    numbers: Mapping[int, pl.Series], amount: int, rate: int, counts: Mapping[int, int], *, pointed: bool
) -> Product:
    """Tell hours from units by how large the rates are, and from that which decimals are implied."""
    medians = {count: _median(numbers[rate].filter(numbers[count] != 0)) for count in counts}
    places = sums.FINE if pointed else next((n for n in POWERS if _is_hourly(max(medians.values()), n)), 4)
    hours = next((c for c in counts if _is_hourly(medians[c], places)), None)
    units = next((c for c in counts if c != hours), None)
    named = {"hours": hours, "units": units}
    implied = {n: counts[c] + CENTS - places for n, c in named.items() if c is not None}
    implied = {"amount": CENTS, "rate": places, **implied}
    sound = not pointed and all(0 <= n <= MOST_IMPLIED for n in implied.values())
    return Product(amount, rate, hours, units, implied if sound else {})


def _median(rates: pl.Series) -> int:
    known = rates.filter(rates != 0).sort()
    return int(known[len(known) // 2]) if len(known) else 0


def _is_hourly(rate: int, places: int) -> bool:
    return bool(HOURLY[0] * 10**places <= rate < HOURLY[1] * 10**places)
