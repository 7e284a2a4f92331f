"""Why a finding is what it is, and how a worker's cents came about, as facts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from premium.errors import RunError
from premium.explain import Explanation, explain_finding, explain_worker
from premium.web.access import Overseer
from premium.web.api.errors import Answer, says
from premium.web.api.once import Key, asked_once
from premium.web.api.runs import Number
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace.asked import Day
from premium.workspace.runs import run

Finding = Annotated[
    str, Path(pattern="^[0-9a-f]{4,64}$", description="a finding's id", examples=["0bd398e451c3baa6a048"])
]


class Worker(BaseModel):
    """A worker, as the payroll system knows them: identifiers are text, 007 and 7 are two workers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    worker_id: str = Field(min_length=1, max_length=1000, examples=["W-74"])
    grower_id: str | None = Field(None, max_length=1000, examples=["willow-farm"])
    period: Day | None = Field(None, description="the first day of a pool period", examples=["2025-11-01"])


class WorkerAnswer(Answer):
    """How a worker stands in each pool, worst first."""

    pools: tuple[Explanation, ...]


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["explain"])
    routes.get("/runs/{number}/findings/{finding}/explanation", responses=says(409, 422, 503))(of_finding)
    routes.post("/runs/{number}/workers/explanation", responses=says(503, post=True))(of_worker)
    return routes


def of_finding(request: Request, who: Overseer, number: Number, finding: Finding) -> Explanation:
    """Explain a finding: the pool, the ledger or the week that it is about, and the rows that prove it."""
    run(site(request).workspace, who, number)
    opened = site(request).shelf.opened(number)
    try:
        return explain_finding(opened.run, finding, opened.engine)
    except RunError:
        raise nothing_here() from None


def of_worker(request: Request, who: Overseer, number: Number, key: Key, body: Worker) -> WorkerAnswer:
    """Explain how a worker's cents came about in each pool; it is a POST so that no address names a worker."""
    run(site(request).workspace, who, number)
    opened = site(request).shelf.opened(number)
    try:
        found = explain_worker(opened.run, body.worker_id, body.grower_id, body.period, opened.engine)
    except RunError:
        raise nothing_here() from None
    asked_once(request, who, key, body)
    return WorkerAnswer(pools=tuple(found))
