"""The first sentence of the report, and the few that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.money import dollars
from reports.spell import count, day

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Answer:
    """What workers were due by the run's day and what became of it (`sql/answer.sql`)."""

    due_cents: int
    missing_cents: int
    pending_cents: int
    due_workers: int
    due_growers: int
    short_workers: int
    short_growers: int
    beyond_rounding_workers: int
    pending_workers: int
    stranded_cents: int
    stranded_growers: int
    waiting_cents: int
    tolerance_cents: int
    pool: str
    buyers_due_cents: int | None
    money_in_cents: int | None


def sentence(answer: Answer, as_of: date, no_pool_checks: str, *, gaps: bool) -> str:
    """Say in a sentence whether the premium reached the workers.

    Args:
        answer: the sums.
        as_of: the day on which the run looked at the world.
        no_pool_checks: why nothing can be said of workers, or nothing.
        gaps: something was not looked at, so that "everything" needs a grain of salt.
    """
    by = day(as_of)
    seen = " As far as could be checked." if gaps else ""
    if no_pool_checks:
        return nobody_can_say(no_pool_checks)
    if answer.missing_cents > 0:
        return (
            f"{dollars(answer.missing_cents)} of the {dollars(answer.due_cents)} that workers were due by {by} did not "
            f"reach their paychecks: {count(answer.short_workers, 'worker')} of {answer.due_workers:,}, "
            f"at {count(answer.short_growers, 'grower')}."
        )
    if answer.stranded_cents > 0:
        return (
            f"{dollars(answer.stranded_cents)} of premium that workers were due by {by} was never shared out, "
            f"at {count(answer.stranded_growers, 'grower')}."
        )
    if answer.due_cents > 0:
        return (
            f"Everything reached the workers: all {dollars(answer.due_cents)} that they were due by {by} is on their "
            f"paychecks ({count(answer.due_workers, 'worker')}, {count(answer.due_growers, 'grower')}).{seen}"
        )
    return f"No premium was due on workers’ paychecks by {by}.{seen}"


def nobody_can_say(why: str) -> str:
    """Say that nothing can be said of workers, and why."""
    return f"Nobody can say whether the premium reached the workers: {why}."


def beside(answer: Answer, no_pool_checks: str) -> tuple[str, ...]:
    """Say what the first sentence leaves out: what is pending, what was never shared out, what buyers paid."""
    said = []
    if answer.short_workers > answer.beyond_rounding_workers:
        said.append(
            f"{answer.beyond_rounding_workers:,} of them by more than the "
            f"{dollars(answer.tolerance_cents)} that is forgiven as rounding."
        )
    if answer.missing_cents and answer.stranded_cents:
        said.append(
            f"A further {dollars(answer.stranded_cents)} of the workers’ share was never shared out, at "
            f"{count(answer.stranded_growers, 'grower')}: no payroll to share it over came by the deadline."
        )
    if answer.pending_cents:
        said.append(
            f"{dollars(answer.pending_cents)} more is pending for {count(answer.pending_workers, 'worker')}: "
            "its deadline has not passed."
        )
    if answer.waiting_cents:
        said.append(
            f"{dollars(answer.waiting_cents)} is waiting for a payroll to be shared over; its deadline has not passed."
        )
    if no_pool_checks and answer.money_in_cents is not None:
        due = "an unknown sum" if answer.buyers_due_cents is None else dollars(answer.buyers_due_cents)
        said.append(f"Buyers owed {due} and paid {dollars(answer.money_in_cents)}.")
    return tuple(said)
