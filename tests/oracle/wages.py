"""Section 9: wages, per worker and pay period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .basis import grower_row
from .reached import repeats
from .terms import Program
from .world import Records, round_half_away

WagePeriod = tuple[str, str, date, date]


@dataclass
class Wage:
    """A grower's worker in a pay period. `required` None: no hours, no place or no minimum wage."""

    grower: str
    worker: str
    period_start: date
    period_end: date
    earned: int = 0
    hours: int = 0
    piece_units: int = 0
    has_wages: bool = False
    unclassed_lines: int = 0
    unclassed: int = 0
    premium: int = 0
    required: int | None = None

    @property
    def ref(self) -> str:
        """Section 10: `period_start|period_end`."""
        return f"{self.period_start.isoformat()}|{self.period_end.isoformat()}"


def worker_periods(records: Records, program: Program) -> list[Wage]:
    """Section 9: the sums per (grower, worker, period_start, period_end); premium "duplicates not"."""
    rows: dict[WagePeriod, Wage] = {}
    payroll = records.payroll or []
    repeated = repeats(program, [line for line in payroll if line.kind == "premium"])
    for line in payroll:
        key = (line.grower, line.worker, line.period_start, line.period_end)
        row = rows.setdefault(key, Wage(*key))
        if line.kind == "premium" and line not in repeated:
            row.premium += line.amount
        if not line.is_wage:
            continue
        row.has_wages = True
        row.earned += line.amount
        row.hours += line.hours or 0
        if line.kind == "piece":
            row.piece_units += line.units or 0
        if line.job_class is None:
            row.unclassed_lines += 1
            row.unclassed += line.amount
    return [row for _, row in sorted(rows.items()) if row.has_wages]


def wages(records: Records, program: Program) -> list[Wage]:
    """Section 9: required = round(hours x minimum wage in force at the grower's `place`, both on start)."""
    rows = worker_periods(records, program)
    for row in rows:
        grower = grower_row(records, row.grower, row.period_start)
        minimum = program.minimum_on(grower.place if grower is not None else None, row.period_start)
        if row.hours > 0 and minimum is not None:
            row.required = round_half_away(row.hours * minimum.numerator, 10_000 * minimum.denominator)
    return rows
