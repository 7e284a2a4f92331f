"""A grower's period, or its week where the program pools by week: owed, paid, and the difference down to zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from premium.web.access import Overseer
from premium.web.pages import words
from premium.web.pages.look import Number, Row, ask, day_of, grower_of, listing, look, show
from premium.web.problems import nothing_here

if TYPE_CHECKING:
    from datetime import date

    from premium.web.pages.look import Grower, Looked
    from premium.web.settings import Settings
    from premium.workspace.shelf import Opened

FINDINGS = 10


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/growers/{slug}/periods/{period}")(period_of)
    return routes


def period_of(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, number: Number, slug: str, period: str, _: Overseer,
    status: Annotated[str | None, Query(max_length=20)] = None,
    after: Annotated[str | None, Query(max_length=20, pattern="^[0-9a-f]*$")] = None,
) -> Response:  # fmt: skip
    """Show one grower's period."""
    looked = look(request, number)
    return show_period(request, looked, grower_of(looked, slug), day_of(period), status, after)


def show_period(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, looked: Looked, whose: Grower, day: date, status: str | None, after: str | None
) -> Response:
    """Return the page of a grower's period; over a whole run or over the grower's answer.

    Raises:
        Problem: nothing is known of it.
    """
    facts = facts_of_period(looked.opened, whose.grower_id, day)
    if not facts["weeks"] and facts["stands"] is None and not facts["waiting"] and not facts["kinds"]:
        raise nothing_here()
    status = status if status in words.STATUSES else None
    place = {"grower": whose.grower_id, "period": day}
    workers = looked.rows("pool_workers", status=status, after=after or None, most=51, **place)
    return show(
        request, "period.html.j2", looked, grower=whose, period=day, asked={"status": status},
        found=listing(workers, "token"), **facts,
    )  # fmt: skip


def facts_of_period(opened: Opened, grower: str, period: date) -> dict[str, list[Row] | Row | None]:
    """Return what a page says of a grower's period beside its workers; over a whole run or over the grower's answer."""
    place = {"grower": grower, "period": period}
    pool = ask(opened, "pool", **place)
    counted = {row["status"]: row["workers"] for row in ask(opened, "pool_statuses", **place)}
    return {
        "stands": pool[0] if pool else None,
        "causes": ask(opened, "causes", **place),
        "apart": ask(opened, "apart", **place),
        "statuses": {status: counted[status] for status in words.STATUSES if status in counted},
        "origins": ask(opened, "pool_origins", **place),
        "waiting": ask(opened, "waiting", **place),
        "buyers": ask(opened, "pool_buyers", **place),
        "weeks": ask(opened, "period_weeks", **place),
        "kinds": ask(opened, "grower_kinds", **place),
        "findings": ask(opened, "findings", most=FINDINGS, **place),
    }
