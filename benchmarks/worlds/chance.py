"""Chance that is a function of a seed, a name and a row's number, and of nothing else.

Every draw mixes the row's number with a constant made from the seed and the draw's name (the finaliser of
splitmix64). So a draw depends neither on the order of rows nor on threads nor on the version of a generator.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import polars as pl

PER_MILLION = 1_000_000


def _u64(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)


@dataclass(frozen=True)
class Chance:
    """Named, independent streams of draws under one seed."""

    seed: int

    def bits(self, name: str, key: pl.Expr) -> pl.Expr:
        """64 well mixed bits for each value of `key`."""
        salt = int.from_bytes(blake2b(f"{self.seed}:{name}".encode(), digest_size=8).digest(), "big")
        z = key.cast(pl.UInt64) * _u64(0x9E3779B97F4A7C15) + _u64(salt)
        z = (z ^ (z // _u64(1 << 30))) * _u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z // _u64(1 << 27))) * _u64(0x94D049BB133111EB)
        return z ^ (z // _u64(1 << 31))

    def below(self, name: str, key: pl.Expr, count: int) -> pl.Expr:
        """A whole number from 0 up to, not including, `count`."""
        return (self.bits(name, key) % _u64(count)).cast(pl.Int64)

    def between(self, name: str, key: pl.Expr, low: int, high: int) -> pl.Expr:
        """A whole number from `low` to `high`, both included."""
        return self.below(name, key, high - low + 1) + low

    def happens(self, name: str, key: pl.Expr, per_million: int) -> pl.Expr:
        """True for about `per_million` of a million keys."""
        return self.below(name, key, PER_MILLION) < per_million


def mark(frame: pl.DataFrame, chance: Chance, name: str, count: int, among: pl.Expr) -> pl.Series:
    """Mark exactly `count` rows (fewer where fewer fit) drawn from the rows where `among` holds.

    The frame must have a column `key` that numbers its rows stably.
    """
    fits = frame.select("key", fits=among.fill_null(value=False))
    chosen = (
        fits.filter("fits")
        .with_columns(chance.bits(name, pl.col("key")).alias("bits"))
        .sort("bits", "key")
        .head(count)["key"]
    )
    return frame["key"].is_in(chosen.implode()).alias(name)
