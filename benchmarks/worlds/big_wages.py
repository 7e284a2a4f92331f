"""A big world's wages: one wide row per worker and week, later unfolded into pay lines."""

from __future__ import annotations

import polars as pl

from benchmarks.worlds.big_cast import WEEKS, Plan
from benchmarks.worlds.money import round_half_away
from benchmarks.worlds.planted import places

SOUND, FLOOR, HOURLESS, CLASSLESS = range(4)
QUARTER_E4 = 2_500
QUALIFYING_JOBS = 2
"""Jobs below this number qualify."""


def worker_weeks(plan: Plan, people: pl.DataFrame) -> pl.DataFrame:
    """Who worked when (one absence in ten), week by week, with the fault planted on that week, if any."""
    chance, key = plan.chance, pl.col("key")
    weeks = pl.DataFrame({"week": pl.int_range(WEEKS, dtype=pl.Int64, eager=True)})
    frame = weeks.join(people, how="cross", maintain_order="left_right").with_columns(
        (pl.col("worker_id") * 64 + pl.col("week")).alias("key")
    )
    frame = frame.filter(pl.col("anchor") | ~chance.happens("absent", key, 100_000))
    kind = chance.between("wage fault", key, FLOOR, CLASSLESS)
    fits = ~pl.col("anchor") & (pl.col("job") == 0)
    if plan.terms.program == "milk-with-dignity":
        fits = fits & (kind != HOURLESS)  # it takes piece work
    fault = pl.when(plan.fails("wages", key) & fits).then(kind).otherwise(SOUND)
    return frame.with_columns(fault.cast(pl.Int8).alias("fault"))


