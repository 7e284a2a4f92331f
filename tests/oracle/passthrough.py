"""Section 8: pass-through, per buyer in a pool."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from .money_in import MoneyIn
from .pools import Pool
from .shares import shares


def passthrough(money: MoneyIn, pool: Pool, reached: int) -> list[dict[str, Any]]:
    """Section 8: the pool by the buyers' money, the distributable by what each got of the pool, the reached
    by what each got of the distributable; retained and short are the differences."""
    sums: dict[str, int] = defaultdict(int)
    landed = {one.period for one in pool.origins}
    for (buyer, grower, period), amount in money.pool_money.items():
        if grower == pool.grower and period in landed:
            sums[buyer] += amount
    # "over the buyers whose pool money in the pool is above zero"
    of_pool = shares(pool.pool, {buyer: amount for buyer, amount in sums.items() if amount > 0})
    of_distributable = shares(pool.distributable, of_pool)
    of_reached = shares(reached, of_distributable)
    return [
        {
            "buyer_id": buyer,
            "grower_id": pool.grower,
            "period": pool.period,
            "pool_cents": of_pool[buyer],
            "retained_cents": of_pool[buyer] - of_distributable[buyer],
            "distributable_cents": of_distributable[buyer],
            "reached_cents": of_reached[buyer],
            "short_cents": of_distributable[buyer] - of_reached[buyer],
        }
        for buyer in of_pool
    ]
