"""The plan: which SQL files run, in which order. To add a finding, add its file to `checks/` and a line to CHECKS.

A step makes a table that later files read. A check selects the wrong rows, one row per row of evidence. A proof selects
what contradicts the contract: it must find nothing. Each file begins by saying what it is for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Sql:
    """One SQL file, which makes the table of its own name; `how` is what becomes of a step's table."""

    name: str
    folder: Literal["steps", "checks", "proofs"]
    how: Literal["kept", "made", "seen"] = field(default="kept", kw_only=True)

    @property
    def path(self) -> Path:
        """The file below the package."""
        return HERE / self.folder / f"{self.name}.sql"

    @property
    def text(self) -> str:
        """The SQL as it stands in the file."""
        return self.path.read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Check(Sql):
    """A check, and what must have been reported for it to run: each entry is met by any of its ` or ` parts."""

    needs: tuple[str, ...] = ()


MADE = frozenset(
    (
        "priced_purchases", "purchases_by_period", "dated_payments", "dated_receipts", "money_by_period",
        "worker_weeks", "premium_repeats", "premium_dated", "worked", "measured_work", "worker_basis", "roads",
        "premium_pooled", "passthrough_pool", "passthrough_distributable", "passthrough_reached", "volume_rows",
        "volumes", "ledger_rows", "origin_rows", "pool_rows", "questioned_weeks", "questioned_lines", "worker_rows",
        "identified",
    )
)  # fmt: skip
"""Steps as long as the payroll, or the trade, that only other files read: made, and let go after the last of these.
Writing them out took as long as all checks; the run's `open.sql` has them as views, by the same SQL."""

SEEN = frozenset(("floored_weeks", "premium_by_check", "worker_paid", "reached"))
"""Steps that one other file reads: views from the start."""


def _steps(*names: str) -> tuple[Sql, ...]:
    return tuple(Sql(n, "steps", how="seen" if n in SEEN else "made" if n in MADE else "kept") for n in names)


def _check(kind: str, *needs: str) -> Check:
    return Check(kind, "checks", needs)


STEPS = _steps(
    # Money in (section 4)
    "priced_purchases", "purchases_by_period", "dated_payments", "dated_receipts", "reporting_growers", "words",
    "money_by_period", "ledger", "buyer_ledger",
    # Wages, and the premium beside them (section 9); here, for what they need is let go of early
    "grower_terms", "worker_weeks", "premium_repeats", "premium_dated", "premium_by_check", "floored_weeks", "wages",
    # What a pool is shared by (section 6)
    "worked", "period_basis", "measured_work", "worker_basis", "basis_periods",
    # The pool (section 5) and what each worker is to have of it (section 6)
    "origin_pools", "pool_checks", "roads", "buyer_paid_dates", "origins", "landed_pools", "shares",
    # What reached the worker (section 7)
    "premium_pooled", "worker_paid", "reached", "entitlements", "pool_sums", "uneven_pools", "pools", "premium_lines",
    # Pass-through (section 8)
    "pool_buyers", "passthrough_pool", "passthrough_distributable", "passthrough_reached", "passthrough",
    "not_landed", "buyer_answers",
    # Evidence, and what could not be looked at
    "volume_rows", "volumes", "ledger_rows", "origin_rows", "pool_rows", "questioned_weeks",
    "questioned_lines", "worker_rows", "unchecked",
)  # fmt: skip

CHECKS = (
    _check("buyer_underpaid", "purchases", "payments or receipts"),
    _check("buyer_overpaid", "purchases", "payments or receipts"),
    _check("buyer_paid_late", "payments"),
    _check("volume_mismatch", "purchases", "sales"),
    _check("receipt_mismatch", "payments", "receipts"),
    _check("rate_missing", "purchases"),
    _check("purchase_while_suspended", "purchases", "standing"),
    _check("pool_negative", "payroll", "pool money"),
    _check("pool_without_basis", "payroll", "pool money"),
    _check("pool_undistributed", "payroll", "pool money"),
    _check("pool_short", "payroll", "pool money"),
    _check("premium_missing", "payroll", "pool money"),
    _check("premium_short", "payroll", "pool money"),
    _check("premium_over", "payroll", "pool money"),
    _check("premium_late", "payroll", "pool money"),
    _check("premium_unqualified", "payroll", "pool money"),
    _check("premium_orphan", "payroll", "pool money"),
    _check("premium_duplicate", "payroll", "pool money"),
    _check("premium_reversed", "payroll", "pool money"),
    _check("premium_clawback", "payroll", "pool money"),
    _check("wage_floor_short", "payroll", "growers", "minimum wages"),
    _check("premium_offset", "payroll", "growers", "minimum wages"),
    _check("hours_missing", "payroll"),
    _check("class_missing", "payroll"),
)

CONCLUSIONS = _steps(
    "identified", "findings", "evidence", "identities", "totals", "grower_totals", "flow_in", "flow_out", "flow"
)  # fmt: skip
"""Steps that read what the checks found."""

PROOFS = tuple(
    Sql(name, "proofs")
    for name in (
        "rows_are_placed",
        "due_is_in_or_outstanding",
        "pool_money_lands",
        "pool_is_kept_and_shared",
        "share_reaches_or_is_short",
        "premium_lines_count_once",
        "counted_reaches_or_exceeds",
        "passthrough_adds_up",
        "wages_are_whole",
        "every_basis_has_its_share",
        "findings_are_proved",
        "flow_adds_up",
    )
)

KINDS = tuple(check.name for check in CHECKS)
