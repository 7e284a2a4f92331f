"""From what buyers paid to what each worker is entitled to: the road that an honest grower follows.

A world keeps one simplification: no grower books more than its buyers paid, so the payments are pooled.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from benchmarks.worlds.money import share_out
from benchmarks.worlds.terms import Terms, last_day, period_of, plus_days

POOL = ["grower_id", "period"]


@dataclass(frozen=True)
class Pools:
    """Origins, the pools in which they land, and the entitlements in those."""

    origins: pl.DataFrame
    """grower_id, origin, period (null: not landed), pool_, retained_ and distributable_cents, deadline."""
    pools: pl.DataFrame
    """grower_id, period, pool_cents, retained_cents, distributable_cents, deadline, paid_until."""
    entitled: pl.DataFrame
    """grower_id, worker_id, period, basis, entitled_cents, deadline, paid_until."""


def bases(wage_lines: pl.DataFrame, growers: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Each worker's basis per period, by what the grower declared, else by what the program says.

    A world's growers declare one basis for all time.
    """
    declared = growers.select("grower_id", pl.col("basis").fill_null(terms.basis))
    sums = [pl.col(name).cast(pl.Int64).sum() for name in ("amount_cents", "hours_e4", "units_e4")]
    basis = (
        pl.when(pl.col("basis") == "gross")
        .then(pl.col("amount_cents"))
        .when(pl.col("basis") == "hours")
        .then(pl.col("hours_e4"))
        .when(pl.col("basis") == "units")
        .then(pl.col("units_e4"))
        .otherwise((pl.col("amount_cents") > 0).cast(pl.Int64))
    )
    return (
        wage_lines.filter(pl.col("job_class").is_in(terms.qualifying))
        .with_columns(period_of(pl.col("period_end"), terms).alias("period"))
        .group_by("grower_id", "worker_id", "period")
        .agg(sums)
        .join(declared, on="grower_id")
        .select("grower_id", "worker_id", "period", basis.alias("basis"))
        .filter(pl.col("basis") > 0)
    )


def _origins(payments: pl.DataFrame, embedded: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Pool money per grower and origin: payments plus what was embedded in the price."""
    paid = payments.select(
        "grower_id",
        period_of(pl.col("for_period"), terms).alias("origin"),
        pl.col("amount_cents"),
        pl.when(pl.col("amount_cents") > 0).then(pl.col("paid_date")).alias("paid_date"),
    )
    priced = embedded.select(
        "grower_id",
        pl.col("period").alias("origin"),
        pl.col("due_cents").alias("amount_cents"),
        pl.lit(None, dtype=pl.Date).alias("paid_date"),
    )
    return (
        pl.concat([paid, priced])
        .group_by("grower_id", "origin")
        .agg(pl.col("amount_cents").sum().alias("pool_cents"), pl.col("paid_date").max())
        .filter(pl.col("pool_cents") > 0)
    )


def build(payments: pl.DataFrame, embedded: pl.DataFrame, basis: pl.DataFrame, terms: Terms) -> Pools:
    """Pool the money, carry it to the first period with a basis, and share it to the cent.

    `payments` are those looked at, with `for_period`; `embedded` the dues in that mode (columns of `dues`).
    """
    with_basis = basis.select("grower_id", "period").unique().sort("period")
    retained = pl.col("pool_cents") * terms.retention_percent // 100
    origins = (
        _origins(payments, embedded, terms)
        .sort("origin")
        .join_asof(
            with_basis,
            left_on="origin",
            right_on="period",
            by="grower_id",
            strategy="forward",
            check_sortedness=False,
        )
    )
    end = last_day(pl.coalesce("period", "origin"), terms)
    deadline = plus_days(pl.max_horizontal(end, "paid_date"), terms.pay_days)
    origins = origins.with_columns(deadline.alias("deadline"), retained.alias("retained_cents")).with_columns(
        (pl.col("pool_cents") - pl.col("retained_cents")).alias("distributable_cents")
    )
    money = [pl.col(c).sum() for c in ("pool_cents", "retained_cents", "distributable_cents")]
    dates = [pl.col("deadline").max(), pl.col("paid_date").max().alias("paid_until")]
    pools = origins.drop_nulls("period").group_by(POOL).agg(*money, *dates).sort(POOL)
    shared = basis.join(pools, on=POOL)
    entitled = share_out(shared, POOL, "distributable_cents", "basis", "worker_id").select(
        *POOL, "worker_id", "basis", pl.col("share").alias("entitled_cents"), "deadline", "paid_until"
    )
    return Pools(origins.sort("grower_id", "origin"), pools, entitled.sort(*POOL, "worker_id"))
