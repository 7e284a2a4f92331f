"""The program in words: rates, what may be kept, who shares, deadlines, articles, and what each finding means."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response

from premium.web.access import SignedInUser
from premium.web.pages.findings import groups
from premium.web.pages.render import page
from premium.web.site import site

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from premium.program.model import Program
    from premium.web.settings import Settings

SOON = "on_or_after"


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/program")(told)
    return routes


def told(request: Request, _: SignedInUser) -> Response:
    """Show the program."""
    program: Program = site(request).workspace.program.program
    return page(
        request, "program.html.j2", rates=dated(program.premium.rate, "product"),
        wages=dated(program.wages.minimum, "place"), articles=articles(program), groups=groups(),
        codes={code.finding: code for code in program.code},
    )  # fmt: skip


def dated(entries: Iterable[Any], by: str) -> list[tuple[str, list[tuple[Any, date | None]]]]:
    """Return entries below what they are for, the newest first, each with the first day on which it no longer holds."""
    ordered = sorted(entries, key=lambda e: (getattr(e, by), e.first_day))
    told = []
    for name, group in groupby(ordered, key=lambda e: str(getattr(e, by))):
        inside = list(group)
        ends = [*(e.first_day for e in inside[1:]), None]
        told.append((name, list(zip(inside, ends, strict=True))[::-1]))
    return told


def articles(program: Program) -> list[tuple[str, list[Any]]]:
    """Return the codes below their articles."""
    ordered = sorted(program.code, key=lambda c: c.article)
    return [(article, list(codes)) for article, codes in groupby(ordered, key=lambda c: c.article)]
