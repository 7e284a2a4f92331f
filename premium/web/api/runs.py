"""Runs: which there are, and what each is. Buyers and growers know of those that hold an answer for them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from premium.web.access import SignedInUser
from premium.web.api.errors import Answer, says
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace import runs as kept
from premium.workspace.answers import FOLDERS, key
from premium.workspace.tables import PARTIES, Run

if TYPE_CHECKING:
    from premium.workspace import Workspace
    from premium.workspace.people import Who

HIGHEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=HIGHEST, description="a run's number", examples=[1])]
Before = Annotated[
    int | None, Query(ge=0, le=2**53, description="what the page before this one gave as `before`", examples=[2])
]
Most = Annotated[int, Query(ge=1, le=200, description="how many at most")]


class RunAnswer(Answer):
    """A run as everybody may know of it."""

    number: int = Field(examples=[1])
    as_of: date = Field(description="the day on which it looked at the world", examples=["2026-04-15"])
    made_at: datetime
    accepted_at: datetime | None = Field(description="null while it is not accepted")


class WholeRunAnswer(RunAnswer):
    """A run as monitors and worker organizations know it."""

    violations: int = Field(description="findings that the program has an article for", examples=[61])
    missing_cents: int | None = Field(description="what did not reach workers; null where nobody can say")


class RunsAnswer(Answer):
    """Some runs, the newest first; `before` asks for those before them, and is null where there are none."""

    runs: tuple[WholeRunAnswer | RunAnswer, ...]
    before: int | None


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["runs"])
    routes.get("/runs", responses=says(422))(listed)
    routes.get("/runs/{number}", responses=says(422))(one)
    return routes


def listed(request: Request, who: SignedInUser, before: Before = None, limit: Most = 50) -> RunsAnswer:
    """Return runs, the newest first."""
    workspace = site(request).workspace
    page = kept.runs(workspace, who, before=before, most=limit)
    return RunsAnswer(runs=tuple(_told(who, r) for r in page.rows if has_answer(workspace, who, r)), before=page.before)


def one(request: Request, who: SignedInUser, number: Number) -> WholeRunAnswer | RunAnswer:
    """Return one run."""
    workspace = site(request).workspace
    found = kept.run(workspace, who, number)
    if not has_answer(workspace, who, found):
        raise nothing_here()
    return _told(who, found)


def has_answer(workspace: Workspace, who: Who, run: Run) -> bool:
    """Return whether a run says anything to somebody."""
    if who.role not in PARTIES:
        return True
    return (workspace.run(run.number) / "answers" / FOLDERS[who.role] / key(who.party or "")).is_dir()


def _told(who: Who, run: Run) -> WholeRunAnswer | RunAnswer:
    facts = {
        "number": run.number, "as_of": run.as_of, "made_at": moment(run.made_at),
        "accepted_at": moment(run.accepted_at),
    }  # fmt: skip
    if who.role in PARTIES:
        return RunAnswer.model_validate(facts)
    return WholeRunAnswer.model_validate({**facts, "violations": run.violations, "missing_cents": run.missing_cents})


def moment(ms: int | None) -> datetime | None:
    """Return a moment of the database as a day and time, UTC; None stays None."""
    return None if ms is None else datetime.fromtimestamp(ms / 1000, UTC)
