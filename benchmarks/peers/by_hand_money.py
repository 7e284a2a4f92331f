"""By hand in pandas: what buyers owe, what is pooled, and when it is due (contract, sections 4 and 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from pathlib import Path

KEY = ["buyer_id", "grower_id", "period"]
PAIR = ["buyer_id", "grower_id"]
POOL = ["grower_id", "period"]


def read(path: Path, columns: list[str] | None = None, **options: object) -> pd.DataFrame:
    """Read a Parquet file with days as datetime64 instead of objects."""
    return pq.read_table(path, columns=columns, **options).to_pandas(date_as_object=False)


def period_of(days: pd.Series, terms: pd.Series) -> pd.Series:
    """Return the first day of the month or week that holds each day."""
    if terms["pool"] == "month":
        return days.astype("datetime64[s]").dt.to_period("M").dt.start_time.astype(days.dtype)
    back = (days.dt.weekday - (terms["week_start"] - 1)) % 7
    return days - pd.to_timedelta(back, unit="D").astype("timedelta64[s]")


def period_last(periods: pd.Series, terms: pd.Series) -> pd.Series:
    """Return the last day of each period."""
    if terms["pool"] == "month":
        return periods + pd.offsets.MonthEnd(0)
    return periods + pd.Timedelta(6, unit="D")


def _rounded(scaled: pd.Series, scale: int) -> pd.Series:
    """Round to the nearest whole number, half away from zero."""
    return np.sign(scaled) * ((2 * scaled.abs() + scale) // (2 * scale))


def _due(inputs: Path, terms: pd.Series) -> pd.DataFrame:
    """Price the purchases: cents due per buyer, grower and period, by mode."""
    bought, prices = read(inputs / "purchases.parquet"), read(inputs / "prices.parquet")
    bought["period"] = period_of(bought["ship_date"], terms)
    priced = bought.merge(prices, on=["product", "unit"])
    priced = priced[priced["ship_date"].between(priced["from_date"], priced["last_date"])]
    priced["scaled"] = priced["quantity_e4"] * priced["unit_price"]
    due = priced.pivot_table(index=KEY, columns="payment_mode", values="scaled", aggfunc="sum", fill_value=0)
    due = due.reindex(columns=["separate", "embedded"], fill_value=0)
    every = pd.MultiIndex.from_frame(bought[KEY].drop_duplicates())
    return _rounded(due.reindex(every, fill_value=0), 10_000 * int(terms["price_scale"]))


def _entries(path: Path, day: str, terms: pd.Series) -> pd.DataFrame:
    entries = read(path)
    entries["period"] = period_of(entries["for_period"].fillna(entries[day]), terms)
    return entries


def ledger(inputs: Path, terms: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the buyers' ledger with the pool money, and the last day on which each pool was paid into."""
    payments = _entries(inputs / "payments.parquet", "paid_date", terms)
    receipts = _entries(inputs / "receipts.parquet", "received_date", terms)
    sums = {"payments": payments, "receipts": receipts}
    books = _due(inputs, terms).join(
        [frame.groupby(KEY)["amount_cents"].sum().rename(name) for name, frame in sums.items()], how="outer"
    )
    books = books.fillna(0).astype("int64").reset_index()
    of_pair = books.groupby(PAIR)[["payments", "receipts"]].transform("sum")
    reported = books["grower_id"].isin(receipts["grower_id"])
    side = books["receipts"].where(reported & (of_pair["receipts"] > of_pair["payments"]), books["payments"])
    books["pool_money_cents"] = side + books["embedded"]
    books["due_cents"] = books["separate"] + books["embedded"]
    books["paid_cents"] = books["payments"] + books["embedded"]
    books["received_cents"] = (books["receipts"] + books["embedded"]).astype("Int64").where(reported)
    books["outstanding_cents"] = books["due_cents"] - books["paid_cents"]
    return books, _paid_days(payments, receipts)


def _paid_days(payments: pd.DataFrame, receipts: pd.DataFrame) -> pd.DataFrame:
    """Buyers' payments tell the day; the grower's earliest receipt only for buyers without any payment."""
    days = payments.loc[payments["amount_cents"] > 0, [*POOL, "paid_date"]].rename(columns={"paid_date": "day"})
    paying = pd.MultiIndex.from_frame(payments[PAIR].drop_duplicates())
    silent = receipts[~pd.MultiIndex.from_frame(receipts[PAIR]).isin(paying) & (receipts["amount_cents"] > 0)]
    booked = silent.groupby(KEY)["received_date"].min().rename("day").reset_index()[[*POOL, "day"]]
    return pd.concat([days, booked]).groupby(POOL)["day"].max().reset_index()


def pools(books: pd.DataFrame, days: pd.DataFrame, landings: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """Return what lands together: pool, retained, distributable, deadline. `landings` are the periods with a basis."""
    origins = books.groupby(POOL)["pool_money_cents"].sum().rename("pool_cents").reset_index()
    origins = origins[origins["pool_cents"] > 0].merge(days, on=POOL, how="left")
    origins = land(origins, landings).dropna(subset="landed_period")
    origins["retained_cents"] = origins["pool_cents"] * int(terms["retention_num"]) // int(terms["retention_den"])
    origins["distributable_cents"] = origins["pool_cents"] - origins["retained_cents"]
    last = period_last(origins["landed_period"], terms)
    latest = origins["day"].where(origins["day"] > last, last)
    origins["deadline"] = latest + pd.Timedelta(int(terms["pay_within_days"]), unit="D")
    together = origins.groupby(["grower_id", "landed_period"])
    cents = together[["pool_cents", "retained_cents", "distributable_cents"]].sum()
    return cents.join(together["deadline"].max()).reset_index().rename(columns={"landed_period": "period"})


def land(frame: pd.DataFrame, landings: pd.DataFrame) -> pd.DataFrame:
    """Add `landed_period`: the grower's first period with a basis, the row's own or later."""
    roads = landings.assign(landed_period=landings["period"]).sort_values("period")
    return pd.merge_asof(frame.sort_values("period"), roads, on="period", by="grower_id", direction="forward")
