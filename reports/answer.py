"""The first sentence of the report and of the pages, and the few that must stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.money import dollars
from reports.languages import Speech, day

if TYPE_CHECKING:
    from datetime import date

ENGLISH = Speech("web", "en")


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
    buyers_outstanding_cents: int | None = None
    """What is due less what was paid, over the rows of the ledger of which both are known."""


def sentence(answer: Answer, as_of: date, no_pool_checks: str, *, gaps: bool, speech: Speech = ENGLISH) -> str:
    """Say in a sentence whether the premium reached the workers.

    Args:
        answer: the sums.
        as_of: the day on which the run looked at the world.
        no_pool_checks: why nothing can be said of workers, or nothing.
        gaps: something was not looked at, so that "everything" needs a grain of salt.
        speech: the language to say it in.
    """
    by = day(as_of, speech.language)
    if no_pool_checks:
        return nobody_can_say(no_pool_checks, speech)
    due = dollars(answer.due_cents)
    if answer.missing_cents > 0:
        return speech.say(
            "{missing} of the {due} that workers were due by {day} did not reach their paychecks: {short} of {all}, "
            "at {growers}.",
            missing=dollars(answer.missing_cents), due=due, day=by, all=f"{answer.due_workers:,}",
            short=_workers(answer.short_workers, speech), growers=_growers(answer.short_growers, speech),
        )  # fmt: skip
    if answer.stranded_cents > 0:
        return speech.say(
            "{stranded} of premium that workers were due by {day} was never shared out, at {growers}.",
            stranded=dollars(answer.stranded_cents), day=by, growers=_growers(answer.stranded_growers, speech),
        )  # fmt: skip
    seen = " " + speech.say("As far as could be checked.") if gaps else ""
    if answer.due_cents > 0:
        return speech.say(
            "Everything reached the workers: all {due} that they were due by {day} is on their paychecks "
            "({workers}, {growers}).",
            due=due, day=by, workers=_workers(answer.due_workers, speech), growers=_growers(answer.due_growers, speech),
        ) + seen  # fmt: skip
    return speech.say("No premium was due on workers’ paychecks by {day}.", day=by) + seen


def nobody_can_say(why: str, speech: Speech = ENGLISH) -> str:
    """Say that nothing can be said of workers, and why."""
    return speech.say("Nobody can say whether the premium reached the workers: {why}.", why=why)


def beside(answer: Answer, no_pool_checks: str, speech: Speech = ENGLISH) -> tuple[str, ...]:
    """Say what the first sentence leaves out: what is pending, what was never shared out, what buyers paid."""
    said = []
    if answer.short_workers > answer.beyond_rounding_workers:
        said.append(
            speech.say(
                "{workers} of them by more than the {tolerance} that is forgiven as rounding.",
                workers=f"{answer.beyond_rounding_workers:,}", tolerance=dollars(answer.tolerance_cents),
            )
        )  # fmt: skip
    if answer.missing_cents and answer.stranded_cents:
        said.append(
            speech.say(
                "A further {stranded} of the workers’ share was never shared out, at {growers}: no payroll to share "
                "it over came by the deadline.",
                stranded=dollars(answer.stranded_cents), growers=_growers(answer.stranded_growers, speech),
            )
        )  # fmt: skip
    if answer.pending_cents:
        said.append(
            speech.say(
                "{pending} more is pending for {workers}: its deadline has not passed.",
                pending=dollars(answer.pending_cents), workers=_workers(answer.pending_workers, speech),
            )
        )  # fmt: skip
    if answer.waiting_cents:
        said.append(
            speech.say(
                "{waiting} is waiting for a payroll to be shared over; its deadline has not passed.",
                waiting=dollars(answer.waiting_cents),
            )
        )
    if no_pool_checks and answer.money_in_cents is not None:
        paid = dollars(answer.money_in_cents)
        if answer.buyers_due_cents is None:
            said.append(speech.say("Buyers owed an unknown sum and paid {paid}.", paid=paid))
        else:
            owed = dollars(answer.buyers_due_cents)
            said.append(speech.say("Buyers owed {owed} and paid {paid}.", owed=owed, paid=paid))
            unknown = answer.buyers_due_cents - answer.money_in_cents - (answer.buyers_outstanding_cents or 0)
            if answer.buyers_outstanding_cents is not None and unknown:
                said.append(speech.say("Of {amount} of that, nobody reported what was paid.", amount=dollars(unknown)))
    return tuple(said)


def _workers(number: int, speech: Speech) -> str:
    return speech.count("{number} worker", "{number} workers", number)


def _growers(number: int, speech: Speech) -> str:
    return speech.count("{number} grower", "{number} growers", number)
