"""A big world's trade: purchases, sales, payments, receipts, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from benchmarks.worlds.big_cast import BUYER, GROWER, SUSPENDED, Plan
from benchmarks.worlds.money import DUE_SCALE, dues, rated, round_half_away
from benchmarks.worlds.planted import places
from benchmarks.worlds.terms import last_day, plus_days

SOUND, UNDER, OVER, LATE, UNBOOKED, UNREPORTED, UNSOLD, UNRATED = range(8)
KEY: Final = ["buyer_id", "grower_id", "period"]


@dataclass(frozen=True)
class Trade:
    """The four tables (ids still numbers), the dues in the price, and the planted places."""

    purchases: pl.DataFrame
    sales: pl.DataFrame
    payments: pl.DataFrame
    receipts: pl.DataFrame
    embedded: pl.DataFrame
    planted: list[pl.DataFrame]


def _relations(plan: Plan, farms: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """One row per buyer, grower and period: one to three buyers per grower, and the fault planted, if any.

    A grower's first buyer always pays separately, so that its pools have a date of payment.
    """
    chance, farm = plan.chance, pl.col("grower_id")
    count = chance.between("buyers", farm, 1, 3)
    pairs = farms.with_columns(count.alias("count"), pl.int_ranges(count).alias("turn")).explode("turn")
    pair_key = farm * 4 + pl.col("turn")
    embedded = (pl.col("turn") > 0) & chance.happens("embedded", pair_key, 100_000)
    frame = (
        pairs.with_columns(
            ((chance.below("buyer", farm, plan.buyers) + pl.col("turn")) % plan.buyers).alias("buyer_id"),
            pl.when(embedded).then(pl.lit("embedded")).otherwise(pl.lit("separate")).alias("payment_mode"),
            pair_key.alias("pair"),
        )
        .join(periods.with_row_index("period_no"), how="cross")
        .with_columns((pl.col("pair") * 64 + pl.col("period_no").cast(pl.Int64)).alias("key"))
    )
    kind = chance.between("trade fault", pl.col("key"), UNDER, UNRATED)
    fits = (pl.col("payment_mode") == "separate") | (kind > UNBOOKED)
    fits = fits & ~((kind == UNRATED) & pl.col("suspended"))
    fault = pl.when(plan.fails("trade", pl.col("key")) & fits).then(kind).otherwise(SOUND)
    return frame.with_columns(fault.alias("fault"))


def _loads(plan: Plan, relations: pl.DataFrame) -> pl.DataFrame:
    """The loads of each relation and period, sized so that a worker's premium is in the tens of dollars."""
    chance, key = plan.chance, pl.col("load_key")
    monthly = plan.terms.pool == "month"
    turns = 4 if monthly else 1
    unit: pl.Expr
    frame = relations.join(pl.DataFrame({"load": range(turns)}), how="cross").with_columns(
        (pl.col("key") * 4 + pl.col("load")).alias("load_key")
    )
    # Ten-thousandths of the rate unit (pounds or hundredweights) that one load holds on average.
    mean_e4 = pl.col("size") * (6000 if monthly else 60) * 10_000 // (turns * pl.col("count"))
    amount_e4 = mean_e4 * chance.between("load", key, 50, 150) // 100
    roll = chance.below("unit", key, 4)
    if monthly:
        packed = pl.when(roll == 1).then(pl.lit("bucket-32lb")).otherwise(pl.lit("carton-25lb"))
        unit = pl.when(roll == 0).then(pl.lit("lb")).otherwise(packed)
        step, contains = (
            pl.when(roll == 0).then(2500).otherwise(10_000),
            pl.when(roll == 0).then(1).when(roll == 1).then(32).otherwise(25),
        )
        quantity = pl.max_horizontal(step, amount_e4 // contains // step * step)
    else:
        unit = pl.when(roll == 0).then(pl.lit("lb")).otherwise(pl.lit("cwt"))
        quantity = pl.when(roll == 0).then(amount_e4 // 10_000 * 1_000_000).otherwise(amount_e4 // 100 * 100)
    span = 28 if monthly else 7
    day = plus_days(pl.col("period"), chance.below("day", key, span).cast(pl.Int32))
    return frame.with_columns(quantity.alias("quantity_e4"), unit.alias("unit"), day.alias("ship_date"))


def _settled(plan: Plan, relations: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """What buyers pay for what they owe separately, one payment a period."""
    key, fault, terms = pl.col("key"), pl.col("fault"), plan.terms
    owed = due.filter(pl.col("payment_mode") == "separate").join(
        relations.select(*KEY, "key", "fault"), on=KEY, how="inner"
    )
    soon = plan.chance.between("pay day", key, *((10, 20) if terms.pool == "month" else (2, 5)))
    late = terms.buyer_days + plan.chance.between("late", key, 1, 12)
    wait = pl.when(fault == LATE).then(late).otherwise(soon).cast(pl.Int32)
    less = pl.when(fault == UNDER).then(pl.col("due_cents") // 10 + 1).otherwise(0)
    return owed.with_columns(
        plus_days(last_day(pl.col("period"), terms), wait).alias("paid_date"),
        (pl.col("due_cents") - less + pl.when(fault == OVER).then(500).otherwise(0)).alias("amount_cents"),
        pl.col("period").alias("for_period"),
    ).sort("paid_date", *KEY)


def _numbered(frame: pl.DataFrame, column: str, letter: str) -> pl.DataFrame:
    number = pl.int_range(pl.len()).cast(pl.String).str.zfill(9)
    return frame.with_columns((pl.lit(letter) + number).alias(column))


def _volume_places(plan: Plan, loads: pl.DataFrame) -> pl.DataFrame:
    """The last load of the period is known to one side only."""
    packs = pl.DataFrame(list(plan.terms.packs), schema={"unit": pl.String, "pack_e2": pl.Int64}, orient="row")
    sign = pl.when(pl.col("fault") == UNREPORTED).then(1).otherwise(-1)
    units_e6 = (sign * pl.col("quantity_e4") * pl.col("pack_e2")).cast(pl.Decimal(38, 8))
    return places(
        loads.join(packs, on="unit"),
        "volume_mismatch",
        buyer_id=BUYER,
        grower_id=GROWER,
        period=pl.col("period"),
        ref=pl.col("product") + "|" + pl.col("payment_mode"),
        quantity=units_e6 * pl.lit("0.000001").cast(pl.Decimal(38, 8)),
    )


def _places(plan: Plan, priced: pl.DataFrame, paid: pl.DataFrame, one_sided: pl.DataFrame) -> list[pl.DataFrame]:
    who = {"buyer_id": BUYER, "grower_id": GROWER}
    dated = {**who, "period": pl.col("period")}
    gap = pl.col("due_cents") - pl.col("amount_cents")
    under, over, late, unbooked = (paid.filter(pl.col("fault") == kind) for kind in (UNDER, OVER, LATE, UNBOOKED))
    first, length = SUSPENDED
    out = pl.col("suspended") & pl.col("ship_date").is_between(first, first + length, closed="left")
    by_pair = unbooked.group_by("buyer_id", "grower_id").agg(pl.col("unbooked_cents").sum())
    bought = pl.col("purchase_id")
    due = round_half_away(pl.col("due_raw"), DUE_SCALE)
    return [
        places(under, "buyer_underpaid", amount_cents=gap, **dated),
        places(over, "buyer_overpaid", amount_cents=-gap, **dated),
        places(late, "buyer_paid_late", ref=pl.col("payment_id"), amount_cents=pl.col("amount_cents"), **dated),
        places(by_pair, "receipt_mismatch", amount_cents=pl.col("unbooked_cents"), **who),
        places(priced.filter(pl.col("due_raw").is_null()), "rate_missing", ref=bought, **dated),
        places(priced.filter(out), "purchase_while_suspended", ref=bought, amount_cents=due, **dated),
        _volume_places(plan, one_sided),
    ]


def trade(plan: Plan, farms: pl.DataFrame, periods: pl.DataFrame) -> Trade:
    """Purchases, sales, payments and receipts; `periods` are those with payroll."""
    relations = _relations(plan, farms, periods)
    loads = _loads(plan, relations)
    last = pl.col("load") == loads["load"].max()
    fault = pl.col("fault")
    one_sided = loads.filter(last & fault.is_in([UNREPORTED, UNSOLD]))
    # A load of a product that no rate names; both sides report it, nothing is due.
    unrated = loads.filter(last & (fault == UNRATED)).with_columns(pl.lit("okra").alias("product"))
    # A fault for want of a report adds a load, so that no relation is left without any.
    bought = pl.concat([loads, one_sided.filter(fault == UNSOLD), unrated]).sort("ship_date", "load_key")
    sold = pl.concat([loads, one_sided.filter(fault == UNREPORTED), unrated]).sort("ship_date", "load_key")
    purchases = _numbered(bought, "purchase_id", "P")
    priced = rated(purchases.drop("period"), plan.terms)
    due = dues(priced)
    payments = _numbered(_settled(plan, relations, due), "payment_id", "R")
    unbooked = pl.when(fault == UNBOOKED).then(pl.col("amount_cents") // 10 + 1).otherwise(0)
    payments = payments.with_columns(unbooked.alias("unbooked_cents"))
    receipts = payments.with_columns(
        (pl.col("amount_cents") - pl.col("unbooked_cents")).alias("amount_cents"),
        plus_days(pl.col("paid_date"), 2).alias("received_date"),
    )
    return Trade(
        purchases=purchases,
        sales=_numbered(sold, "sale_id", "S"),
        payments=payments,
        receipts=_numbered(receipts, "receipt_id", "M"),
        embedded=due.filter(pl.col("payment_mode") == "embedded"),
        planted=_places(plan, priced, payments, one_sided),
    )
