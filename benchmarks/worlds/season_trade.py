"""The sample season's trade: purchases, sales, payments, receipts, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from benchmarks.worlds.money import DUE_SCALE, dues, rated, round_half_away
from benchmarks.worlds.planted import places
from benchmarks.worlds.season_cast import ALDER, AS_OF, BLUEBIRD, CANE, COBALT, DEC, DUNE, JAN, NOV, PALM
from benchmarks.worlds.terms import FAIR_FOOD, last_day, plus_days

if TYPE_CHECKING:
    from benchmarks.worlds.chance import Chance

UNDERPAID_CENTS, OVERPAID_CENTS, UNBOOKED_CENTS = 24_650, 1_200, 15_000


@dataclass(frozen=True)
class Trade:
    """The four tables of buyers and growers, the dues in the price, and the planted places."""

    purchases: pl.DataFrame
    sales: pl.DataFrame
    payments: pl.DataFrame
    receipts: pl.DataFrame
    embedded: pl.DataFrame
    planted: list[pl.DataFrame]

    def seen_payments(self) -> pl.DataFrame:
        """The payments that the day of reconciliation looks at."""
        return self.payments.filter(pl.col("paid_date") <= AS_OF)


def initials(name: str) -> pl.Expr:
    """`bluebird-burgers` -> `BB`."""
    words = pl.col(name).str.split("-")
    return (words.list.get(0).str.head(1) + words.list.get(1).str.head(1)).str.to_uppercase()


def numbered(frame: pl.DataFrame, column: str, owner: str, letter: str) -> pl.DataFrame:
    """Give every row an id that is unique within its owner, such as `BB-P0007`."""
    count = (pl.int_range(pl.len()).over(owner) + 1).cast(pl.String).str.zfill(4)
    return frame.with_columns((initials(owner) + f"-{letter}" + count).alias(column))


def _volumes(loads: pl.DataFrame) -> pl.DataFrame:
    """A load that only one side reports: the buyer forgot the one, the grower the other."""
    pounds = pl.col("quantity_e4").cast(pl.Decimal(28, 8)) * 25 / 10_000
    one_sided = loads.filter(pl.col("story").is_in(["unreported", "unbooked"]))
    sign = pl.when(pl.col("story") == "unreported").then(1).otherwise(-1)
    return places(
        one_sided,
        "volume_mismatch",
        buyer_id=pl.col("buyer_id"),
        grower_id=pl.col("grower_id"),
        period=pl.col("ship_date").dt.truncate("1mo"),
        ref=pl.col("product") + "|" + pl.col("payment_mode"),
        quantity=pounds * sign.cast(pl.Decimal(28, 8)),
        note=pl.when(sign > 0)
        .then(pl.lit("the buyer did not report a load"))
        .otherwise(pl.lit("the grower did not report a load")),
    )


def _purchase_places(priced: pl.DataFrame) -> list[pl.DataFrame]:
    """The purchase without a rate and the one from a suspended grower."""
    common = {name: pl.col(name) for name in ("buyer_id", "grower_id", "period")}
    ref = pl.col("purchase_id")
    due = round_half_away(pl.col("due_raw"), DUE_SCALE)
    unrated, suspended = (priced.filter(pl.col("story") == story) for story in ("unrated", "suspended"))
    return [
        places(unrated, "rate_missing", ref=ref, note=pl.lit("no rate for heirlooms"), **common),
        places(suspended, "purchase_while_suspended", ref=ref, amount_cents=due, **common),
    ]


def _payments(due: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Each buyer pays in the month that follows: Cobalt in two instalments, the others at once."""
    owed = due.filter(pl.col("payment_mode") == "separate").with_row_index("key")
    day = pl.when(pl.col("buyer_id") == BLUEBIRD).then(15).when(pl.col("buyer_id") == DUNE).then(12).otherwise(18)
    full = owed.with_columns(
        plus_days(
            last_day(pl.col("period"), FAIR_FOOD),
            (day + chance.below("pay", pl.col("key"), 2)).cast(pl.Int32),
        ).alias("paid_date"),
        pl.col("due_cents").alias("amount_cents"),
    )
    # What was sold before the harvest is paid within the buyer's terms too, still before the harvest.
    full = full.with_columns(
        pl.when(pl.col("period") < NOV).then(plus_days(pl.col("period"), 44)).otherwise("paid_date").alias("paid_date")
    )
    first = full.filter(pl.col("buyer_id") == COBALT).with_columns(
        (pl.col("due_cents") * 6 // 10).alias("amount_cents"),
        plus_days(pl.col("paid_date"), -8).alias("paid_date"),
    )
    rest = pl.when(pl.col("buyer_id") == COBALT).then(pl.col("due_cents") - pl.col("due_cents") * 6 // 10)
    second = full.with_columns(rest.otherwise("amount_cents").alias("amount_cents"))
    columns = ["buyer_id", "grower_id", "paid_date", "amount_cents", pl.col("period").alias("for_period")]
    return pl.concat([first.select(columns), second.select(columns)])


def _at(buyer: str, grower: str, period: date) -> pl.Expr:
    return (
        (pl.col("buyer_id") == buyer) & (pl.col("grower_id") == grower) & (pl.col("for_period") == period)
    ).fill_null(value=False)


def _misdeal(payments: pl.DataFrame) -> pl.DataFrame:
    """One buyer pays too little and settles after the day we look, one too much, one late."""
    under, over = _at(BLUEBIRD, CANE, JAN), _at(DUNE, ALDER, DEC)
    late = _at(COBALT, PALM, NOV) & (pl.col("paid_date") > date(2025, 12, 15))
    amount = pl.col("amount_cents") - pl.when(under).then(UNDERPAID_CENTS).otherwise(0)
    dealt = payments.with_columns(
        (amount + pl.when(over).then(OVERPAID_CENTS).otherwise(0)).alias("amount_cents"),
        pl.when(late).then(pl.lit(date(2026, 1, 20))).otherwise("paid_date").alias("paid_date"),
        pl.when(late).then(pl.lit("late")).alias("story"),
    )
    settled = payments.filter(under).with_columns(
        pl.lit(UNDERPAID_CENTS, dtype=pl.Int64).alias("amount_cents"),
        pl.lit(date(2026, 4, 20)).alias("paid_date"),
        pl.lit(None, dtype=pl.String).alias("story"),
    )
    both = pl.concat([dealt, settled]).sort("paid_date", "buyer_id", "grower_id", "for_period")
    return numbered(both, "payment_id", "buyer_id", "R")


def _receipts(payments: pl.DataFrame) -> pl.DataFrame:
    """What growers booked, two days later; Palm Hollow booked one of Cobalt's payments short."""
    short = _at(COBALT, PALM, DEC) & (pl.col("paid_date") > date(2026, 1, 15))
    booked = payments.with_columns(
        (pl.col("amount_cents") - pl.when(short).then(UNBOOKED_CENTS).otherwise(0)).alias("amount_cents"),
        plus_days(pl.col("paid_date"), 2).alias("received_date"),
    ).sort("received_date", "grower_id", "buyer_id", "for_period")
    return numbered(booked, "receipt_id", "grower_id", "M")


def _payment_places(payments: pl.DataFrame) -> list[pl.DataFrame]:
    who = {"buyer_id": pl.col("buyer_id"), "grower_id": pl.col("grower_id")}
    period = pl.col("for_period")
    under, over, short = (
        pl.DataFrame({"buyer_id": [buyer], "grower_id": [grower], "for_period": [month]})
        for buyer, grower, month in ((BLUEBIRD, CANE, JAN), (DUNE, ALDER, DEC), (COBALT, PALM, DEC))
    )
    late = payments.filter(pl.col("story") == "late")
    return [
        places(
            under,
            "buyer_underpaid",
            period=period,
            amount_cents=pl.lit(UNDERPAID_CENTS),
            note=pl.lit("settled on 2026-04-20, after the day of reconciliation"),
            **who,
        ),
        places(over, "buyer_overpaid", period=period, amount_cents=pl.lit(OVERPAID_CENTS), **who),
        places(
            late,
            "buyer_paid_late",
            period=period,
            ref=pl.col("payment_id"),
            amount_cents=pl.col("amount_cents"),
            note=pl.lit("the second instalment; the pool's deadline moves with it"),
            **who,
        ),
        places(
            short,
            "receipt_mismatch",
            amount_cents=pl.lit(UNBOOKED_CENTS),
            note=pl.lit("one receipt of December booked short"),
            **who,
        ),
    ]


def trade(loads: pl.DataFrame, chance: Chance) -> Trade:
    """Purchases, sales, payments and receipts of the season, with the faults of buyers and bookkeepers."""
    reported = loads.filter((pl.col("story") != "unreported").fill_null(value=True))
    purchases = numbered(reported, "purchase_id", "buyer_id", "P")
    sold = loads.filter((pl.col("story") != "unbooked").fill_null(value=True))
    priced = rated(purchases, FAIR_FOOD)
    due = dues(priced)
    payments = _misdeal(_payments(due, chance))
    return Trade(
        purchases=purchases,
        sales=numbered(sold, "sale_id", "grower_id", "S"),
        payments=payments,
        receipts=_receipts(payments),
        embedded=due.filter(pl.col("payment_mode") == "embedded"),
        planted=[_volumes(loads), *_purchase_places(priced), *_payment_places(payments)],
    )
