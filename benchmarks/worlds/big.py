"""Big worlds: as many pay lines as asked, under either program, in seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from benchmarks.worlds import big_cast, big_lines, big_premium, big_trade, big_wages
from benchmarks.worlds.big_cast import BUYER, GROWER, Plan
from benchmarks.worlds.planted import REJECT, Planted, gather, number, tally
from benchmarks.worlds.pools import bases, build
from benchmarks.worlds.tables import as_text, typed, write

if TYPE_CHECKING:
    from pathlib import Path


def big(
    out: Path,
    *,
    lines: int,
    program: str = "fair-food",
    seed: int,
    faults: float = 0.01,
    format: Literal["parquet", "csv"] = "parquet",  # noqa: A002 - the word of the command line
    files: int = 1,
) -> Planted:
    """Write a world of about `lines` pay lines into the input folder `out`.

    `faults` is the share of weeks, premiums, and buyers' months that go wrong; 0 makes an honest world.
    `files` is the number of payroll files. Reconcile it on the day `as_of` of the answer.
    """
    if not 0 <= faults <= 1 or files < 1 or lines < 1:
        raise ValueError("faults lies between 0 and 1, files and lines are at least 1")
    plan = big_cast.plan(lines, program, seed, faults)
    farms = big_cast.growers(plan)
    people = big_cast.workers(plan, farms)
    runs = big_cast.runs(plan)
    dealt = big_trade.trade(plan, farms, runs.select("period"))
    work = big_wages.wages(plan, big_wages.worker_weeks(plan, people))
    basis = bases(big_wages.qualifying(plan, work), farms, plan.terms)
    pools = build(dealt.payments, dealt.embedded, basis, plan.terms)
    premium = big_premium.paid(plan, pools, people, runs)
    wage_faults = big_wages.wage_places(plan, work, big_premium.counted(premium))
    payroll = big_lines.unfold(plan, work, premium)
    told = payroll.filter(pl.col("story") > 0).with_columns(big_lines.line_id())
    worker_faults = big_premium.worker_places(premium)
    places = gather([*dealt.planted, *wage_faults, *worker_faults, big_premium.line_places(plan, told)])
    counts, cents = tally(places)
    del work, premium
    _write_trade(plan, dealt, farms, out, format)
    big_lines.write_payroll(plan, payroll, out, format, files)
    is_premium = (pl.col("order") % 16).is_between(big_lines.PREMIUM, big_lines.BACK)
    return Planted(
        as_of=big_cast.AS_OF,
        counts=counts,
        cents=cents,
        places=places,
        rejects=pl.DataFrame(schema=REJECT),
        lines=payroll.height,
        pool_cents=number(pools.pools["pool_cents"].sum()),
        distributable_cents=number(pools.pools["distributable_cents"].sum()),
        premium_cents=number(payroll.filter(is_premium)["amount_cents"].sum()),
        pending_cents=0,
    )


def _write_trade(plan: Plan, dealt: big_trade.Trade, farms: pl.DataFrame, out: Path, suffix: str) -> None:
    """All tables but the payroll."""
    frames = {
        name: frame.with_columns(BUYER, GROWER)
        for name, frame in (
            ("purchases", dealt.purchases),
            ("sales", dealt.sales),
            ("payments", dealt.payments),
            ("receipts", dealt.receipts),
        )
    }
    frames["growers"] = big_cast.named_growers(plan, farms)
    frames["standing"] = big_cast.named_standing(farms)
    dress = typed if suffix == "parquet" else as_text
    for name, frame in frames.items():
        write(dress(name, frame), out / f"{name}.{suffix}")
