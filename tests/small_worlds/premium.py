"""Premium lines around what each worker is owed, and how premium is lost, doubled or taken back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from oracle.facts import Facts
from oracle.pools import Pool
from oracle.world import Cells

from .draw import Draft, days_after, decimal_text

SHAVES = (
    Fraction(1, 2),
    Fraction(9, 10),
    Fraction(97, 100),
    Fraction(99, 100),
    Fraction(20, 23),
    Fraction(3, 2),
)


def add_premium(draft: Draft) -> Facts:
    """Pay every pool in one of several styles, odd lines among them; returns the facts before any premium."""
    facts = draft.facts()
    for place, pool in facts.pools.items():
        style = draft.rng.choices(("exact", "shaved", "cent less", "none", "mixed"), (24, 18, 8, 8, 42))[0]
        shave = draft.rng.choice(SHAVES)
        for one in facts.workers_of(place):
            for amount in amounts(draft, style, shave, one.entitled):
                add_line(draft, pool, one.worker, amount)
        if draft.chance(0.12):
            add_line(draft, pool, "crew leader", draft.rng.choice((1, 99, 100, 150, -20)))
    for row in [row for row in draft.rows.get("payroll", ()) if row["kind"] == "premium"]:
        add_oddity(draft, row)
    if draft.chance(0.12):
        add_stray(draft)
    return facts


def amounts(draft: Draft, style: str, shave: Fraction, entitled: int) -> list[int]:
    """The amounts of a worker's lines."""
    if entitled == 0 and style in ("shaved", "cent less"):
        return draft.rng.choice(([], [], [0], [1], [40]))
    alike = {
        "exact": [entitled],
        "shaved": [round(entitled * shave)],
        "cent less": [max(entitled - 1, 1)],
        "none": [],
    }
    if style in alike:
        return alike[style]
    edge = int(draft.terms.tolerance)
    near = (
        entitled,
        entitled - edge,
        entitled - edge - 1,
        entitled + edge,
        entitled + edge + 1,
        entitled - 1,
    )
    rest: tuple[list[int], ...] = (
        [],
        [0],
        [entitled // 2],
        [entitled // 3, entitled - entitled // 3],
        [-5],
        [100],
    )
    doubled = [entitled, entitled]
    if draft.chance(0.6):
        return [draft.rng.choice(near)]
    return draft.rng.choice((*rest, doubled))


def add_line(draft: Draft, pool: Pool, worker: str, amount: int) -> None:
    """A premium line whose road nearly always leads to this pool, by its `for_period` or its pay period."""
    rng = draft.rng
    if draft.chance(0.45):
        start, end = own_pay_period(draft, pool, worker)
        origin = rng.choice(pool.origins).period
        named = draft.day_in(rng.choice((pool.period, pool.period, origin))).isoformat()
    else:
        end = draft.day_in(draft.forward(pool.period, draft.terms.payout_lag))
        start, named = days_after(end, -6), None
    early = min(days_after(max(end, pool.period), rng.choice((0, 3, 7))), pool.deadline)
    check = rng.choice((early, early, early, pool.deadline, days_after(pool.deadline, rng.choice((1, 30)))))
    row: Cells = {
        "line_id": draft.new_id("l") if draft.chance(0.7) else None,
        "grower_id": pool.grower,
        "worker_id": worker,
        "check_id": f"c{check.toordinal() % 97}",
        "check_date": check.isoformat(),
        "period_start": start.isoformat(),
        "period_end": end.isoformat(),
        "pay_code": "FFP",
        "kind": "premium",
        "job_class": None,
        "units": None,
        "hours": rng.choice((None, None, "8")),
        "rate": None,
        "amount": decimal_text(rng, amount, 2),
        "for_period": named,
    }
    draft.add("payroll", row)


def own_pay_period(draft: Draft, pool: Pool, worker: str) -> tuple[date, date]:
    """A pay period in which the worker has wages, else the pool's days: there premium may hide a low wage."""
    own = [
        row
        for row in draft.rows.get("payroll", ())
        if row["grower_id"] == pool.grower and row["worker_id"] == worker and row["kind"] != "premium"
    ]
    if not own:
        return pool.period, draft.calendar.last_day(pool.period)
    row = draft.rng.choice(own)
    return date.fromisoformat(str(row["period_start"])), date.fromisoformat(str(row["period_end"]))


def pay_start(row: Cells) -> date:
    """The first day of a line's pay period."""
    return date.fromisoformat(str(row["period_start"]))


def renamed(draft: Draft, row: Cells) -> Cells:
    """The same line once more, with another line_id or none."""
    return {**row, "line_id": draft.new_id("l") if draft.chance(0.6) else None}


def add_oddity(draft: Draft, row: Cells) -> None:
    """Repeat a line (truly or nearly), reverse it, or take it back in another column of the same check."""
    rng = draft.rng
    amount = str(row["amount"])
    back = amount[1:] if amount.startswith("-") else f"-{amount}"
    if draft.chance(0.05):
        draft.add("payroll", renamed(draft, row))
    if draft.chance(0.03):
        changed = rng.choice(("check_id", "pay_code", "worker_id", "for_period", "period_start"))
        value = "other" if changed.endswith(("_id", "code")) else days_after(pay_start(row), -40).isoformat()
        draft.add("payroll", {**renamed(draft, row), changed: value})
    if draft.chance(0.04):
        draft.add("payroll", {**renamed(draft, row), "amount": back})
    if draft.chance(0.12) or (amount in ("1", "1.00", "0.99", "100") and draft.chance(0.7)):
        kind = rng.choice(("deduction", "deduction", "bonus", "other_wage", "reimbursement", "tax"))
        taken = amount if kind == "deduction" and draft.chance(0.5) else back
        other: Cells = {
            **renamed(draft, row),
            "kind": kind,
            "pay_code": "ADV",
            "amount": taken,
            "hours": None,
        }
        if draft.chance(0.15):
            other["grower_id"] = rng.choice(draft.growers)
        if draft.chance(0.1):
            other["check_date"] = days_after(date.fromisoformat(str(row["check_date"])), 1).isoformat()
        draft.add("payroll", other)


def add_stray(draft: Draft) -> None:
    """A premium line for a period that may lead nowhere: after the last basis, or to one without money."""
    payroll = [row for row in draft.rows.get("payroll", ()) if row["kind"] == "premium"]
    if payroll:
        period = draft.forward(draft.periods[-1], draft.rng.randint(0, 3))
        row = renamed(draft, draft.rng.choice(payroll))
        draft.add(
            "payroll",
            {**row, "for_period": period.isoformat(), "amount": draft.rng.choice(("2.50", "-1", "0"))},
        )
