"""A big world's pay lines: the wide rows unfolded, put in the order of a payroll, and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks.worlds import big_premium as bp
from benchmarks.worlds.big_cast import GROWER, WORKER, Plan
from benchmarks.worlds.big_wages import CLASSLESS, QUALIFYING_JOBS, unclassed_slot
from benchmarks.worlds.tables import as_text, typed
from benchmarks.worlds.terms import plus_days

if TYPE_CHECKING:
    from pathlib import Path

A, B, C, MAKEUP, TAX, DEDUCTION, PREMIUM, ORPHAN, AGAIN, BACK, CLAW = range(11)
"""The places of a line within a check."""
KINDS: Final = ["piece", "hourly", "overtime", "makeup", "tax", "deduction", *["premium"] * 4, "deduction"]
CODES: Final = ["PC", "HR", "OT", "MINW", "FICA", "RENT", *["PREM"] * 4, "EQPT"]
CLASSES: Final = {
    # by class number: none, qualifying by piece or milking, qualifying otherwise, two that do not qualify
    "fair-food": [None, "harvest", "field", "packing-house", "crew-leader"],
    "milk-with-dignity": [None, "milker", "barn", "office", "herd-manager"],
}
COMPACT: Final = {
    "order": pl.UInt64,
    "grower_id": pl.UInt32,
    "worker_id": pl.UInt32,
    "class": pl.UInt8,
    "units_e4": pl.Int64,
    "hours_e4": pl.Int64,
    "rate_e4": pl.Int64,
    "amount_cents": pl.Int64,
    "for_period": pl.Date,
    "period": pl.Date,
    "late_date": pl.Date,
    "story": pl.UInt8,
}
"""`order` holds week, worker and place in the check: 20, 40 and 4 bits from the top."""
CHUNK: Final = 1_000_000


def _line(frame: pl.DataFrame, slot: int, where: pl.Expr, **columns: pl.Expr) -> pl.DataFrame:
    order = pl.col("week").cast(pl.UInt64) * (1 << 44) + pl.col("worker_id").cast(pl.UInt64) * 16 + slot
    ids = {"order": order, "grower_id": pl.col("grower_id"), "worker_id": pl.col("worker_id")}
    given = {"class": pl.lit(0), "story": pl.lit(0), **ids, **columns}
    return frame.lazy().filter(where).select(
        given.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in COMPACT.items()
    ).collect()  # fmt: skip


def _wage_lines(plan: Plan, work: pl.DataFrame) -> list[pl.DataFrame]:
    job, lost = pl.col("job"), pl.col("fault") == CLASSLESS
    lines = []
    for slot, n, own in ((A, "a", 1), (B, "b", 2 if plan.terms.program == "fair-food" else 1), (C, "c", 2)):
        number = pl.when(job < QUALIFYING_JOBS).then(own).otherwise(job + 1)
        if n == unclassed_slot(plan):
            number = pl.when(lost).then(0).otherwise(number)
        units = {"units_e4": pl.col("units_a")} if n == "a" else {}
        amount = pl.col(f"cents_{n}")
        given = {
            "hours_e4": pl.col(f"hours_{n}"),
            "rate_e4": pl.col(f"rate_{n}"),
            "amount_cents": amount,
            **units,
        }
        lines.append(_line(work, slot, amount > 0, **{"class": number}, **given))
    makeup = pl.col("makeup")
    lines.append(_line(work, MAKEUP, makeup > 0, amount_cents=makeup, **{"class": pl.lit(1)}))
    lines.append(_line(work, TAX, pl.lit(True), amount_cents=pl.col("tax")))
    lines.append(_line(work, DEDUCTION, pl.col("deduction") < 0, amount_cents=pl.col("deduction")))
    return lines


def _premium_lines(plan: Plan, premium: pl.DataFrame) -> list[pl.DataFrame]:
    fault, amount = pl.col("fault"), pl.col("amount_cents")
    # With a payout lag the pay period itself tells which period a line is for.
    month = pl.lit(None) if plan.terms.payout_lag else pl.col("period")
    common = {"period": pl.col("period"), "late_date": pl.col("late_date")}
    paid = {**common, "for_period": month, "amount_cents": amount}
    story = pl.when(fault == bp.LATE).then(bp.LATE_LINE).when(fault == bp.CLAWED).then(bp.CLAWED_LINE).otherwise(0)
    stray = {
        **common,
        "for_period": pl.lit(bp.NOWHERE),
        "amount_cents": amount,
        "story": pl.lit(bp.ORPHAN_LINE),
    }
    again = {**paid, "story": pl.lit(bp.REPEAT_LINE)}
    back = {**paid, "amount_cents": -amount, "story": pl.lit(bp.BACK_LINE)}
    return [
        _line(premium, PREMIUM, fault != bp.MISSING, **{**paid, "story": story}),
        _line(premium, ORPHAN, fault == bp.ORPHAN, **stray),
        _line(premium, AGAIN, fault == bp.REPEATED, **again),
        _line(premium, BACK, fault == bp.REVERSED, **back),
        _line(premium, CLAW, fault == bp.CLAWED, **common, amount_cents=-amount),
    ]


def _unlike(work: pl.DataFrame, premium: pl.DataFrame) -> pl.DataFrame:
    """No honest deduction happens to be of the size of a premium on the same check: it moves by a cent."""
    sizes = premium.select("worker_id", "week", (-pl.col("amount_cents")).alias("size"))
    like = (pl.col("deduction") == pl.col("size")).fill_null(value=False)
    return work.join(sizes, on=["worker_id", "week"], how="left").with_columns(
        (pl.col("deduction") - like.cast(pl.Int64)).alias("deduction")
    )


def unfold(plan: Plan, work: pl.DataFrame, premium: pl.DataFrame) -> pl.DataFrame:
    """All pay lines in the order of the payrolls, compact (see COMPACT), numbered by `row`."""
    parts = _wage_lines(plan, _unlike(work, premium)) + _premium_lines(plan, premium)
    return pl.concat(parts).sort("order").with_row_index("row")


def line_id() -> pl.Expr:
    """A line's name, of one width, so that names sort as lines do."""
    return (pl.lit("L") + pl.col("row").cast(pl.String).str.zfill(10)).alias("line_id")


