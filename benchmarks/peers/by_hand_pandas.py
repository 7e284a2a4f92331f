"""The same rules by hand in pandas, as a good programmer writes them in an afternoon: whole cents, no row-wise Python.

From clean tables to ledger, pools, entitlements, premium lines, wages and the findings on shares, lines and wages. Not
here, and in ours: pass-through, evidence, the causes, the other findings, the proofs, the order and the steps between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from benchmarks.peers.by_hand_money import POOL, land, ledger, period_of, pools, read

if TYPE_CHECKING:
    from pathlib import Path

WAGES = ["piece", "hourly", "overtime", "makeup", "other_wage"]
WORKER = ["grower_id", "period", "worker_id"]
CHECK = ["grower_id", "worker_id", "period_start", "period_end"]
REPEAT = ["grower_id", "worker_id", "check_id", "check_date", "period_start", "period_end", "pay_code", "line_period"]
LEDGER = ["buyer_id", "grower_id", "period", "due_cents", "paid_cents", "received_cents", "outstanding_cents"]
LINES = ["grower_id", "worker_id", "line_id", "line_period", "period", "amount_cents", "status"]
TEXTS = ["grower_id", "worker_id", "kind", "job_class"]


def by_hand(inputs: Path, out: Path) -> None:
    """Read the clean tables in `inputs`, and write the outputs into `out` as Parquet."""
    terms = read(inputs / "terms.parquet").iloc[0]
    work = _wage_lines(inputs)
    basis = _basis(inputs, work, terms)
    landings = basis[POOL].drop_duplicates()
    books, days = ledger(inputs, terms)
    landed = pools(books, days, landings, terms)
    shares = _shares(basis, landed)
    lines = _premium_lines(inputs, terms, landings, landed)
    entitled = _entitlements(shares, lines, landed, terms)
    lines = lines.merge(entitled[[*WORKER, "status"]], on=WORKER, how="left")
    lines["status"] = lines["status"].fillna("orphan").where(~lines["duplicate"], "duplicate")
    wages = _wages(inputs, work, lines)
    tables = {
        "buyer_ledger": books[LEDGER],
        "pools": landed,
        "entitlements": entitled.drop(columns="deadline"),
        "premium_lines": lines[[*LINES, "source_file", "source_row"]],
        "wages": wages,
        "findings": _findings(entitled, lines, wages, terms),
    }
    for name, table in tables.items():
        table.to_parquet(out / f"{name}.parquet", index=False)


def _wage_lines(inputs: Path) -> pd.DataFrame:
    columns = [*CHECK, "kind", "job_class", "amount_cents", "hours_e4", "units_e4"]
    lines = read(inputs / "payroll.parquet", columns, filters=[("kind", "in", WAGES)], read_dictionary=TEXTS)
    return lines.drop(columns="kind")


def _basis(inputs: Path, work: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """Add up each worker's qualifying work in a period, in the measure that the grower's pool is shared by."""
    qualifying = work[work["job_class"].isin(read(inputs / "qualifying.parquet")["job_class"])]
    keys = [
        qualifying["grower_id"],
        period_of(qualifying["period_end"], terms).rename("period"),
        qualifying["worker_id"],
    ]
    measures = {"gross": "amount_cents", "hours": "hours_e4", "units": "units_e4"}
    sums = qualifying[list(measures.values())].groupby(keys, observed=True, sort=False).sum().reset_index()
    sums[["grower_id", "worker_id"]] = sums[["grower_id", "worker_id"]].astype("str")
    declared = read(inputs / "growers.parquet").set_index("grower_id")["basis"]
    how = sums["grower_id"].map(declared).fillna(terms["basis"])
    sums["basis"] = np.select(
        [how == name for name in measures], [sums[column] for column in measures.values()], sums["amount_cents"] > 0
    )
    return sums.loc[sums["basis"] > 0, [*WORKER, "basis"]]


def _shares(basis: pd.DataFrame, landed: pd.DataFrame) -> pd.DataFrame:
    """Share each pool out by the largest remainder; ties go to the smaller worker_id."""
    parts = basis.merge(landed, on=POOL).sort_values(WORKER, ignore_index=True)
    if int(parts["distributable_cents"].max()) * int(parts["basis"].max()) >= 2**63:
        raise OverflowError("a share's product leaves 64 bits")
    pool = parts.groupby(POOL, sort=False)
    total = pool["basis"].transform("sum")
    product = parts["distributable_cents"] * parts["basis"]
    parts["entitled_cents"] = product // total
    parts["remainder"] = product % total
    left_over = parts["distributable_cents"] - pool["entitled_cents"].transform("sum")
    queue = parts.sort_values("remainder", ascending=False, kind="stable").groupby(POOL, sort=False).cumcount()
    parts["entitled_cents"] += (queue.sort_index() < left_over).astype("int64")
    return parts[[*WORKER, "basis", "entitled_cents"]]


def _premium_lines(inputs: Path, terms: pd.Series, landings: pd.DataFrame, landed: pd.DataFrame) -> pd.DataFrame:
    """Date the premium lines, mark those that repeat another, and find each one's pool."""
    columns = [*REPEAT[:-1], "for_period", "amount_cents", "line_id", "source_file", "source_row"]
    lines = read(inputs / "payroll.parquet", columns, filters=[("kind", "==", "premium")])
    ends = period_of(lines["period_end"], terms)
    lag = int(terms["payout_lag"])
    moved = ends - (pd.DateOffset(months=lag) if terms["pool"] == "month" else pd.Timedelta(7 * lag, unit="D"))
    lines["line_period"] = period_of(lines["for_period"], terms).fillna(moved).astype(moved.dtype)
    lines = lines.sort_values(["line_id", "source_file", "source_row"])
    lines["duplicate"] = lines.duplicated([*REPEAT, "amount_cents"]) & (lines["amount_cents"] > 0)
    lines = land(lines.assign(period=lines["line_period"]), landings).drop(columns="period")
    lines = lines.rename(columns={"landed_period": "period"}).merge(landed[[*POOL, "deadline"]], on=POOL, how="left")
    lines["period"] = lines["period"].where(lines["deadline"].notna())
    return lines


