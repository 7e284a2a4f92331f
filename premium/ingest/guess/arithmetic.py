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
CENTS = 2
"""Decimals of an amount."""
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
        others = [i for i in numbers if i != amount]
        fits = {(q, r): _power(numbers[q], numbers[r], numbers[amount], slack) for q, r in combinations(others, 2)}
        found = {pair: power for pair, power in fits.items() if power is not None}
        if found:
            return _named(numbers, amount, found, pointed=pointed)
    return None


def _power(count: pl.Series, rate: pl.Series, amount: pl.Series, slack: int) -> int | None:
    """Return by which power of ten the product of two columns is more than the third; None where it is no product."""
    full = pl.DataFrame({"q": count, "r": rate, "a": amount}).filter((pl.col("q") != 0) & (pl.col("r") != 0))
    if len(full) <= FEW:
        return None
    for power in POWERS:
        near = (pl.col("q") * pl.col("r") - pl.col("a") * 10**power).abs() <= slack * 10**power
        if int(full.select(near).to_series().sum()) >= MOST * len(full):
            return power
    return None


def _named(
    numbers: Mapping[int, pl.Series], amount: int, found: Mapping[tuple[int, int], int], *, pointed: bool
) -> Product:
    """Tell counts from the rate, which goes with all of them; then hours from units, by how large the rates are."""
    shared = set.intersection(*(set(pair) for pair in found))
    rate = max(shared) if shared else max(next(iter(found)))
    counts = {(q if r == rate else r): power for (q, r), power in found.items() if rate in (q, r)}
    medians = {count: _median(numbers[rate].filter(numbers[count] != 0)) for count in counts}
    places = sums.FINE if pointed else next((n for n in POWERS if _is_hourly(max(medians.values()), n)), 4)
    hours = next((c for c in counts if _is_hourly(medians[c], places)), None)
    units = next((c for c in counts if c != hours), None)
    named = {"hours": hours, "units": units}
    implied = {n: counts[c] + CENTS - places for n, c in named.items() if c is not None}
    return Product(amount, rate, hours, units, {} if pointed else {"amount": CENTS, "rate": places, **implied})


def _median(rates: pl.Series) -> int:
    known = rates.filter(rates != 0).sort()
    return int(known[len(known) // 2]) if len(known) else 0


def _is_hourly(rate: int, places: int) -> bool:
    return bool(HOURLY[0] * 10**places <= rate < HOURLY[1] * 10**places)
