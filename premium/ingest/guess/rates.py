"""Which kind of pay a rate is of: the one whose amounts it makes, in every record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.guess import sums

if TYPE_CHECKING:
    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile.model import Dialect

HALF_A_CENT = 5 * 10 ** (2 * sums.FINE - 3)
"""In the scale of a product of two numbers in 10^-6."""


def makes(seen: Sample, line: dict[str, Any], rate: str, dialect: Dialect) -> bool:
    """Whether units (of piecework) or hours times a rate are the line's amount in every record that has one."""
    counted = line.get("units") or line.get("hours")
    if not counted or "amount" not in line:
        return False
    titles = {"q": counted[0]["from"], "r": rate, "a": line["amount"][0]["from"]}
    numbers = {n: sums.scaled(seen.records, seen.named[t].index, dialect).fill_null(0) for n, t in titles.items()}
    paid = pl.DataFrame(numbers).filter(pl.col("a") != 0)
    off = (pl.col("q") * pl.col("r") - pl.col("a") * 10**sums.FINE).abs()
    return len(paid) > 0 and bool(paid.select((off <= HALF_A_CENT).all()).item())
