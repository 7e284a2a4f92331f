"""The pages for people. Each file here is a page or a few that belong together; its template is called the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter

from premium.web.pages import (
    accept,
    buyers,
    check,
    compare,
    findings,
    growers,
    home,
    own,
    paper,
    periods,
    program,
    rejects,
    sign_in,
    sources,
    today,
    uploads,
    work,
    workers,
)

if TYPE_CHECKING:
    from premium.web.settings import Settings

PARTS = (sign_in, home, today, growers, periods, workers, sources, findings, rejects, program, accept, compare,
         uploads, work, paper, buyers, own, check)  # fmt: skip


def router(settings: Settings) -> APIRouter:
    """Return the routes of all pages."""
    pages = APIRouter(include_in_schema=False)
    for part in PARTS:
        pages.include_router(part.router(settings))
    return pages
