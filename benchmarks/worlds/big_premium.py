"""A big world's premium: one row per worker and pool that was paid, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from benchmarks.worlds.big_cast import GROWER, WORKER, Plan
from benchmarks.worlds.big_wages import QUALIFYING_JOBS
from benchmarks.worlds.planted import places
from benchmarks.worlds.pools import POOL, Pools
from benchmarks.worlds.terms import period_of

SOUND, MISSING, SHORT, OVER, REPEATED, REVERSED, CLAWED, LATE, ORPHAN, UNQUALIFIED = range(10)
LEAST_CENTS: Final = 500
"""Faults fall on entitlements that are large enough for any of them to show."""
NOWHERE: Final = date(2026, 6, 7)
"""A day in a period after the last payroll: premium for it belongs to no pool."""


def _monday_after(day: pl.Expr) -> pl.Expr:
    """The next Monday: no payroll has its check date on one."""
    count = day.cast(pl.Int32)
    return (count + 7 - (count + 3) % 7).cast(pl.Date)


def paid(plan: Plan, pools: Pools, people: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """What each worker was paid for each pool, when, and its fault; no row where nothing was due."""
    chance, key = plan.chance, pl.col("key")
    columns = ["grower_id", "worker_id", "period", "entitled_cents", "deadline"]
    due = pools.entitled.filter(pl.col("entitled_cents") > 0).select(columns)
    others = people.filter(pl.col("job") >= QUALIFYING_JOBS).join(pools.pools, on="grower_id")
    others = others.select(
        "grower_id", "worker_id", "period", pl.lit(0, dtype=pl.Int64).alias("entitled_cents"), "deadline"
    )
    frame = pl.concat([due, others]).join(runs, on="period")
    frame = frame.with_columns((pl.col("worker_id") * 64 + pl.col("week")).alias("key"))
    entitled = pl.col("entitled_cents")
    kind = chance.between("premium fault", key, MISSING, ORPHAN)
    faulty = plan.fails("premium", key)
    fault = (
        pl.when(faulty & (entitled == 0)).then(UNQUALIFIED)
        .when(faulty & (entitled >= LEAST_CENTS)).then(kind)
        .otherwise(SOUND)
    )  # fmt: skip
    frame = frame.with_columns(fault.cast(pl.Int8).alias("fault")).filter((entitled > 0) | (pl.col("fault") != SOUND))
    amount = (
        pl.when(pl.col("fault") == SHORT).then(entitled - entitled // 8)
        .when(pl.col("fault") == OVER).then(entitled + entitled // 9)
        .when(pl.col("fault") == UNQUALIFIED).then(chance.between("gift", key, 1500, 9000))
        .otherwise(entitled)
    )  # fmt: skip
    wait = chance.between("tardy", key, 0, 7).cast(pl.Int32)
    late = pl.when(pl.col("fault") == LATE).then(
        _monday_after((pl.col("deadline").cast(pl.Int32) + wait).cast(pl.Date))
    )
    return frame.with_columns(amount.alias("amount_cents"), late.alias("late_date"))


def counted(premium: pl.DataFrame) -> pl.DataFrame:
    """Per worker and payroll week, the premium lines that the wage check looks at: all but repeats."""
    fault = pl.col("fault")
    lost = pl.when(fault.is_in([MISSING, REVERSED])).then(0).when(fault == ORPHAN).then(2).otherwise(1)
    return premium.select("worker_id", "week", (pl.col("amount_cents") * lost).alias("counted_cents"))


def worker_places(premium: pl.DataFrame) -> list[pl.DataFrame]:
    """Workers who got too little or too much, and the pools that are short by the sum of it."""
    fault, entitled, amount = pl.col("fault"), pl.col("entitled_cents"), pl.col("amount_cents")
    who = {"grower_id": GROWER, "worker_id": WORKER, "period": pl.col("period")}
    faulty = premium.filter(fault != SOUND)
    lost = pl.when(fault.is_in([MISSING, REVERSED])).then(entitled).when(fault == SHORT).then(entitled - amount)
    faulty = faulty.with_columns(lost.otherwise(0).alias("short"))
    short = pl.col("short")
    pool = faulty.filter(short > 0).group_by(POOL).agg(short.sum())
    return [
        places(faulty.filter(fault == MISSING), "premium_missing", amount_cents=short, **who),
        places(faulty.filter(fault.is_in([SHORT, REVERSED])), "premium_short", amount_cents=short, **who),
        places(pool, "pool_short", grower_id=GROWER, period=pl.col("period"), amount_cents=short),
        places(faulty.filter(fault == OVER), "premium_over", amount_cents=amount - entitled, **who),
        places(faulty.filter(fault == UNQUALIFIED), "premium_unqualified", amount_cents=amount, **who),
    ]


STORIES: Final = {
    # what a line says about itself: the finding on it
    1: "premium_late",
    2: "premium_clawback",
    3: "premium_duplicate",
    4: "premium_reversed",
    5: "premium_orphan",
}
LATE_LINE, CLAWED_LINE, REPEAT_LINE, BACK_LINE, ORPHAN_LINE = STORIES


def line_places(plan: Plan, told: pl.DataFrame) -> pl.DataFrame:
    """Findings on single lines: `told` are those with a story, with `line_id` and the pool's `period`."""
    orphan = pl.col("story") == ORPHAN_LINE
    nowhere = period_of(pl.lit(NOWHERE), plan.terms)
    return places(
        told,
        pl.col("story").replace_strict(STORIES, return_dtype=pl.String),
        grower_id=GROWER,
        worker_id=WORKER,
        period=pl.when(orphan).then(nowhere).otherwise("period"),
        ref=pl.col("line_id"),
        amount_cents=pl.col("amount_cents"),
    )
