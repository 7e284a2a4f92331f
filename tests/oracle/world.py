"""The typed rows of contract section 2, and the input and output types of the oracle.

Amounts are integer cents; quantities, units and hours are integer ten-thousandths. Nothing here is a float.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

Cells = dict[str, str | None]
World = dict[str, dict[str, list[Cells]]]
Rows = list[dict[str, Any]]
Tables = dict[str, Rows]

WAGE_KINDS = frozenset({"piece", "hourly", "overtime", "makeup", "other_wage"})
OTHER_KINDS = frozenset({"premium", "bonus", "deduction", "tax", "reimbursement"})
BASES = frozenset({"gross", "hours", "units", "equal"})
STANDINGS = frozenset({"participating", "probation", "suspended"})
MODES = frozenset({"separate", "embedded"})


@dataclass(frozen=True, order=True)
class Source:
    """Section 2: "a row is known by its source file and its row ... the header is 1, the first record 2"."""

    file: str
    row: int


@dataclass(frozen=True)
class Shipment:
    """A row of `purchases` or of `sales` (section 2: the same columns but for the name of the id)."""

    id: str
    buyer: str
    grower: str
    product: str
    unit: str
    quantity: int
    ship_date: date
    mode: str
    source: Source


@dataclass(frozen=True)
class Transfer:
    """A row of `payments` or of `receipts` (section 2)."""

    id: str
    buyer: str
    grower: str
    day: date
    amount: int
    for_period: date | None
    source: Source


@dataclass(frozen=True)
class PayLine:
    """A row of `payroll` (section 2)."""

    line_id: str | None
    grower: str
    worker: str
    check_id: str
    check_date: date
    period_start: date
    period_end: date
    pay_code: str
    kind: str
    job_class: str | None
    units: int | None
    hours: int | None
    amount: int
    for_period: date | None
    source: Source

    @property
    def name(self) -> str:
        """Section 2: "a pay line without a `line_id` is called `source_file:row`"."""
        return self.line_id if self.line_id is not None else f"{self.source.file}:{self.source.row}"

    @property
    def is_wage(self) -> bool:
        """Section 2: "*Wages* are the first five" kinds."""
        return self.kind in WAGE_KINDS


@dataclass(frozen=True)
class GrowerRow:
    """A row of `growers` (section 2): holds from `from_date` (None: always) until the grower's next one."""

    grower: str
    from_date: date | None
    place: str | None
    basis: str | None
    source: Source


@dataclass(frozen=True)
class StandingRow:
    """A row of `standing` (section 2)."""

    grower: str
    standing: str
    from_date: date
    until_date: date | None
    source: Source


@dataclass
class Records:
    """What is looked at. None is an absent table: "nobody reported that", never "all zero" (section 2)."""

    purchases: list[Shipment] | None = None
    sales: list[Shipment] | None = None
    payments: list[Transfer] | None = None
    receipts: list[Transfer] | None = None
    payroll: list[PayLine] | None = None
    growers: list[GrowerRow] | None = None
    standing: list[StandingRow] | None = None
    rejects: Rows = field(default_factory=list)
    later: dict[str, int] = field(default_factory=dict)

    @property
    def receipt_growers(self) -> frozenset[str]:
        """Section 4: "a grower reported receipts when at least one of its rows is looked at"."""
        return frozenset(row.grower for row in self.receipts or [])


def round_half_away(numerator: int, denominator: int) -> int:
    """Contract, notation: "`round` is half away from zero"; the denominator is positive."""
    cents = (2 * abs(numerator) + denominator) // (2 * denominator)
    return cents if numerator >= 0 else -cents
