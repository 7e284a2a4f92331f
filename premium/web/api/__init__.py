"""The API for programs, under /api; its words are in `/api/openapi.json`, and as a page in `/api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from premium.web.api import explain, me, runs, tables

if TYPE_CHECKING:
    from premium.web.settings import Settings


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - limits of uploads come from it
    """Return all routes of the API."""
    routes = APIRouter(prefix="/api")
    for part in (me, runs, tables, explain):
        routes.include_router(part.router())
    return routes
