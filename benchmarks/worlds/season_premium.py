"""The sample season's premium: what is owed to each worker, what was paid, and what went wrong on the way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds.chance import Chance, mark
from benchmarks.worlds.money import share_out
from benchmarks.worlds.season_cast import ALDER, CANE, DEC, FEB, JAN, NOV, PALM, PREMIUM_RUN, SABLE
from benchmarks.worlds.season_payroll import LINE

if TYPE_CHECKING:
    from benchmarks.worlds.pools import Pools

RUNS = (
    # grower, pool, week of the payroll that pays it
    *((grower, NOV, 3) for grower in (ALDER, CANE, SABLE)),
    (PALM, NOV, 8),  # a buyer paid late, so the premium came later too
    *((grower, DEC, 7) for grower in (ALDER, CANE, PALM, SABLE)),
    *((grower, JAN, 11) for grower in (ALDER, CANE, PALM, SABLE)),
    (ALDER, FEB, PREMIUM_RUN),  # the others have not paid February yet
)
TARDY_WEEK = 9
KEPT_PERCENT = 25
MISLABELLED = date(2026, 3, 1)

EVERYBODY = 10_000

FAULTS = (
    # name, how many, grower, pool
    ("missed", 4, ALDER, JAN),
    ("mislabelled", 1, ALDER, FEB),
    ("reversed", 1, CANE, DEC),
    ("clawed", 1, CANE, DEC),
    ("shaved", 6, CANE, JAN),
    ("repeated", 1, PALM, DEC),
    ("trimmed", EVERYBODY, PALM, JAN),
    ("tardy", 8, SABLE, NOV),
    ("kept", EVERYBODY, SABLE, DEC),
    ("favoured", 1, SABLE, JAN),
)


def _kept(pools: Pools) -> pl.DataFrame:
    """What Sable Ridge's workers get of December when a quarter of the pool stays with the grower."""
    total = pl.col("pool_cents") - pl.col("pool_cents") * KEPT_PERCENT // 100
    frame = pools.entitled.join(pools.pools.select("grower_id", "period", "pool_cents"), on=["grower_id", "period"])
    frame = frame.filter((pl.col("grower_id") == SABLE) & (pl.col("period") == DEC)).with_columns(total.alias("total"))
    shared = share_out(frame, ["grower_id", "period"], "total", "basis", "worker_id")
    return shared.select("grower_id", "period", "worker_id", pl.col("share").alias("kept_cents"))


def paid(pools: Pools, roster: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """One row per worker and pool: entitled_cents, paid_cents, the week that pays it, and its fault."""
    runs = pl.DataFrame(RUNS, schema={"grower_id": pl.String, "period": pl.Date, "week": pl.Int64}, orient="row")
    known = ["grower_id", "worker_id"]
    frame = (
        pools.entitled.join(runs, on=["grower_id", "period"], how="left")
        .join(_kept(pools), on=["grower_id", "period", "worker_id"], how="left")
        .join(roster.select(*known, "last_week"), on=known)
        .sort("grower_id", "period", "worker_id")
        .with_row_index("key")
    )
    fault = pl.lit(None, dtype=pl.String)
    for name, count, grower, period in FAULTS:
        among = (pl.col("grower_id") == grower) & (pl.col("period") == period) & pl.col("week").is_not_null()
        # What one worker suffers must be large enough to show; what a whole pool suffers spares nobody.
        among = among & (pl.col("entitled_cents") > (1 if count == EVERYBODY else 1000))
        chosen = mark(frame, chance, name, count, among & _apart(name, frame))
        frame = frame.with_columns(chosen)
        fault = pl.when(pl.col(name)).then(pl.lit(name)).otherwise(fault)
    return _amounts(frame.with_columns(fault.alias("fault")).drop(name for name, *_ in FAULTS), chance)


def _apart(name: str, frame: pl.DataFrame) -> pl.Expr:
    """Two faults of one pool fall on different workers."""
    return ~pl.col("reversed") if name == "clawed" and "reversed" in frame.columns else pl.lit(True)


def _amounts(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """What was paid: the entitlement, but for the planted faults."""
    entitled, fault = pl.col("entitled_cents"), pl.col("fault").fill_null("")
    amount = (
        pl.when(pl.col("week").is_null() | (fault == "missed"))
        .then(0)
        .when(fault == "shaved")
        .then(entitled - chance.between("cents", pl.col("key"), 3, 7))
        .when(fault == "trimmed")
        .then(entitled - 1)
        .when(fault == "kept")
        .then(pl.col("kept_cents"))
        .when(fault == "favoured")
        .then(entitled + 1000)
        .otherwise(entitled)
    )
    week = pl.when(fault == "tardy").then(TARDY_WEEK).otherwise("week")
    # What counts toward the pool: a mislabelled line and one taken back do not.
    lost = fault.is_in(["mislabelled", "reversed"])
    return frame.with_columns(
        amount.cast(pl.Int64).alias("amount_cents"), week.cast(pl.Int64).alias("week")
    ).with_columns(pl.when(lost).then(0).otherwise("amount_cents").alias("paid_cents"), fault.alias("fault"))


def _lines(frame: pl.DataFrame, slot: int, **columns: pl.Expr) -> pl.DataFrame:
    given = {
        "slot": pl.lit(slot),
        "kind": pl.lit("premium"),
        "pay_code": pl.lit("FFP"),
        "for_period": pl.col("period"),
        **columns,
    }
    kept = {"grower_id", "worker_id", "week", "amount_cents"}
    return frame.select(
        given.get(name, pl.col(name) if name in kept else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in LINE.items()
    )


def lines(premium: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """The premium's pay lines, and those that a fault adds: a repeat, a reversal, a deduction of its size."""
    minus = -pl.col("amount_cents")
    there = premium.filter(pl.col("amount_cents") > 0)
    fault = pl.col("fault")
    month = pl.when(fault == "mislabelled").then(pl.lit(MISLABELLED)).otherwise("period")
    story = pl.when(fault.is_in(["tardy", "clawed", "mislabelled"])).then(fault)
    again, back, claw = (there.filter(fault == name) for name in ("repeated", "reversed", "clawed"))
    # A crew leader does not qualify, and got a picker's premium in November.
    leader = roster.filter((pl.col("grower_id") == SABLE) & (pl.col("job") == "leader")).head(1)
    favour = leader.with_columns(
        pl.lit(NOV).alias("period"),
        pl.lit(3, dtype=pl.Int64).alias("week"),
        pl.lit(6150).alias("amount_cents"),
    )
    return pl.concat(
        [
            _lines(there, 20, for_period=month, story=story),
            _lines(favour, 20, story=pl.lit("unqualified")),
            _lines(again, 21, story=pl.lit("repeated")),
            _lines(
                back, 22, week=pl.col("week") + 1, amount_cents=minus, story=pl.lit("reversed"),
            ),
            _lines(
                claw, 23, kind=pl.lit("deduction"), pay_code=pl.lit("EQPT"), amount_cents=minus,
                for_period=pl.lit(None),
            ),
        ]
    )  # fmt: skip