def _picked(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """Hours and rates of tomato and pepper crews: a by the piece, b by the hour, c overtime."""
    chance, key, job = plan.chance, pl.col("key"), pl.col("job")
    pace = (
        pl.when(pl.col("fault") == FLOOR)
        .then(110)
        .when(chance.happens("slow", key, 80_000))
        .then(chance.between("crawl", key, 110, 140))
        .otherwise(chance.between("pace", key, 150, 240))
    )
    packed = chance.between("packed", key, 140, 190)
    chores = pl.when((pl.col("fault") == CLASSLESS) | chance.happens("chores", key, 800_000))
    by_hour = (
        pl.when(job == 1).then(chance.between("field", key, 120, 176))
        .when(job > 1).then(pl.min_horizontal(packed, 160))
        .otherwise(chores.then(chance.between("chore", key, 8, 40)).otherwise(0))
    )  # fmt: skip
    frame = frame.with_columns(
        pl.when(job == 0).then(chance.between("piece", key, 64, 150)).otherwise(0).alias("quarters_a"),
        by_hour.alias("quarters_b"),
        pl.when(job > 1).then(pl.max_horizontal(packed - 160, 0)).otherwise(0).alias("quarters_c"),
        pace.alias("pace"),
        pl.lit(9_550).alias("rate_a"),
        (142_500 + 2_500 * chance.below("rate", pl.col("worker_id"), 20)).alias("rate_b"),
    ).with_columns(
        (pl.col("quarters_a") * pl.col("pace") // 40 * 10_000).alias("units_a"),
        (pl.col("rate_b") * 3 // 2).alias("rate_c"),
    )
    piece = round_half_away(pl.col("units_a") // 10_000 * pl.col("rate_a"), 100)
    return frame.with_columns(piece.alias("cents_a"))


def _milked(plan: Plan, frame: pl.DataFrame) -> pl.DataFrame:
    """Hours and rates of a dairy: a unused, b milking (or the office), c the barn at the same rate."""
    chance, key, job = plan.chance, pl.col("key"), pl.col("job")
    fault, zero = pl.col("fault"), pl.lit(0, dtype=pl.Int64)
    rate = 142_500 + 2_500 * chance.below("rate", pl.col("worker_id"), 20)
    rate = pl.when(fault == FLOOR).then(130_000).otherwise(rate)
    barn = (job < QUALIFYING_JOBS) & ((fault == CLASSLESS) | chance.happens("barn", key, 600_000))
    return frame.with_columns(
        zero.alias("quarters_a"),
        chance.between("milking", key, 120, 240).alias("quarters_b"),
        pl.when(barn).then(chance.between("barn hours", key, 8, 60)).otherwise(0).alias("quarters_c"),
        zero.alias("units_a"),
        zero.alias("rate_a"),
        rate.alias("rate_b"),
        rate.alias("rate_c"),
        zero.alias("cents_a"),
    )


def wages(plan: Plan, weeks: pl.DataFrame) -> pl.DataFrame:
    """What each row earned in cents, the make-up pay, the tax and the deduction.

    `hours_*` are ten-thousandths; `gap` is what a planted shortfall leaves unpaid.
    """
    chance, key, fault = plan.chance, pl.col("key"), pl.col("fault")
    work = _picked(plan, weeks) if plan.terms.program == "fair-food" else _milked(plan, weeks)
    work = work.with_columns(
        round_half_away(pl.col(f"quarters_{n}") * pl.col(f"rate_{n}"), 400).alias(f"cents_{n}") for n in "bc"
    )
    quarters = pl.sum_horizontal("quarters_a", "quarters_b", "quarters_c")
    required = round_half_away(quarters * plan.terms.minimum_wage_cents, 4)
    gap = pl.max_horizontal(required - pl.sum_horizontal("cents_a", "cents_b", "cents_c"), 0)
    work = work.with_columns(gap.alias("gap")).with_columns(
        pl.when(fault == FLOOR).then(0).otherwise("gap").alias("makeup"),
        pl.when(fault == FLOOR).then("gap").otherwise(0).alias("gap"),
    )
    earned = pl.sum_horizontal("cents_a", "cents_b", "cents_c", "makeup")
    deducted = pl.when(chance.happens("deducted", key, 700_000)).then(chance.between("deduction", key, 10, 90) * 50)
    hours = [pl.when(fault != HOURLESS).then(pl.col(f"quarters_{n}") * QUARTER_E4).alias(f"hours_{n}") for n in "abc"]
    return work.with_columns(
        *hours,
        earned.alias("earned"),
        (-round_half_away(earned * 765, 10_000)).alias("tax"),
        (-deducted.otherwise(0)).alias("deduction"),
    ).drop("quarters_a", "quarters_b", "quarters_c")


def unclassed_slot(plan: Plan) -> str:
    """The wage line that loses its job class when that fault is planted."""
    return "b" if plan.terms.program == "fair-food" else "c"


def qualifying(plan: Plan, work: pl.DataFrame) -> pl.DataFrame:
    """Per worker and week, the sums that a basis is made of, as `pools.bases` reads them."""
    slot = unclassed_slot(plan)
    lost = pl.col("fault") == CLASSLESS

    def kept(column: str) -> pl.Expr:
        return pl.when(lost).then(0).otherwise(column)

    hours = [kept(f"hours_{n}") if n == slot else pl.col(f"hours_{n}") for n in "abc"]
    return work.filter(pl.col("job") < QUALIFYING_JOBS).select(
        "grower_id",
        "worker_id",
        (pl.col("earned") - pl.when(lost).then(f"cents_{slot}").otherwise(0)).alias("amount_cents"),
        pl.sum_horizontal(hours).alias("hours_e4"),
        pl.col("units_a").alias("units_e4"),
        (plan.week_start(pl.col("week")).cast(pl.Int32) + 6).cast(pl.Date).alias("period_end"),
        pl.lit(plan.terms.qualifying[0]).alias("job_class"),
    )


def wage_places(plan: Plan, work: pl.DataFrame, premium: pl.DataFrame) -> list[pl.DataFrame]:
    """The wages that fall short, whether the week's premium lines would cover them, and what was left blank.

    `premium` holds worker_id, week, counted_cents: all premium lines of that pay period but repeats.
    """
    start = plan.week_start(pl.col("week"))
    end = (start.cast(pl.Int32) + 6).cast(pl.Date)
    who = {
        "grower_id": pl.lit("g") + pl.col("grower_id").cast(pl.String).str.zfill(6),
        "worker_id": pl.col("worker_id").cast(pl.String).str.zfill(8),
        "ref": start.cast(pl.String) + "|" + end.cast(pl.String),
    }
    faulty = work.filter(pl.col("fault") != SOUND).join(premium, on=["worker_id", "week"], how="left")
    floor, hourless, classless = (faulty.filter(pl.col("fault") == kind) for kind in (FLOOR, HOURLESS, CLASSLESS))
    covered = pl.col("counted_cents").fill_null(0) >= pl.col("gap")
    kind = pl.when(covered).then(pl.lit("premium_offset")).otherwise(pl.lit("wage_floor_short"))
    slot = unclassed_slot(plan)
    return [
        places(floor.filter(pl.col("gap") > 0), kind, amount_cents=pl.col("gap"), **who),
        places(hourless, "hours_missing", **who),
        places(classless, "class_missing", amount_cents=pl.col(f"cents_{slot}"), **who),
    ]
