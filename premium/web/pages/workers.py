"""A worker: each cent explained, with the rows that it comes from; found by an identifier that no address holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from premium.explain import explain_worker
from premium.harmless import slug_of
from premium.web.access import Overseer
from premium.web.pages.look import Number, day_of, look, show
from premium.web.pages.sources import file_places
from premium.web.problems import nothing_here

if TYPE_CHECKING:
    from premium.web.pages.look import Looked
    from premium.web.settings import Settings

WHAT_AT_MOST = 500


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.post("/runs/{number}/look-up")(looked_up)
    routes.get("/runs/{number}/workers/{token}")(worker)
    return routes


def looked_up(
    request: Request, number: Number, _: Overseer, what: Annotated[str, Form(max_length=WHAT_AT_MOST)] = ""
) -> Response:
    """Go to the worker of an identifier, or to the finding of a number; the identifier stays out of the address."""
    return show_found(request, look(request, number), f"/runs/{number}", what)


def show_found(request: Request, looked: Looked, at: str, what: str) -> Response:
    """Return the way to what was looked for, below an address, or a page that says what there is."""
    what = what.strip()
    workers = looked.rows("found_worker", worker=what) if what else []
    findings = looked.rows("found_finding", begins=what) if what else []
    if sum(found[0]["in_all"] for found in (workers, findings) if found) == 1:
        place = f"workers/{workers[0]['token']}" if workers else f"findings/{findings[0]['finding_id']}"
        return RedirectResponse(f"{at}/{place}", 303)
    return show(request, "look_up.html.j2", looked, workers=workers, findings=findings, growers=looked.growers())


def worker(
    request: Request, number: Number, token: str, _: Overseer,
    period: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:  # fmt: skip
    """Show one worker: all shares in a table, and one of them explained, the worst if none is asked for."""
    return show_worker(request, look(request, number), token, period)


def show_worker(request: Request, looked: Looked, token: str, period: str | None) -> Response:
    """Return a worker's page; over a whole run or over an answer of the worker's grower.

    Raises:
        Problem: there is no such worker, or no such share.
    """
    found = looked.rows("worker", token=token)
    if not found:
        raise nothing_here()
    stands = found[0]
    place = {"grower": stands["grower_id"], "worker": stands["worker_id"]}
    pools = looked.rows("worker_pools", **place)
    days = {row["period"] for row in pools}
    asked = day_of(period) if period else None
    if asked is not None and asked not in days:
        raise nothing_here()
    worst = max(pools, key=lambda row: (row["short_cents"], row["period"]))["period"] if pools else None
    shown = asked or worst
    stories = (
        explain_worker(looked.opened.run, stands["worker_id"], stands["grower_id"], shown, engine=looked.opened.engine)
        if shown
        else []
    )
    return show(
        request, "worker.html.j2", looked, stands=stands, grower=looked.growers()[slug_of(stands["grower_id"])],
        pools=pools, shown=shown, story=stories[0] if stories else None,
        findings=looked.rows("worker_findings", **place), files=file_places(looked.opened), ours=stands["worker_id"],
    )  # fmt: skip
