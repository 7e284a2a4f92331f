"""Who takes part in the sample season, and what they trade: three buyers, four growers, about 150 workers.

Every name is made up.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from benchmarks.worlds.chance import Chance

AS_OF: Final = date(2026, 4, 15)
FIRST_MONDAY: Final = date(2025, 11, 24)
WEEKS: Final = 12
PREMIUM_RUN: Final = 16
"""Weeks after the first Monday of a premium-only payroll, after the harvest."""

NOV, DEC, JAN, FEB = (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1))

ALDER, CANE, PALM, SABLE = "alder-bend", "cane-creek", "palm-hollow", "sable-ridge"
BLUEBIRD, COBALT, DUNE = "bluebird-burgers", "cobalt-market", "dune-kitchens"


def growers() -> pl.DataFrame:
    """The monitor's list of growers; two have declared what they share the premium by."""
    rows: list[tuple[str, date | None, str, str, str | None]] = [
        (ALDER, None, "Alder Bend Farms", "FL", None),
        (CANE, date(2024, 9, 1), "Cane Creek Growers", "FL", "hours"),
        (PALM, None, "Palm Hollow Tomato", "FL", "units"),
        (SABLE, None, "Sable Ridge Produce", "FL", None),
    ]
    schema = {"grower_id": pl.String, "from_date": pl.Date, "name": pl.String, "place": pl.String}
    return pl.DataFrame(rows, schema={**schema, "basis": pl.String}, orient="row")


def standing() -> pl.DataFrame:
    """All take part; Palm Hollow is suspended for three weeks in January."""
    since, out, back = date(2025, 9, 1), date(2026, 1, 12), date(2026, 2, 2)
    rows: list[tuple[str, str, date, date | None]] = [
        (grower, "participating", since, None) for grower in (ALDER, CANE, PALM, SABLE)
    ]
    rows += [(PALM, "suspended", out, back), (PALM, "probation", back, None)]
    schema = {"grower_id": pl.String, "standing": pl.String, "from_date": pl.Date, "until_date": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row").sort("grower_id", "from_date")


CREWS: Final = {
    # grower: pickers by the piece, field hands by the hour, packers, crew leaders; digits of a worker's id
    ALDER: (40, 2, 4, 2, 5),
    CANE: (18, 12, 4, 2, 5),
    PALM: (26, 0, 2, 2, 4),
    SABLE: (30, 2, 2, 2, 4),
}


def roster(chance: Chance) -> pl.DataFrame:
    """One row per worker: grower_id, worker_id (text, zeros in front), job, first and last week of work."""
    rows = []
    for grower, (*crews, digits) in CREWS.items():
        jobs = [
            job for job, count in zip(("picker", "field", "packer", "leader"), crews, strict=True) for _ in range(count)
        ]
        rows += [(grower, str(11 + 7 * n).zfill(digits), job) for n, job in enumerate(jobs)]
    schema = {"grower_id": pl.String, "worker_id": pl.String, "job": pl.String}
    key = pl.col("key")
    come, go = chance.happens("come", key, 150_000), chance.happens("go", key, 180_000)
    stays = pl.when(pl.col("grower_id") == SABLE).then(8).otherwise(WEEKS - 1)  # Sable Ridge ends early
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .with_row_index("key")
        .with_columns(
            pl.when(come).then(chance.between("first", key, 1, 3)).otherwise(0).alias("first_week"),
            pl.when(go).then(chance.between("last", key, 4, 8)).otherwise(stays).alias("last_week"),
        )
    )


