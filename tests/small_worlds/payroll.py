"""Wage lines: who has a basis where, who is paid below the minimum, and whose class or hours are missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from oracle.world import Cells

from .draw import Draft, days_after, decimal_text

KINDS = ("piece", "piece", "hourly", "hourly", "overtime", "makeup", "other_wage")


def add_wages(draft: Draft) -> None:
    """Wages for most workers in most periods; whole periods are off season, some for every worker alike."""
    rng = draft.rng
    for grower in draft.growers:
        season = [period for period in draft.periods if draft.chance(0.72)]
        alike = draft.chance(0.3)
        for period in season:
            nobody_qualifies = draft.chance(0.06)
            hours = rng.choice((40_000, 10_000, 83_333, 1, 400_000))
            for worker in draft.workers[grower]:
                if not alike:
                    hours = rng.choice((40_000, 10_000, 83_333, 75_000, rng.randint(1, 500_000)))
                if draft.chance(0.1):
                    hours = 1
                if draft.chance(0.88):
                    add_pay_period(draft, (grower, worker), period, hours, nobody_qualifies)


def add_pay_period(draft: Draft, who: tuple[str, str], period: date, hours: int, unclassed: bool) -> None:
    """One or two wage lines of a grower's worker, for a pay period that ends in this period."""
    rng, (grower, worker) = draft.rng, who
    end = draft.day_in(period)
    start = days_after(end, -6)
    check = days_after(end, rng.choice((0, 3, 5, 7)))
    for _ in range(rng.choice((1, 1, 2))):
        kind = rng.choice(KINDS)
        row: Cells = {
            "line_id": draft.new_id("l") if draft.chance(0.7) else None,
            "grower_id": grower,
            "worker_id": worker,
            "check_id": f"c{check.toordinal() % 97}",
            "check_date": check.isoformat(),
            "period_start": start.isoformat(),
            "period_end": end.isoformat(),
            "pay_code": kind.upper()[:2],
            "kind": kind,
            "job_class": job_class(draft, unclassed),
            "units": decimal_text(rng, hours * 3, 4) if kind == "piece" or draft.chance(0.5) else None,
            "hours": None if draft.chance(0.12) else decimal_text(rng, -hours if draft.chance(0.02) else hours, 4),
            "rate": rng.choice((None, None, "15", "0.6500")),
            "amount": decimal_text(rng, wage_cents(draft, hours, start), 2),
            "for_period": None,
        }
        draft.add("payroll", row)
        if draft.chance(0.05):
            reverse(draft, row)


def job_class(draft: Draft, unclassed: bool) -> str | None:
    """Mostly a qualifying one; else none, one that does not qualify, or one that only looks like it."""
    if unclassed or draft.chance(0.12):
        return draft.rng.choice((None, "packing", draft.program["work"]["qualifying"][0].upper()))
    return str(draft.rng.choice(draft.program["work"]["qualifying"]))


def wage_cents(draft: Draft, hours: int, start: date) -> int:
    """Around the minimum wage: exactly, a cent or a little below it, or well above; huge in huge worlds."""
    rng = draft.rng
    if draft.scale == "huge":
        return rng.randint(10**9, 10 ** rng.choice((10, 13, 16)))
    if hours == 1:
        return rng.choice((0, 1, 1, 2))  # hardly there: a basis, and yet no whole cent of the pool
    place = next(iter(draft.terms.minimum), None)
    minimum = draft.terms.minimum_on(place, start) or Fraction(1500)
    required = int(hours * minimum / 10_000)
    return required + rng.choice((0, 0, 1, -1, -2, -40, -500, required, required, 700, rng.randint(0, 5000)))


def reverse(draft: Draft, row: Cells) -> None:
    """A void: the same line with every number negative, so that sums come to nothing."""
    back = {**row, "line_id": None if row["line_id"] is None else f"{row['line_id']}-void"}
    for name in ("units", "hours", "amount"):
        if draft.chance(0.9) and row[name] is not None:
            back[name] = f"-{row[name]}".replace("--", "")
    draft.add("payroll", back)
