"""Rows set aside: by what is wrong, with what to do about it, and a way to each row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response

from premium.tables import INPUTS
from premium.web.access import Overseer
from premium.web.pages.look import Number, grower_of, listing, look, show
from premium.web.pages.sources import file_places

if TYPE_CHECKING:
    from premium.web.settings import Settings


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/rejects")(rejects)
    return routes


def rejects(
    request: Request, number: Number, _: Overseer, grower: Annotated[str | None, Query(max_length=100)] = None,
    table: Annotated[str | None, Query(max_length=20)] = None, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:  # fmt: skip
    """List the rows set aside."""
    looked = look(request, number)
    whose = grower_of(looked, grower) if grower else None
    table = table if table in INPUTS else None
    values = {"grower": whose.grower_id if whose else None, "table": table}
    rows = looked.rows("rejects", after=after, most=51, **values)
    manifest = looked.opened.run.manifest
    return show(
        request, "rejects.html.j2", looked, found=listing(rows, "place"), sums=looked.rows("reject_files", **values),
        files=file_places(looked.opened), asked={"grower": whose.slug if whose else None, "table": table},
        growers=looked.growers(), tables=list(INPUTS), set_aside=manifest["set_aside"], later=manifest["later"],
    )  # fmt: skip