ROUTES: Final = (
    # buyer, grower, product, unit, payment mode, smallest and largest load
    (BLUEBIRD, ALDER, "tomato-round", "carton-25lb", "separate", 1100, 1700),
    (COBALT, ALDER, "tomato-grape", "carton-25lb", "separate", 650, 1000),
    (DUNE, ALDER, "tomato-round", "bucket-32lb", "separate", 850, 1350),
    (BLUEBIRD, CANE, "pepper-bell", "carton-25lb", "separate", 900, 1500),
    (COBALT, CANE, "pepper-bell", "lb", "separate", 22000, 36000),
    (DUNE, CANE, "pepper-bell", "carton-25lb", "embedded", 900, 1500),
    (BLUEBIRD, PALM, "tomato-grape", "carton-25lb", "separate", 600, 900),
    (COBALT, PALM, "tomato-round", "bucket-32lb", "separate", 900, 1300),
    (COBALT, SABLE, "tomato-round", "carton-25lb", "separate", 1200, 1900),
    (DUNE, SABLE, "tomato-round", "carton-25lb", "separate", 1300, 2000),
)
ROUTE: Final = {
    "buyer_id": pl.String,
    "grower_id": pl.String,
    "product": pl.String,
    "unit": pl.String,
    "payment_mode": pl.String,
    "low": pl.Int64,
    "high": pl.Int64,
}
MONTHS: Final = ((NOV, 17, 29, 2), (DEC, 1, 31, 4), (JAN, 2, 31, 4), (FEB, 1, 20, 3))
"""Month, first and last day of shipping, loads."""

ODD_LOADS: Final = (
    # what was sold before the harvest began, from cold storage
    (BLUEBIRD, ALDER, "tomato-round", "carton-25lb", "separate", 640, date(2025, 9, 24), "early"),
    (BLUEBIRD, ALDER, "tomato-round", "carton-25lb", "separate", 1180, date(2025, 10, 8), "early"),
    # a load sent back: a credit is a negative quantity
    (BLUEBIRD, ALDER, "tomato-round", "carton-25lb", "separate", -120, date(2025, 12, 19), "credit"),
    (COBALT, PALM, "tomato-round", "bucket-32lb", "separate", 960, date(2026, 1, 21), "suspended"),
    (COBALT, ALDER, "tomato-heirloom", "carton-25lb", "separate", 75, date(2025, 12, 11), "unrated"),
    (COBALT, ALDER, "tomato-grape", "carton-25lb", "separate", 400, date(2026, 1, 16), "unreported"),
    (DUNE, SABLE, "tomato-round", "carton-25lb", "separate", 350, date(2025, 12, 12), "unbooked"),
)


def loads(chance: Chance) -> pl.DataFrame:
    """Every load that was shipped, with `story` for the odd ones (columns of purchases, quantity in e4)."""
    routes = pl.DataFrame(ROUTES, schema=ROUTE, orient="row")
    months = pl.DataFrame(
        [(month, day) for month, *_, count in MONTHS for day in range(count)],
        schema={"month": pl.Date, "turn": pl.Int64},
        orient="row",
    ).join(pl.DataFrame(MONTHS, schema=["month", "open", "close", "loads"], orient="row"), on="month")
    frame = routes.join(months, how="cross").with_row_index("key")
    suspended = (pl.col("grower_id") == PALM) & (pl.col("month") == JAN)
    frame = frame.with_columns(
        pl.when((pl.col("grower_id") == PALM) & (pl.col("month") == FEB)).then(2).otherwise("open").alias("open"),
        pl.when(suspended).then(11).otherwise("close").alias("close"),
    ).filter(~((pl.col("buyer_id") == COBALT) & (pl.col("grower_id") == SABLE) & (pl.col("month") == FEB)))
    key, span = pl.col("key"), pl.col("close") - pl.col("open") + 1
    day = pl.col("open") + chance.below("day", key, 1 << 30) % span
    size = pl.col("low") + chance.below("size", key, 1 << 30) % (pl.col("high") - pl.col("low") + 1)
    # What is sold by the pound is weighed to the half pound.
    half = pl.when(pl.col("unit") == "lb").then(chance.below("half", key, 2) * 5000).otherwise(0)
    columns = [
        "buyer_id",
        "grower_id",
        "product",
        "unit",
        "payment_mode",
        "quantity_e4",
        "ship_date",
        "story",
    ]
    regular = frame.with_columns(
        (size * 10_000 + half).alias("quantity_e4"),
        (pl.col("month").cast(pl.Int32) + (day - 1).cast(pl.Int32)).cast(pl.Date).alias("ship_date"),
        pl.lit(None, dtype=pl.String).alias("story"),
    ).select(columns)
    odd = pl.DataFrame(ODD_LOADS, schema=columns, orient="row").with_columns(pl.col("quantity_e4") * 10_000)
    return pl.concat([regular, odd.select(columns)]).sort("ship_date", "buyer_id", "grower_id", "quantity_e4")