def _entitlements(shares: pd.DataFrame, lines: pd.DataFrame, landed: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """Hold what each worker was paid against the share."""
    counted = lines[~lines["duplicate"] & lines["period"].notna()]
    paid = counted.groupby(WORKER)["amount_cents"].sum().rename("paid_cents").reset_index()
    both = shares.merge(paid, on=WORKER, how="outer").merge(landed[[*POOL, "deadline"]], on=POOL)
    has_lines = both["paid_cents"].notna()
    both["basis"] = both["basis"].astype("Int64")
    both[["entitled_cents", "paid_cents"]] = both[["entitled_cents", "paid_cents"]].fillna(0).astype("int64")
    both["reached_cents"] = np.minimum(both["paid_cents"], both["entitled_cents"]).clip(lower=0)
    both["short_cents"] = both["entitled_cents"] - both["reached_cents"]
    both["excess_cents"] = both["paid_cents"] - both["reached_cents"]
    tolerance = int(terms["tolerance_cents"])
    short = both["short_cents"] > tolerance
    early = terms["as_of"] <= both["deadline"]
    missing = (both["entitled_cents"] > tolerance) & ~has_lines
    rules = [both["basis"].isna(), short & early, missing, short, both["excess_cents"] > tolerance]
    both["status"] = np.select(rules, ["unqualified", "pending", "missing", "short", "over"], "paid")
    return both


def _wages(inputs: Path, work: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Hold what was earned in each pay period against the minimum wage."""
    weeks = work.groupby(CHECK, observed=True, sort=False)[["amount_cents", "hours_e4"]].sum().reset_index()
    weeks = weeks[weeks["hours_e4"] > 0].rename(columns={"amount_cents": "earned_cents"})
    weeks[["grower_id", "worker_id"]] = weeks[["grower_id", "worker_id"]].astype("str")
    floors = read(inputs / "growers.parquet", ["grower_id", "place"]).merge(
        read(inputs / "minimum_wages.parquet"), on="place"
    )
    weeks = weeks.merge(floors, on="grower_id")
    weeks = weeks[weeks["period_start"].between(weeks["from_date"], weeks["last_date"])]
    weeks["required_cents"] = (2 * weeks["hours_e4"] * weeks["hourly_e4"] + 1_000_000) // 2_000_000
    premium = lines[~lines["duplicate"]].groupby(CHECK)["amount_cents"].sum().rename("premium_cents").reset_index()
    weeks = weeks.merge(premium, on=CHECK, how="left")
    weeks["premium_cents"] = weeks["premium_cents"].fillna(0).astype("int64")
    return weeks[[*CHECK, "earned_cents", "required_cents", "premium_cents"]]


def _findings(entitled: pd.DataFrame, lines: pd.DataFrame, wages: pd.DataFrame, terms: pd.Series) -> pd.DataFrame:
    """Everything that is wrong with shares, premium lines and wages, one row each."""
    past = entitled[terms["as_of"] > entitled["deadline"]]
    pool = past.groupby(POOL)["short_cents"].sum().reset_index()
    wages = wages.assign(lack=wages["required_cents"] - wages["earned_cents"])
    lacking, covered = wages["lack"] > 0, wages["premium_cents"] >= wages["lack"]
    lines = lines.assign(period=lines["period"].fillna(lines["line_period"]))
    late = ~lines["duplicate"] & (lines["amount_cents"] > 0) & (lines["check_date"] > lines["deadline"])
    parts = [
        _told("pool_short", pool[pool["short_cents"] > 0], "short_cents"),
        _told("wage_floor_short", wages[lacking & ~covered], "lack"),
        _told("premium_offset", wages[lacking & covered], "lack"),
        _told("premium_late", lines[late], "amount_cents"),
        _told("premium_orphan", lines[lines["status"] == "orphan"], "amount_cents"),
        _told("premium_duplicate", lines[lines["duplicate"]], "amount_cents"),
        _told("premium_reversed", lines[lines["amount_cents"] < 0], "amount_cents"),
    ]
    for status, column in (("missing", "short"), ("short", "short"), ("over", "excess"), ("unqualified", "paid")):
        wrong = entitled[(entitled["status"] == status) & (entitled[f"{column}_cents"] > 0)]
        parts.append(_told(f"premium_{status}", wrong, f"{column}_cents"))
    return pd.concat(parts, ignore_index=True)


def _told(kind: str, rows: pd.DataFrame, amount: str) -> pd.DataFrame:
    wanted = rows.reindex(columns=["grower_id", "worker_id", "period"])
    return wanted.assign(kind=kind, amount_cents=rows[amount])
