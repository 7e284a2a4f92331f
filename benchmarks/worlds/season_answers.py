"""What must be found in the sample season's premium: the planted faults' consequences, to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds.planted import places
from benchmarks.worlds.season_cast import AS_OF
from benchmarks.worlds.terms import FAIR_FOOD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.worlds.pools import Pools


def worker_places(premium: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Workers who got too little or too much, and the pools that are short by the sum of it."""
    due = premium.filter(pl.col("deadline") < AS_OF).with_columns(
        (pl.col("entitled_cents") - pl.col("paid_cents")).alias("short")
    )
    who = {name: pl.col(name) for name in ("grower_id", "worker_id", "period")}
    notes = {
        "missed": "never paid",
        "shaved": "a few cents less",
        "kept": "the grower kept 25% instead of 13%",
        "reversed": "taken back on the next check",
    }
    note = pl.col("fault").replace_strict(notes, default=None, return_dtype=pl.String)
    amount = pl.col("short")
    tolerance = FAIR_FOOD.tolerance_cents
    missed = pl.col("fault") == "missed"
    yield places(due.filter(missed), "premium_missing", amount_cents=amount, note=note, **who)
    few = due.filter(~missed & (amount > tolerance))
    yield places(few, "premium_short", amount_cents=amount, note=note, **who)
    yield places(due.filter(amount < -tolerance), "premium_over", amount_cents=-amount, **who)
    pool = due.filter(amount > 0).group_by("grower_id", "period").agg(amount.sum(), pl.col("fault").unique().sort())
    even = pl.col("fault").list.first().is_in(["kept", "trimmed"])
    cause = pl.when(even).then(pl.lit("cause: over_retained")).otherwise(pl.lit("cause: uneven"))
    yield places(
        pool,
        "pool_short",
        grower_id=pl.col("grower_id"),
        period=pl.col("period"),
        amount_cents=amount,
        note=cause,
    )


def origin_places(pools: Pools) -> pl.DataFrame:
    """Money that came after the harvest and has not been handed on."""
    left = pools.origins.filter(pl.col("period").is_null() & (pl.col("deadline") < AS_OF))
    return places(
        left,
        "pool_undistributed",
        grower_id=pl.col("grower_id"),
        period=pl.col("origin"),
        amount_cents=pl.col("distributable_cents"),
        note=pl.lit("the harvest was over"),
    )


LINE_STORIES = {
    "tardy": "premium_late",
    "mislabelled": "premium_orphan",
    "repeated": "premium_duplicate",
    "reversed": "premium_reversed",
    "clawed": "premium_clawback",
}


def line_places(payroll: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Findings on single lines; `payroll` has every line's `story` and `ref`."""
    told = payroll.filter(pl.col("kind") == "premium").with_columns(
        pl.col("story").replace_strict(LINE_STORIES, default=None, return_dtype=pl.String).alias("finding")
    )
    who = {name: pl.col(name) for name in ("grower_id", "worker_id")}
    period, amount = pl.col("for_period"), pl.col("amount_cents")
    yield places(
        told.drop_nulls("finding"),
        pl.col("finding"),
        period=period,
        ref=pl.col("ref"),
        amount_cents=amount,
        **who,
    )
    leader = told.filter(pl.col("story") == "unqualified")
    yield places(leader, "premium_unqualified", period=period, amount_cents=amount, note=pl.lit("a crew leader"), **who)


def pending_cents(premium: pl.DataFrame) -> int:
    """What has not reached workers of pools whose deadline has not passed."""
    late = premium.filter(pl.col("deadline") >= AS_OF)
    total = late.select((pl.col("entitled_cents") - pl.col("paid_cents")).sum()).item()
    return int(total)
