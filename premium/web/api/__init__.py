"""The API for programs, under /api; its words are in `/api/openapi.json`, and as a page in `/api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

if TYPE_CHECKING:
    from premium.web.settings import Settings


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - limits of uploads come from it
    """Return all routes of the API."""
    return APIRouter(prefix="/api")
