"""The tables of the contract: what comes in (section 2) and what is given out (section 11).

This page is data. The reader types files by it, `premium schema` prints it, the docs are generated from it, and the
tests hold the engine's outputs to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Type = Literal["id", "text", "date", "money", "number", "choice"]

WAGE_KINDS = ("piece", "hourly", "overtime", "makeup", "other_wage")
PAY_KINDS = (*WAGE_KINDS, "premium", "bonus", "deduction", "tax", "reimbursement")
PAYMENT_MODES = ("separate", "embedded")
STANDINGS = ("participating", "probation", "suspended")
BASES = ("gross", "hours", "units", "equal")


@dataclass(frozen=True, slots=True)
class Column:
    """One column as people write it.

    `absent` is what a rule reads where the cell is empty, for those columns in which absent and zero mean the same
    to every rule (an unrecorded hour adds nothing); None keeps the absence.
    """

    name: str
    type: Type
    meaning: str
    required: bool = True
    choices: tuple[str, ...] = ()
    absent: str | int | None = None

    @property
    def stored(self) -> str:
        """The column's name once typed, with its unit last: `amount_cents`, `hours_e4`."""
        return {"money": f"{self.name}_cents", "number": f"{self.name}_e4"}.get(self.type, self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """One table of records: its columns, what makes a row itself, and the day that decides whether it is looked at."""

    name: str
    whose: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    day: str | None = None

    @property
    def identifier(self) -> str:
        """The column that a second use of the same key is reported under."""
        return self.key[-1]

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        return {c.name: c for c in self.columns}[name]


def _id(name: str, meaning: str, *, required: bool = True) -> Column:
    return Column(name, "id", meaning, required)


_BUYER = _id("buyer_id", "the buyer")
_GROWER = _id("grower_id", "the grower")
_FOR_PERIOD = Column("for_period", "date", "a day of the period that the money is for", required=False)
_MODE = Column(
    "payment_mode",
    "choice",
    "whether the premium is paid separately or inside the price",
    required=False,
    choices=PAYMENT_MODES,
    absent="separate",
)
_GOODS = (
    Column("product", "text", "what was sold, in the program's words"),
    Column("unit", "text", "the unit that quantity counts"),
    Column("quantity", "number", "how much; negative for credits and rejected loads"),
    Column("ship_date", "date", "the day the goods left the farm"),
    _MODE,
)

PURCHASES = Table(
    "purchases", "buyer", (_id("purchase_id", "the buyer's own number"), _BUYER, _GROWER, *_GOODS),
    key=("buyer_id", "purchase_id"), day="ship_date",
)  # fmt: skip
SALES = Table(
    "sales", "grower", (_id("sale_id", "the grower's own number"), _BUYER, _GROWER, *_GOODS),
    key=("grower_id", "sale_id"), day="ship_date",
)  # fmt: skip
PAYMENTS = Table(
    "payments", "buyer",
    (
        _id("payment_id", "the buyer's own number"), _BUYER, _GROWER,
        Column("paid_date", "date", "the day the buyer paid"),
        Column("amount", "money", "premium paid; negative for refunds"), _FOR_PERIOD,
    ),
    key=("buyer_id", "payment_id"), day="paid_date",
)  # fmt: skip
RECEIPTS = Table(
    "receipts", "grower",
    (
        _id("receipt_id", "the grower's own number"), _BUYER, _GROWER,
        Column("received_date", "date", "the day the grower received it"),
        Column("amount", "money", "premium received; negative for money returned"), _FOR_PERIOD,
    ),
    key=("grower_id", "receipt_id"), day="received_date",
)  # fmt: skip
PAYROLL = Table(
    "payroll", "grower",
    (
        _id("line_id", "the payroll system's number of the line", required=False), _GROWER,
        _id("worker_id", "the worker, as the payroll system knows them"),
        _id("check_id", "the paycheck"),
        Column("check_date", "date", "the day on the paycheck"),
        Column("period_start", "date", "first day of the pay period"),
        Column("period_end", "date", "last day of the pay period"),
        Column("pay_code", "text", "the payroll system's own code"),
        Column("kind", "choice", "what the line is", choices=PAY_KINDS),
        Column("job_class", "text", "the class of work done", required=False, absent=""),
        Column("units", "number", "piece units", required=False, absent=0),
        Column("hours", "number", "hours", required=False, absent=0),
        Column("rate", "number", "dollars per unit or hour", required=False),
        Column("amount", "money", "dollars on the line; negative for reversals"), _FOR_PERIOD,
    ),
    key=("grower_id", "line_id"), day="check_date",
)  # fmt: skip
GROWERS = Table(
    "growers", "monitor",
    (
        _GROWER, Column("from_date", "date", "first day on which the row holds (empty: always)", required=False),
        Column("name", "text", "the grower's name", required=False),
        Column("place", "text", "whose minimum wage applies", required=False),
        Column("basis", "choice", "what the grower declared to share the pool by", required=False, choices=BASES),
    ),
    key=("grower_id", "from_date"),
)  # fmt: skip
STANDING = Table(
    "standing", "monitor",
    (
        _GROWER, Column("standing", "choice", "the grower's standing", choices=STANDINGS),
        Column("from_date", "date", "first day of that standing"),
        Column("until_date", "date", "first day on which it no longer holds", required=False),
    ),
    key=("grower_id", "from_date"),
)  # fmt: skip

INPUTS: dict[str, Table] = {t.name: t for t in (PURCHASES, SALES, PAYMENTS, RECEIPTS, PAYROLL, GROWERS, STANDING)}


@dataclass(frozen=True, slots=True)
class Output:
    """One table of the answer: columns as `name: SQL type`, and the columns that its rows are sorted by."""

    name: str
    key: tuple[str, ...]
    columns: dict[str, str] = field(default_factory=dict)


def _output(name: str, key: str, *columns: str) -> Output:
    """Read `name type` pairs; `…_cents` columns need no type (BIGINT), nor do identifiers and words (VARCHAR)."""
    pairs = (c.partition(" ") for c in columns)
    types = {n: t or ("BIGINT" if n.endswith("_cents") else "VARCHAR") for n, _, t in pairs}
    return Output(name, tuple(key.split()), types)


OUTPUTS: dict[str, Output] = {
    o.name: o
    for o in (
        _output("buyer_ledger", "buyer_id grower_id period",
                "buyer_id", "grower_id", "period DATE", "due_cents", "paid_cents", "received_cents",
                "outstanding_cents"),
        _output("origins", "grower_id period",
                "grower_id", "period DATE", "landed_period DATE", "pool_cents", "retained_cents",
                "distributable_cents", "deadline DATE"),
        _output("pools", "grower_id period",
                "grower_id", "period DATE", "pool_cents", "retained_cents", "distributable_cents", "deadline DATE",
                "reached_cents", "short_cents", "excess_cents", "cause"),
        _output("entitlements", "grower_id period worker_id",
                "grower_id", "period DATE", "worker_id", "basis BIGINT", "entitled_cents", "paid_cents",
                "reached_cents", "short_cents", "excess_cents", "status"),
        _output("premium_lines", "grower_id worker_id line_id source_file source_row",
                "grower_id", "worker_id", "line_id", "line_period DATE", "period DATE", "amount_cents", "status",
                "source_file", "source_row BIGINT"),
        _output("passthrough", "buyer_id grower_id period",
                "buyer_id", "grower_id", "period DATE", "pool_cents", "retained_cents", "distributable_cents",
                "reached_cents", "short_cents"),
        _output("wages", "grower_id worker_id period_start period_end",
                "grower_id", "worker_id", "period_start DATE", "period_end DATE", "earned_cents", "required_cents",
                "premium_cents"),
        _output("findings", "finding_id",
                "finding_id", "kind", "answers", "buyer_id", "grower_id", "worker_id", "period DATE", "ref",
                "amount_cents", "quantity DECIMAL(28,8)", "article", "class", "title", "remedy",
                "remedy_days INTEGER"),
        _output("evidence", "finding_id source_file source_row", "finding_id", "source_file", "source_row BIGINT"),
        _output("rejects", "table_name source_file source_row",
                "table_name", "source_file", "source_row BIGINT", "column_name", "value", "reason"),
    )
}  # fmt: skip
