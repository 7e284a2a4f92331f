"""Two runs beside each other: what appeared, vanished and changed, in workers and dollars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from premium.web.access import Overseer
from premium.web.pages.look import PAGE, Number, listing, look, show
from premium.web.site import site
from premium.workspace.compare import compared

if TYPE_CHECKING:
    from premium.web.settings import Settings

BECAME = ("appeared", "changed", "vanished")


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/compare/{newer}")(beside)
    return routes


def beside(
    request: Request, number: Number, newer: Number, _: Overseer,
    became: Annotated[str | None, Query(max_length=20)] = None, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:  # fmt: skip
    """Show what became of findings from one run to another."""
    older, looked = look(request, number), look(request, newer)
    workspace = site(request).workspace
    found = compared(workspace, number, newer, site(request).settings.run_memory)
    became = became if became in BECAME else None
    rows = looked.rows("differences", file=str(found.differences), became=became, after=after, most=PAGE + 1)
    return show(
        request, "compare.html.j2", looked, older=older, compared=found, became=BECAME, asked={"became": became},
        found=listing(rows, "place"), growers=looked.growers() | older.growers(),
    )  # fmt: skip
