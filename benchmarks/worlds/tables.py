"""The contract's tables on disk: column order, types, CSV and Parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from benchmarks.worlds.money import as_decimal

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS: Final = {
    "purchases": "purchase_id buyer_id grower_id product unit quantity ship_date payment_mode",
    "sales": "sale_id buyer_id grower_id product unit quantity ship_date payment_mode",
    "payments": "payment_id buyer_id grower_id paid_date amount for_period",
    "receipts": "receipt_id buyer_id grower_id received_date amount for_period",
    "payroll": (
        "line_id grower_id worker_id check_id check_date period_start period_end pay_code kind job_class"
        " units hours rate amount for_period"
    ),
    "growers": "grower_id from_date name place basis",
    "standing": "grower_id standing from_date until_date",
}
SCALED: Final = {
    "amount": ("amount_cents", 2),
    "quantity": ("quantity_e4", 4),
    "units": ("units_e4", 4),
    "hours": ("hours_e4", 4),
    "rate": ("rate_e4", 4),
}
"""Decimal columns, the whole-number columns that they come from, and their places."""


def typed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The table's columns in order, amounts as DECIMAL(18,2), quantities and the like as DECIMAL(18,4)."""
    return frame.select(
        as_decimal(pl.col(SCALED[name][0]), SCALED[name][1]).alias(name) if name in SCALED else pl.col(name)
        for name in COLUMNS[table].split()
    )


def as_text(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The table as people write it: text, with no needless zeros in quantities, units, hours and rates."""
    plain = [
        pl.col(name).cast(pl.String).str.strip_chars_end("0").str.strip_chars_end(".")
        for name, (_, places) in SCALED.items()
        if places == 4 and name in COLUMNS[table].split()
    ]
    return typed(table, frame).with_columns(plain).select(pl.all().cast(pl.String))


def write(frame: pl.DataFrame, path: Path) -> None:
    """Write a frame as CSV or Parquet, by the path's suffix, making its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        frame.write_csv(path)
