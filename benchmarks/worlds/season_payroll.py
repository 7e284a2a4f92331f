"""The sample season's wages: twelve weeks of piece and hourly work, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds.money import round_half_away
from benchmarks.worlds.planted import places
from benchmarks.worlds.season_cast import ALDER, CANE, PALM, SABLE
from benchmarks.worlds.season_hours import QUARTER_E4, calendar, hours, rates

if TYPE_CHECKING:
    from benchmarks.worlds.chance import Chance

LINE = {
    "grower_id": pl.String,
    "worker_id": pl.String,
    "week": pl.Int64,
    "slot": pl.Int64,
    "pay_code": pl.String,
    "kind": pl.String,
    "job_class": pl.String,
    "units_e4": pl.Int64,
    "hours_e4": pl.Int64,
    "rate_e4": pl.Int64,
    "amount_cents": pl.Int64,
    "for_period": pl.Date,
    "story": pl.String,
}
WAGES = ("piece", "hourly", "overtime", "makeup", "other_wage")


def _line(frame: pl.DataFrame, slot: int, where: pl.Expr, **columns: pl.Expr | str) -> pl.DataFrame:
    given = {
        "slot": pl.lit(slot),
        **{name: pl.lit(v) if isinstance(v, str) else v for name, v in columns.items()},
    }
    kept = {"grower_id", "worker_id", "week"}
    return frame.filter(where).select(
        (pl.col(name) if name in kept else given.get(name, pl.lit(None))).cast(dtype).alias(name)
        for name, dtype in LINE.items()
    )


def _wage_lines(frame: pl.DataFrame, chance: Chance) -> list[pl.DataFrame]:
    job = pl.col("job")
    own = (
        pl.when(job == "leader")
        .then(pl.lit("crew-leader"))
        .when(job == "packer")
        .then(pl.lit("packing-house"))
        .otherwise(pl.lit("field"))
    )
    by_hour = pl.when(pl.col("classless")).then(None).otherwise(own)
    story = pl.when(pl.col("hourless")).then(pl.lit("hourless"))
    lines = []
    for slot, n, code in ((0, "1", "FED"), (1, "2", "FED2")):
        known = pl.when(~pl.col("hourless")).then(pl.col(f"quarters_{n}") * QUARTER_E4)
        units = {"units_e4": pl.col(f"units_{n}") * 10_000, "rate_e4": pl.col(f"rate_{n}")}
        amount = pl.col(f"cents_{n}")
        lines.append(
            _line(
                frame, slot, pl.col(f"units_{n}") > 0, kind="piece", pay_code=code, job_class="harvest",
                hours_e4=known, amount_cents=amount, story=story, **units,
            )
        )  # fmt: skip
    for slot, n, code, kind in ((2, "h", "HR", "hourly"), (3, "o", "OT", "overtime")):
        there = (pl.col(f"quarters_{n}") > 0) & ~pl.col("hourless")
        worked = pl.col(f"quarters_{n}") * QUARTER_E4
        lines.append(
            _line(
                frame, slot, there, kind=kind, pay_code=code, job_class=by_hour, hours_e4=worked,
                rate_e4=pl.col(f"rate_{n}"), amount_cents=pl.col(f"cents_{n}"),
                story=pl.when(pl.col("classless")).then(pl.lit("classless")),
            )
        )  # fmt: skip
    owed = (pl.col("gap") > 0) & ~pl.col("floor") & ~pl.col("offset") & ~pl.col("hourless")
    waited = chance.happens("waited", pl.col("key"), 20_000) & (job == "picker") & ~pl.col("hourless")
    # Nobody waits in a week that is planted: it would change what is missing.
    waited = waited & ~pl.col("floor") & ~pl.col("offset")
    lines.append(_line(frame, 4, owed, kind="makeup", pay_code="MINW", job_class="harvest", amount_cents=pl.col("gap")))
    lines.append(
        _line(frame, 5, waited, kind="other_wage", pay_code="RPT", job_class="field", amount_cents=pl.lit(2800))
    )
    return lines


def _other_lines(frame: pl.DataFrame, chance: Chance) -> list[pl.DataFrame]:
    """Taxes and deductions, written negative by all but one grower, and now and then a bonus or a trip."""
    grower, key = pl.col("grower_id"), pl.col("key")
    sign = pl.when(grower == SABLE).then(1).otherwise(-1)
    social = sign * round_half_away(pl.col("earned") * 62, 1_000)
    medical = sign * round_half_away(pl.col("earned") * 145, 10_000)
    withheld = sign * round_half_away(pl.col("earned") * 4, 100)
    housed = (grower == ALDER) & (key // 100 % 2 == 0)
    rode = grower == PALM
    ate = (grower == CANE) & chance.happens("ate", key, 700_000)
    arrived = (grower == PALM) & (pl.col("week") == pl.col("first_week"))
    bonus = (grower == ALDER) & (pl.col("week") == 4) & (pl.col("job") == "leader")
    everyone = pl.lit(True)
    return [
        _line(frame, 9, everyone, kind="tax", pay_code="FICA", amount_cents=social),
        _line(frame, 10, everyone, kind="tax", pay_code="MEDI", amount_cents=medical),
        _line(frame, 11, everyone, kind="tax", pay_code="FIT", amount_cents=withheld),
        _line(frame, 12, housed, kind="deduction", pay_code="RENT", amount_cents=pl.lit(-3500)),
        _line(frame, 12, ate, kind="deduction", pay_code="MEAL", amount_cents=pl.lit(-4250)),
        _line(frame, 12, rode, kind="deduction", pay_code="RIDE", amount_cents=pl.lit(-1800)),
        _line(frame, 13, arrived, kind="reimbursement", pay_code="TRVL", amount_cents=pl.lit(21750)),
        _line(frame, 14, bonus, kind="bonus", pay_code="BNS", amount_cents=pl.lit(7500)),
    ]


def payroll(weeks: pl.DataFrame, chance: Chance) -> tuple[pl.DataFrame, pl.DataFrame]:
    """All lines but the premium (columns of LINE), and the worker-weeks with what they earned."""
    worked = rates(hours(weeks, chance))
    lines = pl.concat(_wage_lines(worked, chance) + _other_lines(worked, chance))
    return lines, worked


def wage_places(worked: pl.DataFrame, lines: pl.DataFrame, premium: pl.DataFrame) -> list[pl.DataFrame]:
    """The wages that fall short, whether the premium would cover them, and what was left blank.

    `premium` is what reached each worker per week: grower_id, worker_id, week, premium_cents.
    """
    dates = calendar().select(
        "week",
        (pl.col("period_start").cast(pl.String) + "|" + pl.col("period_end").cast(pl.String)).alias("ref"),
    )
    keys = ["grower_id", "worker_id", "week"]
    who = {name: pl.col(name) for name in ("grower_id", "worker_id", "ref")}
    short = worked.filter(pl.col("floor") | pl.col("offset")).join(premium, on=keys, how="left").join(dates, on="week")
    covered = pl.col("premium_cents").fill_null(0) >= pl.col("gap")
    kind = pl.when(covered).then(pl.lit("premium_offset")).otherwise(pl.lit("wage_floor_short"))
    blank = lines.join(dates, on="week")
    hourless = blank.filter(pl.col("story") == "hourless").select(*keys[:2], "ref").unique()
    classless = (
        blank.filter(pl.col("story") == "classless").group_by(*keys[:2], "ref").agg(pl.col("amount_cents").sum())
    )
    return [
        places(short, kind, amount_cents=pl.col("gap"), note=pl.lit("make-up pay left out"), **who),
        places(hourless, "hours_missing", note=pl.lit("piece work without hours"), **who),
        places(classless, "class_missing", amount_cents=pl.col("amount_cents"), **who),
    ]
