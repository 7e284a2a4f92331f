"""Exact money: rounding half away from zero, dues, and shares by the largest remainder. No floating point."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from benchmarks.worlds.terms import Terms, period_of

DUE_SCALE = 10**8
"""Quantity (ten-thousandths) x pack (hundredths) x rate (ten-thousandths) is cents times this."""


def i128(value: int) -> pl.Expr:
    """A whole number wide enough for any product here."""
    return pl.lit(value, dtype=pl.Int128)


def round_half_away(value: pl.Expr, unit: int) -> pl.Expr:
    """Whole multiples of `unit` in `value`, halves away from zero."""
    wide = value.cast(pl.Int128)
    # Dividing the absolute value: integer division of negatives differs between engines.
    size = (wide.abs() * i128(2) + i128(unit)) // i128(2 * unit)
    return (pl.when(wide < 0).then(size * i128(-1)).otherwise(size)).cast(pl.Int64)


def as_decimal(value: pl.Expr, places: int) -> pl.Expr:
    """Whole cents (2 places) or ten-thousandths (4) as DECIMAL(18, places).

    The product of a whole decimal and 0.01 is exact at two places, that of 0.0001 at four.
    """
    unit = pl.lit(Decimal(1).scaleb(-places), dtype=pl.Decimal(38, places))
    return (value.cast(pl.Decimal(38, places)) * unit).cast(pl.Decimal(18, places))


def share_out(frame: pl.DataFrame, pool: list[str], total: str, weight: str, tie: str) -> pl.DataFrame:
    """Add `share`: each pool's `total` split over its rows by `weight`, to the cent.

    What whole cents leave over goes to the largest remainders, a tie to the smaller `tie`. Shares add up to
    the total. Weights are above zero, totals not below.
    """
    product = pl.col(total).cast(pl.Int128) * pl.col(weight).cast(pl.Int128)
    weights = pl.col("_weights")
    return (
        frame.with_columns(pl.col(weight).cast(pl.Int128).sum().over(pool).alias("_weights"))
        .with_columns((product // weights).cast(pl.Int64).alias("_floor"), (product % weights).alias("_rest"))
        .sort(*pool, "_rest", tie, descending=[False] * len(pool) + [True, False])
        .with_columns(
            (pl.col(total) - pl.col("_floor").sum().over(pool)).alias("_left"),
            pl.int_range(pl.len()).over(pool).alias("_rank"),
        )
        .with_columns((pl.col("_floor") + (pl.col("_rank") < pl.col("_left")).cast(pl.Int64)).alias("share"))
        .drop("_weights", "_floor", "_rest", "_left", "_rank")
    )


def rated(purchases: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Add to each purchase its period and `due_raw` (cents x DUE_SCALE; null where no rate is in force)."""
    rates = pl.DataFrame(
        [(product, first, rate) for product, _, first, rate in terms.rates],
        schema={"product": pl.String, "first": pl.Date, "rate_e4": pl.Int64},
        orient="row",
    ).sort("first")
    packs = pl.DataFrame(list(terms.packs), schema={"unit": pl.String, "pack_e2": pl.Int64}, orient="row")
    raw = pl.col("quantity_e4").cast(pl.Int128) * pl.col("pack_e2") * pl.col("rate_e4")
    return (
        purchases.with_row_index("_row")
        .sort("ship_date")
        .join_asof(rates, left_on="ship_date", right_on="first", by="product", check_sortedness=False)
        .join(packs, on="unit", how="left")
        .with_columns(period_of(pl.col("ship_date"), terms).alias("period"), raw.alias("due_raw"))
        .sort("_row")
        .drop("_row", "first")
    )


def dues(rated_purchases: pl.DataFrame) -> pl.DataFrame:
    """What each buyer owes each grower per period and mode: `due_cents`, rounded once per mode."""
    keys = ["buyer_id", "grower_id", "period", "payment_mode"]
    return (
        rated_purchases.drop_nulls("due_raw")
        .group_by(keys)
        .agg(pl.col("due_raw").sum())
        .with_columns(round_half_away(pl.col("due_raw"), DUE_SCALE).alias("due_cents"))
        .drop("due_raw")
        .sort(keys)
    )
