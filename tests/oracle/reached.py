"""Section 7: the premium lines, which of them count, and what reached each worker."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .basis import Bases, GrowerPeriod, premium_period
from .pools import Pool
from .shares import shares
from .terms import Program
from .world import PayLine, Records, round_half_away

Worker = tuple[str, date, str]


@dataclass
class PremiumLine:
    """A pay line of kind `premium`: its period, and the pool that its road leads to (None: no pool)."""

    line: PayLine
    line_period: date
    pool_period: date | None
    duplicate: bool


@dataclass
class Entitlement:
    """A worker in a pool. `basis` None: no entitlement there."""

    pool: Pool
    worker: str
    basis: int | None
    entitled: int
    lines: list[PremiumLine] = field(default_factory=list)
    status: str = ""

    @property
    def paid(self) -> int:
        """Section 7: the sum "of the worker's counted premium lines in the pool"."""
        return sum(one.line.amount for one in self.lines)

    @property
    def reached(self) -> int:
        """Section 7: max(0, min(paid_i, entitled_i))."""
        return max(0, min(self.paid, self.entitled))

    @property
    def short(self) -> int:
        """Section 7: entitled_i - reached_i."""
        return self.entitled - self.reached

    @property
    def excess(self) -> int:
        """Section 7: paid_i - reached_i."""
        return self.paid - self.reached


def repeats(program: Program, lines: list[PayLine]) -> set[PayLine]:
    """Section 7: the positive premium lines that repeat another; "the first is the one with the smallest
    line_id (lines without one come after), then source file and row"."""
    alike: dict[tuple[Any, ...], list[PayLine]] = defaultdict(list)
    for line in lines:
        if line.amount > 0:
            same = (
                line.grower,
                line.worker,
                line.check_id,
                line.check_date,
                line.period_start,
                line.period_end,
            )
            alike[(*same, line.pay_code, premium_period(program, line), line.amount)].append(line)
    repeated: set[PayLine] = set()
    for group in alike.values():
        group.sort(key=lambda one: (one.line_id is None, (one.line_id or "").encode(), one.source))
        repeated.update(group[1:])
    return repeated


def premium_lines(
    records: Records, program: Program, bases: Bases, pools: dict[GrowerPeriod, Pool]
) -> list[PremiumLine]:
    """Section 5: "a line of period P belongs to the pool of the first period >= P with a basis"."""
    lines = [line for line in records.payroll or [] if line.kind == "premium"]
    repeated = repeats(program, lines)
    result = []
    for line in lines:
        period = premium_period(program, line)
        landing = bases.landing(line.grower, period)
        pool = landing if landing is not None and (line.grower, landing) in pools else None
        result.append(PremiumLine(line, period, pool, line in repeated))
    return result


def entitlements(
    bases: Bases, pools: dict[GrowerPeriod, Pool], lines: list[PremiumLine], tolerance: Any, as_of: date
) -> dict[Worker, Entitlement]:
    """Section 11: "every worker with an entitlement or a counted premium line in a pool"."""
    rows: dict[Worker, Entitlement] = {}
    for place, pool in pools.items():
        weights = bases.of_workers[place]
        for worker, entitled in shares(pool.distributable, weights).items():
            rows[(*place, worker)] = Entitlement(pool, worker, weights[worker], entitled)
    for one in lines:
        if one.pool_period is not None and not one.duplicate:
            key = (one.line.grower, one.pool_period, one.line.worker)
            if key not in rows:
                rows[key] = Entitlement(pools[(one.line.grower, one.pool_period)], one.line.worker, None, 0)
            rows[key].lines.append(one)
    for row in rows.values():
        row.status = status(row, tolerance, as_of)
    return dict(sorted(rows.items()))


def status(row: Entitlement, tolerance: Any, as_of: date) -> str:
    """Section 7's table: "first that fits"."""
    if row.basis is None:
        return "unqualified"
    if row.short > tolerance and not row.pool.overdue(as_of):
        return "pending"
    if row.entitled > tolerance and not row.lines:
        return "missing"
    if row.short > tolerance:
        return "short"
    return "over" if row.excess > tolerance else "paid"


def cause(pool: Pool, workers: list[Entitlement], tolerance: Any, as_of: date) -> str | None:
    """Section 7: why a pool is `pool_short`; None where it is not. `workers` are all workers in the pool."""
    reached = sum(row.reached for row in workers)
    if reached >= pool.distributable or not pool.overdue(as_of):
        return None
    if reached == 0:
        return "not_distributed"
    entitled = [row for row in workers if row.basis is not None]
    all_paid = sum(row.paid for row in entitled)
    for row in entitled:
        alike = round_half_away(row.entitled * all_paid, pool.distributable)
        if (row.entitled > 0 and row.paid <= 0) or abs(row.paid - alike) > tolerance:
            return "uneven"
    return "over_retained"
