"""The sample season: a Fair Food winter of three buyers and four growers, small enough to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds import season_answers, season_premium
from benchmarks.worlds.chance import Chance
from benchmarks.worlds.planted import Planted, gather, number, tally
from benchmarks.worlds.pools import bases, build
from benchmarks.worlds.season_cast import AS_OF, growers, loads, roster
from benchmarks.worlds.season_files import filed, write_records
from benchmarks.worlds.season_hours import calendar, worker_weeks
from benchmarks.worlds.season_payroll import WAGES, payroll, wage_places
from benchmarks.worlds.season_readme import readme
from benchmarks.worlds.season_trade import trade
from benchmarks.worlds.tables import write
from benchmarks.worlds.terms import FAIR_FOOD

if TYPE_CHECKING:
    from pathlib import Path


def season(out: Path, *, seed: int) -> Planted:
    """Write the sample season: `out/records/` to reconcile, `out/planted.csv` the answers, `out/README.md`.

    First the trade and the wages with their faults; from those follows what each worker is owed; then the
    premium, with faults of its own. Reconcile it on the day `as_of` of the answer.
    """
    chance = Chance(seed)
    workers = roster(chance)
    dealt = trade(loads(chance), chance)
    work, worked = payroll(worker_weeks(workers, chance), chance)
    wages = work.filter(pl.col("kind").is_in(WAGES)).join(calendar(), on="week")
    pools = build(dealt.seen_payments(), dealt.embedded, bases(wages, growers(), FAIR_FOOD), FAIR_FOOD)
    premium = season_premium.paid(pools, workers, chance)
    extra = season_premium.lines(premium, workers)
    lines = filed(_unlike(pl.concat([work, extra])))
    weekly = premium.filter(pl.col("paid_cents") > 0).select(
        "grower_id", "worker_id", "week", pl.col("paid_cents").alias("premium_cents")
    )
    places = gather(
        [
            *dealt.planted,
            *wage_places(worked, work, weekly),
            *season_answers.worker_places(premium),
            *season_answers.line_places(lines),
            season_answers.origin_places(pools),
        ]
    )
    rejects = write_records(out / "records", dealt, lines)
    counts, cents = tally(places)
    planted = Planted(
        as_of=AS_OF,
        counts=counts,
        cents=cents,
        places=places,
        rejects=rejects,
        lines=lines.height,
        pool_cents=number(pools.pools["pool_cents"].sum()),
        distributable_cents=number(pools.pools["distributable_cents"].sum()),
        premium_cents=number(lines.filter(pl.col("kind") == "premium")["amount_cents"].sum()),
        pending_cents=season_answers.pending_cents(premium),
    )
    write(places, out / "planted.csv")
    (out / "README.md").write_text(readme(planted, workers, seed), encoding="utf-8")
    return planted


def _unlike(lines: pl.DataFrame) -> pl.DataFrame:
    """No honest deduction happens to be of the size of a premium on the same check: it moves by a cent."""
    keys = ["grower_id", "worker_id", "week"]
    sizes = (
        lines.filter(pl.col("kind") == "premium")
        .with_columns(pl.col("amount_cents").abs().alias("size"))
        .select(*keys, "size", pl.lit(True).alias("like"))
        .unique()
    )
    honest = (pl.col("kind") == "deduction") & (pl.col("pay_code") != "EQPT")
    like = honest & pl.col("like").fill_null(value=False)
    return (
        lines.with_columns(pl.col("amount_cents").abs().alias("size"))
        .join(sizes, on=[*keys, "size"], how="left")
        .with_columns((pl.col("amount_cents") - like.cast(pl.Int64)).alias("amount_cents"))
        .drop("size", "like")
    )
