"""Everything that is computed before a check looks at it: sections 4 to 9 in their order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .basis import Bases, GrowerPeriod, bases
from .money_in import MoneyIn, money_in
from .pools import Origin, Pool, origins, pools, some_pool_money
from .reached import Entitlement, PremiumLine, Worker, cause, entitlements, premium_lines
from .terms import Program
from .wages import Wage, wages
from .world import Records


@dataclass
class Facts:
    """The computed world. Without payroll or pool money the pool side is empty (section 10)."""

    records: Records
    program: Program
    as_of: date
    money: MoneyIn
    bases: Bases
    origins: list[Origin]
    pools: dict[GrowerPeriod, Pool]
    lines: list[PremiumLine]
    entitlements: dict[Worker, Entitlement]
    causes: dict[GrowerPeriod, str | None]
    wages: list[Wage]
    pools_run: bool

    def workers_of(self, place: GrowerPeriod) -> list[Entitlement]:
        """All workers in a pool, entitled or not."""
        return [row for (grower, period, _), row in self.entitlements.items() if (grower, period) == place]


def compute(records: Records, program: Program, as_of: date) -> Facts:
    """Sections 4 to 9. Section 10: the pool and premium checks need "payroll and some pool money: an origin
    whose pool is not zero (without either no origin, pool, entitlement or premium line is given out)"."""
    money, base = money_in(records, program), bases(records, program)
    all_origins = origins(records, program, money, base)
    run = records.payroll is not None and some_pool_money(all_origins)
    given = all_origins if run else []
    all_pools = pools(given)
    lines = premium_lines(records, program, base, all_pools) if run else []
    workers = entitlements(base, all_pools, lines, program.tolerance, as_of)
    facts = Facts(
        records,
        program,
        as_of,
        money,
        base,
        given,
        all_pools,
        lines,
        workers,
        {},
        wages(records, program),
        run,
    )
    for place, pool in all_pools.items():
        facts.causes[place] = cause(pool, facts.workers_of(place), program.tolerance, as_of)
    return facts
