"""The API for programs, under /api; its words are in `/api/openapi.json`, and as a page in `/api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from premium.web.api import checks, compare, explain, jobs, me, openapi, profiles, runs, shown, tables, uploads

if TYPE_CHECKING:
    from fastapi.routing import APIRoute


def router() -> APIRouter:
    """Return all routes of the API."""
    routes = APIRouter(prefix="/api", generate_unique_id_function=_called)
    for part in (
        me.router(), uploads.router(), profiles.router(), jobs.router(), runs.router(), tables.router(),
        compare.router(), explain.router(), checks.router(),
    ):  # fmt: skip
        routes.include_router(part)
    openapi.add_to(routes)
    shown.add_to(routes)
    return routes


def _called(route: APIRoute) -> str:
    """Return what an operation is called in the OpenAPI: what it is about, and what it does."""
    return f"{route.tags[0]}_{route.name}" if route.tags else route.name
