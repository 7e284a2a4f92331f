"""Sections 3, 5 and 6: what a pool is shared by, and the roads from a period to the pool that pays it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from .periods import in_force
from .terms import Program
from .world import GrowerRow, PayLine, Records

GrowerPeriod = tuple[str, date]


def wage_period(program: Program, line: PayLine) -> date:
    """Section 1: "pay line that is wages: the one that holds `period_end`"."""
    return program.calendar.period_of(line.period_end)


def premium_period(program: Program, line: PayLine) -> date:
    """Section 1: "the one that holds `for_period`; when that is empty, the one that holds `period_end`,
    moved back by `payout_lag` periods"."""
    if line.for_period is not None:
        return program.calendar.period_of(line.for_period)
    return program.calendar.back(program.calendar.period_of(line.period_end), program.payout_lag)


def grower_row(records: Records, grower: str, day: date) -> GrowerRow | None:
    """Section 2: a `growers` row holds "from `from_date` (empty: always) until the grower's next one"."""
    return in_force([row for row in records.growers or [] if row.grower == grower], day)


def basis_in_force(records: Records, program: Program, grower: str, period: date) -> str:
    """Section 3: "a grower's own declared `basis`, in force on the period's first day, overrides it"."""
    row = grower_row(records, grower, period)
    return row.basis if row is not None and row.basis is not None else program.basis


def measure(line: PayLine, basis: str) -> int:
    """Section 6: amount in cents (gross, and what equal asks to be above zero), or ten-thousandths."""
    if basis == "hours":
        return line.hours or 0
    if basis == "units":
        return line.units or 0
    return line.amount


@dataclass
class Bases:
    """Who has a basis where: grower and period -> worker -> basis, never zero or less."""

    of_workers: dict[GrowerPeriod, dict[str, int]]
    with_wages: set[GrowerPeriod]
    periods: dict[str, list[date]]

    def landing(self, grower: str, period: date) -> date | None:
        """Section 5: "the first period >= P with a basis"; None where there is none."""
        return next((held for held in self.periods.get(grower, []) if held >= period), None)


def bases(records: Records, program: Program) -> Bases:
    """Section 6: "the sum over their qualifying lines"; "sums of zero or less count as no basis"."""
    sums: dict[GrowerPeriod, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with_wages: set[GrowerPeriod] = set()
    for line in records.payroll or []:
        if not line.is_wage:
            continue
        place = (line.grower, wage_period(program, line))
        with_wages.add(place)
        if line.job_class in program.qualifying:
            sums[place][line.worker] += measure(line, basis_in_force(records, program, *place))
    of_workers: dict[GrowerPeriod, dict[str, int]] = {}
    periods: dict[str, list[date]] = defaultdict(list)
    for place, by_worker in sorted(sums.items()):
        equal = basis_in_force(records, program, *place) == "equal"
        held = {worker: (1 if equal else total) for worker, total in by_worker.items() if total > 0}
        if held:
            of_workers[place] = held
            periods[place[0]].append(place[1])
    return Bases(of_workers, with_wages, dict(periods))
