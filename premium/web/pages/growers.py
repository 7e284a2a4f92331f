"""Growers: all of them, and one with its periods, weeks, findings and buyers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from premium.web.access import Overseer
from premium.web.pages.look import Number, day_of, grower_of, listing, look, show
from premium.workspace.letters import letter_day

if TYPE_CHECKING:
    from premium.web.pages.look import Looked
    from premium.web.settings import Settings

PERIODS = 24


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/growers")(growers)
    routes.get("/runs/{number}/growers/{slug}")(grower)
    return routes


def growers(
    request: Request, number: Number, _: Overseer, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> Response:
    """List the growers, where most is missing first."""
    looked = look(request, number)
    rows = looked.rows("grower_list", after=after, most=51)
    return show(request, "growers.html.j2", looked, found=listing(rows, "place"), growers=looked.growers())


def grower(
    request: Request, number: Number, slug: str, _: Overseer,
    before: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:  # fmt: skip
    """Show one grower."""
    looked = look(request, number)
    whose = grower_of(looked, slug)
    return show(
        request, "grower.html.j2", looked, grower=whose, dated=letter_day(looked.as_of, looked.accepted_at),
        **facts_of_grower(looked, whose.grower_id, before),
    )  # fmt: skip


def facts_of_grower(looked: Looked, grower_id: str, before: str | None) -> dict[str, object]:
    """Return what a page says of a grower, with its periods before a day; over a whole run or the grower's answer."""
    values = {"grower": grower_id}
    pools = looked.rows("grower_periods", before=day_of(before) if before else None, most=PERIODS + 1, **values)
    return {
        "stands": looked.one("grower", **values), "found": listing(pools, "period", PERIODS),
        "weeks": looked.rows("period_weeks", **values), "kinds": looked.rows("grower_kinds", **values),
        "buyers": looked.rows("grower_buyers", **values), "waiting": looked.rows("waiting", **values),
    }  # fmt: skip