def _said(names: list[str | None] | list[str], number: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series(names, dtype=pl.String)).gather(number.cast(pl.UInt32))


def dressed(plan: Plan, lines: pl.DataFrame) -> pl.DataFrame:
    """Compact lines with the contract's columns, amounts still in whole units."""
    week, slot = pl.col("order") // (1 << 44), pl.col("order") % 16
    start = plan.week_start(week)
    late = pl.col("late_date")
    worker = pl.col("worker_id").cast(pl.String).str.zfill(8)
    letter = pl.when(late.is_null()).then(pl.lit("c")).otherwise(pl.lit("x"))
    return lines.select(
        line_id(),
        GROWER,
        WORKER,
        (letter + week.cast(pl.String).str.zfill(2) + worker).alias("check_id"),
        pl.coalesce(late, plus_days(start, 11)).alias("check_date"),
        start.alias("period_start"),
        plus_days(start, 6).alias("period_end"),
        _said(CODES, slot).alias("pay_code"),
        _said(KINDS, slot).alias("kind"),
        _said(CLASSES[plan.terms.program], pl.col("class")).alias("job_class"),
        "units_e4",
        "hours_e4",
        "rate_e4",
        "amount_cents",
        "for_period",
    )


def write_payroll(plan: Plan, lines: pl.DataFrame, folder: Path, suffix: str, files: int) -> None:
    """Write the payroll as one file, or as a folder of files that follow each other."""
    size = -(-lines.height // files)
    for number in range(files):
        name = f"payroll.{suffix}" if files == 1 else f"payroll/part-{number:04}.{suffix}"
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = lines.slice(number * size, size)
        dress = typed if suffix == "parquet" else as_text
        # Dressed a million at a time, so that wide text columns take little room at once.
        chunks = [dress("payroll", dressed(plan, part.slice(at, CHUNK))) for at in range(0, max(part.height, 1), CHUNK)]
        whole = pl.concat(chunks, rechunk=False)
        whole.write_parquet(path, row_group_size=CHUNK) if suffix == "parquet" else whole.write_csv(path)
