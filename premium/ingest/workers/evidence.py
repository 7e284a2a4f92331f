"""What speaks for and against two identifiers being one person, from the pay lines of both.

For: `same_name`, `premium_apart` (one has premium and no wages, the other wages), `fills_gap` (one has wages in a few
pay periods only, just where the other has none). Against: `both_paid` (both have wages, or both premium, for the same
days), `other_name`, `taken_back` (it was confirmed once). The words never change.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from premium.ingest.workers.likeness import KEY, PAIR, folded_name
from premium.tables import WAGE_KINDS

SAME_NAME, PREMIUM_APART, FILLS_GAP = "same_name", "premium_apart", "fills_gap"
BOTH_PAID, OTHER_NAME, TAKEN_BACK = "both_paid", "other_name", "taken_back"
FEW = 2
"""Pay periods up to which an identifier may be a slip of another's."""
NEXT = timedelta(days=7)
"""How far the next pay period may lie from one that is left out."""

FACTS = ("lines", "pay_periods", "first_day", "last_day", "wages_cents", "premium_cents")


def persons(lines: pl.LazyFrame) -> pl.DataFrame:
    """Return a row for each worker: `lines`, `pay_periods`, first and last day, `wages_cents`, `premium_cents`.

    Sums are exact: they are made in 128 bits.
    """
    cents = pl.col("amount_cents").cast(pl.Int128)
    return (
        lines.group_by(KEY)
        .agg(
            lines=pl.len().cast(pl.Int64),
            pay_periods=pl.struct("period_start", "period_end").n_unique().cast(pl.Int64),
            first_day=pl.col("period_start").min(),
            last_day=pl.col("period_end").max(),
            wages_cents=cents.filter(pl.col("kind").is_in(WAGE_KINDS)).sum(),
            premium_cents=cents.filter(pl.col("kind") == "premium").sum(),
            has_wages=pl.col("kind").is_in(WAGE_KINDS).any(),
            has_premium=(pl.col("kind") == "premium").any(),
        )
        .sort(KEY)
        .collect(engine="streaming")
    )


def paid(lines: pl.LazyFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Return when the workers of these pairs were paid, wages and premium apart: `is_wage`, `start`, `end`."""
    ours = pl.concat(pairs.select("grower_id", worker_id=side) for side in ("one", "other")).unique()
    return (
        lines.filter(pl.col("kind").is_in([*WAGE_KINDS, "premium"]))
        .join(ours.lazy(), on=KEY, how="semi")
        .select(*KEY, is_wage=pl.col("kind") != "premium", start="period_start", end="period_end")
        .unique()
        .collect(engine="streaming")
        .sort(*KEY, "is_wage", "start", "end")
    )


def both_paid(pairs: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs that were paid for the same days, with the number of pay periods (`periods`).

    Wages meet wages and premium meets premium: a premium under one identifier beside wages under another is no sign
    of two persons. The periods need not be the same to lie over one another.
    """
    one = pairs.join(days, left_on=["grower_id", "one"], right_on=KEY, how="inner").sort("end")
    until = days.with_columns(until=pl.col("end").cum_max().over(*KEY, "is_wage"))
    other = until.select("grower_id", "is_wage", "until", other="worker_id", begun="start").sort("begun")
    met = one.join_asof(
        other, left_on="end", right_on="begun", by=["grower_id", "other", "is_wage"], strategy="backward",
        check_sortedness=False,
    )  # fmt: skip
    over = met.filter(pl.col("until") >= pl.col("start"))
    return over.group_by(PAIR).agg(periods=pl.struct("start", "end").n_unique().cast(pl.Int64))


def fills_gap(pairs: pl.DataFrame, people: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of which one was paid in a few periods only, and the other just before and just after.

    Where the records begin or end with those periods, one of the two is enough.
    """
    turned = pairs.select("grower_id", one="other", other="one")
    return pl.concat(
        [
            _fills(pairs, people, days),
            _fills(turned, people, days).select("grower_id", one="other", other="one"),
        ]
    ).unique()


def _fills(pairs: pl.DataFrame, people: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of which `one` fills a gap of `other`."""
    edge = people.group_by("grower_id").agg(begins=pl.col("first_day").min(), ends=pl.col("last_day").max())
    few = people.filter(pl.col("has_wages") & (pl.col("pay_periods") <= FEW)).select(*KEY, "first_day", "last_day")
    asked = pairs.join(few, left_on=["grower_id", "one"], right_on=KEY, how="inner").join(edge, on="grower_id")
    wages = days.filter("is_wage").select("grower_id", "start", "end", other="worker_id")
    by = ["grower_id", "other"]
    asked = asked.sort("first_day").join_asof(
        wages.select(*by, before="end").sort("before"), left_on="first_day", right_on="before", by=by,
        strategy="backward", tolerance=NEXT, allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip
    asked = asked.sort("last_day").join_asof(
        wages.select(*by, after="start").sort("after"), left_on="last_day", right_on="after", by=by,
        strategy="forward", tolerance=NEXT, allow_exact_matches=False, check_sortedness=False,
    )  # fmt: skip
    before, after = pl.col("before").is_not_null(), pl.col("after").is_not_null()
    first, last = pl.col("first_day") <= pl.col("begins"), pl.col("last_day") >= pl.col("ends")
    return asked.filter((before & (after | last)) | (after & first)).select(PAIR)


def premium_apart(pairs: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs of which one has premium and no wages, and the other wages."""
    of = people.select(*KEY, "has_wages", "has_premium")
    both = pairs.join(of, left_on=["grower_id", "one"], right_on=KEY).join(
        of, left_on=["grower_id", "other"], right_on=KEY, suffix="_other"
    )
    only, too = pl.col("has_premium") & ~pl.col("has_wages"), pl.col("has_wages_other")
    only_other, one_too = pl.col("has_premium_other") & ~pl.col("has_wages_other"), pl.col("has_wages")
    return both.filter((only & too) | (only_other & one_too)).select(PAIR)


def other_name(pairs: pl.DataFrame, named: pl.DataFrame) -> pl.DataFrame:
    """Return the pairs whose names are both known, and have none in common."""
    plain = named.select(*KEY, _names=folded_name(pl.col("name"))).drop_nulls().group_by(KEY).agg("_names")
    both = pairs.join(plain, left_on=["grower_id", "one"], right_on=KEY).join(
        plain, left_on=["grower_id", "other"], right_on=KEY, suffix="_other"
    )
    common = pl.col("_names").list.set_intersection("_names_other").list.len()
    return both.filter(common == 0).select(PAIR)
