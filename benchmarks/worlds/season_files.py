"""The sample season on disk: weekly payroll files in the way of an export, and the rows that do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds.planted import REJECT
from benchmarks.worlds.season_cast import CANE, PALM, growers, standing
from benchmarks.worlds.season_hours import calendar
from benchmarks.worlds.season_trade import Trade, initials
from benchmarks.worlds.tables import as_text, typed, write

if TYPE_CHECKING:
    from pathlib import Path

PARQUET_WEEK = "2026-w02"


def filed(lines: pl.DataFrame) -> pl.DataFrame:
    """Put the lines in their files and order: adds source_file, source_row, line_id, check_id and ref."""
    weeks = calendar().with_columns(
        pl.when(pl.col("name") == PARQUET_WEEK).then(pl.lit(".parquet")).otherwise(pl.lit(".csv")).alias("suffix")
    )
    count = (pl.int_range(pl.len()).over("grower_id", "week") + 1).cast(pl.String).str.zfill(4)
    short = pl.col("name").str.slice(2)
    frame = (
        lines.join(weeks, on="week")
        .sort("week", "grower_id", "worker_id", "slot")
        .with_columns(
            # Palm Hollow's export has no line ids: its lines are known by file and row.
            pl.when(pl.col("grower_id") != PALM).then(short + "-" + count).alias("line_id"),
            (initials("grower_id") + short + "-" + pl.col("worker_id")).alias("check_id"),
            ("payroll/" + pl.col("name") + pl.col("suffix")).alias("source_file"),
            (pl.int_range(pl.len()).over("week") + 2).alias("source_row"),
        )
    )
    place = pl.col("source_file") + ":" + pl.col("source_row").cast(pl.String)
    return frame.with_columns(pl.coalesce("line_id", place).alias("ref"))


def _reject(table: str, file: str, row: int, column: str, value: str, note: str) -> dict[str, object]:
    return dict(zip(REJECT, (table, file, row, column, value, note), strict=True))


def _spoil_payroll(text: pl.DataFrame, week: str, rejects: list[dict[str, object]]) -> pl.DataFrame:
    """A tax with a day that does not exist, a meal with a tenth of a cent, a line pasted twice."""
    file = f"payroll/{week}.csv"
    rows = text.with_row_index("row")

    def first(code: str) -> int:
        hits = rows.filter((pl.col("grower_id") == CANE) & (pl.col("pay_code") == code))
        return int(hits["row"][0])

    if week == "2026-w06":
        tax, meal = first("FICA"), first("MEAL")
        rejects.append(_reject("payroll", file, tax + 2, "check_date", "2026-02-30", "no such day"))
        rejects.append(_reject("payroll", file, meal + 2, "amount", "-42.505", "more decimals than cents"))
        bad_day = pl.when(pl.col("row") == tax).then(pl.lit("2026-02-30")).otherwise("check_date")
        bad_sum = pl.when(pl.col("row") == meal).then(pl.lit("-42.505")).otherwise("amount")
        return rows.with_columns(bad_day.alias("check_date"), bad_sum.alias("amount")).drop("row")
    if week == "2026-w03":
        pasted = rows.filter(pl.col("row") == first("FFP")).drop("row")
        line = str(pasted["line_id"][0])
        rejects.append(_reject("payroll", file, text.height + 2, "line_id", line, "a premium pasted twice"))
        return pl.concat([text, pasted])
    return text


def _spoil_trade(tables: dict[str, pl.DataFrame], rejects: list[dict[str, object]]) -> None:
    """A purchase pasted twice, and a payment of which the amount is a word."""
    bought, sent = tables["purchases"], tables["payments"]
    again = bought.tail(1)
    again_id = str(again["purchase_id"][0])
    rejects.append(_reject("purchases", "purchases.csv", bought.height + 2, "purchase_id", again_id, "pasted twice"))
    word = sent.tail(1).with_columns(
        pl.lit("CM-R9001").alias("payment_id"), pl.lit("cobalt-market").alias("buyer_id"),
        pl.lit("pending").alias("amount"),
    )  # fmt: skip
    rejects.append(_reject("payments", "payments.csv", sent.height + 2, "amount", "pending", "not a number"))
    tables["purchases"], tables["payments"] = pl.concat([bought, again]), pl.concat([sent, word])


def write_records(folder: Path, trade: Trade, lines: pl.DataFrame) -> pl.DataFrame:
    """Write the input folder; give back the rows that are to be set aside (columns of REJECT)."""
    rejects: list[dict[str, object]] = []
    frames = {
        "purchases": trade.purchases,
        "sales": trade.sales,
        "payments": trade.payments,
        "receipts": trade.receipts,
        "growers": growers(),
        "standing": standing(),
    }
    tables = {name: as_text(name, frame) for name, frame in frames.items()}
    _spoil_trade(tables, rejects)
    for name, table in tables.items():
        write(table, folder / f"{name}.csv")
    for (week,), part in lines.group_by("name", maintain_order=True):
        if week == PARQUET_WEEK:
            write(typed("payroll", part), folder / "payroll" / f"{week}.parquet")
        else:
            text = _spoil_payroll(as_text("payroll", part), str(week), rejects)
            write(text, folder / "payroll" / f"{week}.csv")
    return pl.DataFrame(rejects, schema=REJECT).sort("source_file", "source_row")
