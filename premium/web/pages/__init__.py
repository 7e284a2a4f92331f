"""The pages for people. Each file here is a page or a few that belong together; its template is called the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from premium.web.pages import sign_in

if TYPE_CHECKING:
    from premium.web.settings import Settings


def router(settings: Settings) -> APIRouter:
    """Return the routes of all pages."""
    pages = APIRouter(include_in_schema=False)
    for part in (sign_in.router(settings),):
        pages.include_router(part)
    return pages
