"""The sample season's work: who worked when, how long, at what pace and rate, and what it comes to."""

from __future__ import annotations

import polars as pl

from benchmarks.worlds.chance import Chance, mark
from benchmarks.worlds.money import round_half_away
from benchmarks.worlds.season_cast import ALDER, CANE, FIRST_MONDAY, PREMIUM_RUN, WEEKS
from benchmarks.worlds.terms import FAIR_FOOD, plus_days

QUARTER_E4 = 2_500
"""A quarter of an hour in ten-thousandths."""


def calendar() -> pl.DataFrame:
    """The payrolls: week, its first and last day, its check date, and the file that reports it."""
    start = plus_days(pl.lit(FIRST_MONDAY), pl.col("week").cast(pl.Int32) * 7)
    return (
        pl.DataFrame({"week": [*range(WEEKS), PREMIUM_RUN]})
        .with_columns(start.alias("period_start"))
        .with_columns(
            plus_days(pl.col("period_start"), 6).alias("period_end"),
            plus_days(pl.col("period_start"), 11).alias("check_date"),
            pl.col("period_start").dt.strftime("%G-w%V").alias("name"),
        )
    )


def worker_weeks(roster: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """One row per worker and week worked, with the planted faults marked."""
    present = pl.col("week").is_between("first_week", "last_week")
    frame = (
        roster.rename({"key": "worker"})
        .join(pl.DataFrame({"week": range(WEEKS)}), how="cross")
        .with_columns((pl.col("worker").cast(pl.Int64) * 100 + pl.col("week")).alias("key"))
        .filter(present & ~chance.happens("absent", pl.col("key"), 50_000))
    )
    picker = pl.col("job") == "picker"

    def at(grower: str, week: int) -> pl.Expr:
        return (pl.col("grower_id") == grower) & (pl.col("week") == week)

    return frame.with_columns(
        mark(frame, chance, "floor", 1, at(ALDER, 2) & picker),
        # The week in which December's premium is paid, to somebody who worked through December.
        mark(frame, chance, "offset", 1, at(ALDER, 7) & picker & (pl.col("first_week") <= 1)),
        mark(frame, chance, "hourless", 1, at(ALDER, 1) & picker),
        mark(frame, chance, "classless", 1, at(CANE, 6) & (pl.col("job") == "field")),
    )


def hours(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Quarters of an hour: `_1`, `_2` piece work, `_h` by the hour, `_o` overtime; `pace` for both pieces."""
    key, job = pl.col("key"), pl.col("job")
    picker = job == "picker"
    slow = chance.happens("slow", key, 80_000)
    # A little too slow for the minimum wage, so that a premium could hide what is missing.
    lagging = pl.col("floor") | pl.col("offset")
    pace = pl.when(slow).then(chance.between("crawl", key, 118, 140)).otherwise(chance.between("pace", key, 152, 235))
    by_hour = (
        pl.when(job == "field")
        .then(chance.between("field", key, 120, 176))
        .when(job == "packer")
        .then(pl.min_horizontal(pl.lit(160), chance.between("pack", key, 140, 190)))
        .when(job == "leader")
        .then(chance.between("lead", key, 160, 184))
        .when(chance.happens("chores", key, 600_000))
        .then(chance.between("chore", key, 8, 32))
        .otherwise(0)
    )
    return frame.with_columns(
        pl.when(picker).then(chance.between("first", key, 100, 148)).otherwise(0).alias("quarters_1"),
        pl.when(picker & chance.happens("twice", key, 400_000))
        .then(chance.between("second", key, 16, 40))
        .otherwise(0)
        .alias("quarters_2"),
        by_hour.alias("quarters_h"),
        pl.when(job == "packer").then(chance.between("pack", key, 140, 190) - 160).otherwise(0).alias("quarters_o"),
        pl.when(lagging).then(142).otherwise(pace).alias("pace"),
    )


def rates(frame: pl.DataFrame) -> pl.DataFrame:
    """Rates in ten-thousandths of a dollar, units in whole buckets, and what they come to in cents."""
    grower, job = pl.col("grower_id"), pl.col("job")
    piece = pl.when(grower == ALDER).then(9550).when(grower == CANE).then(9800).otherwise(10000)
    hourly = (
        pl.when(job == "leader").then(190_000).when(job == "packer").then(150_000).when(job == "field").then(145_000)
    )
    rated = frame.with_columns(
        piece.alias("rate_1"),
        (piece + 750).alias("rate_2"),
        hourly.otherwise(142_500).alias("rate_h"),
        (hourly.otherwise(0) * 3 // 2).alias("rate_o"),
        (pl.col("quarters_1") * pl.col("pace") // 40).alias("units_1"),
        (pl.col("quarters_2") * pl.col("pace") // 40).alias("units_2"),
    )
    cents = [round_half_away(pl.col(f"units_{n}") * pl.col(f"rate_{n}"), 100).alias(f"cents_{n}") for n in (1, 2)] + [
        round_half_away(pl.col(f"quarters_{n}") * pl.col(f"rate_{n}"), 400).alias(f"cents_{n}") for n in "ho"
    ]
    quarters = pl.sum_horizontal("quarters_1", "quarters_2", "quarters_h", "quarters_o")
    rated = rated.with_columns(cents).with_columns(
        pl.sum_horizontal("cents_1", "cents_2", "cents_h", "cents_o").alias("earned"),
        round_half_away(quarters * FAIR_FOOD.minimum_wage_cents, 4).alias("required"),
    )
    return rated.with_columns(pl.max_horizontal(0, pl.col("required") - pl.col("earned")).alias("gap"))
