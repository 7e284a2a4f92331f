"""Who takes part in a big world: growers of skewed sizes, their workers and buyers, and the calendar.

Growers, workers and buyers are numbers until they are written; the numbers sort as the written ids do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from benchmarks.worlds.chance import PER_MILLION, Chance
from benchmarks.worlds.terms import PROGRAMS, Terms, last_day, period_of, plus_days

AS_OF: Final = date(2026, 8, 31)
"""Long after the last deadline: nothing is pending."""
WEEKS: Final = 25
FIRST_DAY: Final = {"fair-food": date(2025, 11, 3), "milk-with-dignity": date(2025, 11, 2)}
LINES_PER_WORKER_WEEK_E2: Final = {"fair-food": 325, "milk-with-dignity": 377}
"""Pay lines per worker and week on the books, in hundredths, measured; absences included."""
WORKERS_PER_GROWER: Final = {"fair-food": 40, "milk-with-dignity": 12}


@dataclass(frozen=True)
class Plan:
    """The frame of a big world: how large, under which program, and how often a fault is planted."""

    terms: Terms
    chance: Chance
    workers: int
    growers: int
    buyers: int
    faults_per_million: int

    @property
    def first_day(self) -> date:
        """The first day of the first payroll."""
        return FIRST_DAY[self.terms.program]

    def fails(self, name: str, key: pl.Expr) -> pl.Expr:
        """True where a fault is planted."""
        return self.chance.happens(name, key, self.faults_per_million)

    def week_start(self, week: pl.Expr) -> pl.Expr:
        """The first day of a payroll week, counted from 0."""
        return plus_days(pl.lit(self.first_day), week.cast(pl.Int32) * 7)


def plan(lines: int, program: str, seed: int, faults: float) -> Plan:
    """Size a world for about `lines` pay lines."""
    if program not in PROGRAMS:
        raise ValueError(f"no program {program!r}; there are {', '.join(sorted(PROGRAMS))}")
    workers = max(8, lines * 100 // (WEEKS * LINES_PER_WORKER_WEEK_E2[program]))
    growers = max(2, workers // WORKERS_PER_GROWER[program])
    return Plan(PROGRAMS[program], Chance(seed), workers, growers, 3 + growers // 60, round(faults * PER_MILLION))


def growers(plan: Plan) -> pl.DataFrame:
    """grower_id, size, product, basis (null: the program's), suspended; sizes fall as one over the rank."""
    number = pl.col("grower_id")
    frame = pl.DataFrame({"grower_id": pl.int_range(plan.growers, dtype=pl.Int64, eager=True)})
    # Ranks are dealt out at random, so that the largest grower is not always the first.
    frame = frame.with_columns(plan.chance.bits("rank", number).rank("ordinal").cast(pl.Int64).alias("rank"))
    weight = 1_000_000_000 // pl.col("rank")
    spare = plan.workers - 2 * plan.growers
    frame = frame.with_columns((2 + spare * weight // weight.sum()).alias("size"))
    rest = plan.workers - int(frame["size"].sum())
    what = plan.chance.below("product", number, 3)
    roll = plan.chance.below("basis", number, 100)
    if plan.terms.program == "fair-food":
        product = pl.when(what == 0).then(pl.lit("tomato-grape")).when(what == 1).then(pl.lit("pepper-bell"))
        crop, declared = product.otherwise(pl.lit("tomato-round")), 10
    else:
        crop, declared = pl.lit("milk"), 0
    basis = pl.when(roll < declared).then(pl.lit("hours")).when(roll < 2 * declared).then(pl.lit("units"))
    return frame.with_columns(
        (pl.col("size") + pl.when(pl.col("rank") == 1).then(rest).otherwise(0)).alias("size"),
        crop.alias("product"),
        basis.when(roll < 3 * declared).then(pl.lit("equal")).otherwise(None).alias("basis"),
        plan.fails("suspended", number).alias("suspended"),
    ).drop("rank")


def workers(plan: Plan, farms: pl.DataFrame) -> pl.DataFrame:
    """worker_id, grower_id, job (0: piece or milking, 1: by the hour, 2 and 3: do not qualify), anchor.

    Each grower's first worker, its anchor, is never absent and never faulty: every period has a basis.
    """
    chance, number = plan.chance, pl.col("worker_id")
    frame = farms.select("grower_id", pl.int_ranges("size").alias("turn")).explode("turn")
    frame = frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("worker_id"))
    roll = chance.below("job", number, 100)
    job = pl.when(roll < 72).then(0).when(roll < 90).then(1).when(roll < 96).then(2).otherwise(3)
    anchor = pl.col("turn") == 0
    return frame.select(
        "worker_id",
        "grower_id",
        pl.when(anchor).then(0).otherwise(job).cast(pl.Int8).alias("job"),
        anchor.alias("anchor"),
    )


def runs(plan: Plan) -> pl.DataFrame:
    """For each period with payroll: the week of the payroll that pays its premium."""
    weeks = pl.DataFrame({"week": pl.int_range(WEEKS + 10, dtype=pl.Int64, eager=True)}).with_columns(
        plus_days(plan.week_start(pl.col("week")), 6).alias("period_end")
    )
    period = period_of(pl.col("period_end"), plan.terms).alias("period")
    worked = weeks.filter(pl.col("week") < WEEKS).select(period).unique()
    # Buyers pay within 5 days of a week and within 20 of a month; the next payroll hands it on.
    wait = 7 if plan.terms.pool == "week" else 20
    ready = plus_days(last_day(pl.col("period"), plan.terms), wait)
    return (
        worked.with_columns(ready.alias("period_end"))
        .sort("period_end")
        .join_asof(weeks, on="period_end", strategy="forward")
        .select("period", "week")
    )


def text_id(letter: str, column: str, digits: int) -> pl.Expr:
    """A number as it is written, zeros in front."""
    return (pl.lit(letter) + pl.col(column).cast(pl.String).str.zfill(digits)).alias(column)


GROWER, WORKER, BUYER = (
    text_id("g", "grower_id", 6),
    text_id("", "worker_id", 8),
    text_id("b", "buyer_id", 4),
)


def named_growers(plan: Plan, farms: pl.DataFrame) -> pl.DataFrame:
    """The table `growers`."""
    number = pl.col("grower_id").cast(pl.String)
    return farms.select(
        GROWER,
        pl.lit(None, dtype=pl.Date).alias("from_date"),
        ("Farm " + number).alias("name"),
        pl.lit(plan.terms.place).alias("place"),
        "basis",
    )


SUSPENDED: Final = (date(2026, 1, 5), timedelta(days=14))
"""First day and length of the planted suspensions."""


def named_standing(farms: pl.DataFrame) -> pl.DataFrame:
    """The table `standing`."""
    first, length = SUSPENDED
    none = pl.lit(None, dtype=pl.Date)
    since = pl.lit(date(2025, 1, 1))
    everyone = farms.select(
        GROWER, pl.lit("participating").alias("standing"), since.alias("from_date"), none.alias("until_date")
    )
    out, back = pl.lit(first), pl.lit(first + length)
    some = farms.filter("suspended")
    return pl.concat(
        [
            everyone,
            some.select(
                GROWER,
                pl.lit("suspended").alias("standing"),
                out.alias("from_date"),
                back.alias("until_date"),
            ),
            some.select(
                GROWER,
                pl.lit("probation").alias("standing"),
                back.alias("from_date"),
                none.alias("until_date"),
            ),
        ]
    ).sort("grower_id", "from_date")
