"""Papers of a run that are made while one waits: a letter to a grower and its list, a worker's statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from premium.web.access import Monitor, Overseer
from premium.web.pages.look import Number, grower_of, look
from premium.web.problems import Problem, nothing_here
from premium.web.site import site
from premium.workspace.letters import letters_of
from reports.papers.letters import LetterLanguage, letters
from reports.papers.statements import Wanted, statements

if TYPE_CHECKING:
    from premium.web.settings import Settings
    from reports.papers import Paper

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SpokenInLetters = Annotated[LetterLanguage, Query()]
Dated = Annotated[str, Query(max_length=10)]


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/growers/{slug}/letter.pdf")(letter)
    routes.get("/runs/{number}/growers/{slug}/letter.xlsx")(letter_list)
    routes.get("/runs/{number}/workers/{token}/statement.pdf")(statement)
    return routes


def letter(
    request: Request, number: Number, slug: str, _: Monitor, language: SpokenInLetters = "en", dated: Dated = ""
) -> Response:
    """Give the letter to a grower."""
    return _given(_letter(request, number, slug, language, dated)[0])


def letter_list(
    request: Request, number: Number, slug: str, _: Monitor, language: SpokenInLetters = "en", dated: Dated = ""
) -> Response:
    """Give the workbook that goes with the letter."""
    return _given(_letter(request, number, slug, language, dated)[1])


def statement(
    request: Request,
    number: Number,
    token: str,
    _: Overseer,
    language: Annotated[Literal["en", "es", "ht"], Query()] = "es",
) -> Response:
    """Give a worker's statement; the file's name says nothing of whose it is."""
    looked = look(request, number)
    found = looked.rows("worker", token=token)
    if not found:
        raise nothing_here()
    worker, here = found[0], site(request)
    wanted = Wanted((language,), worker["grower_id"], worker["worker_id"], memory=here.settings.run_memory)
    with here.papers.one(request.state.who.id):
        return _given(next(statements(looked.opened.run, wanted)), f"statement-{language}.pdf")


def _letter(request: Request, number: int, slug: str, language: LetterLanguage, dated: str) -> list[Paper]:
    """Return the letter to a grower and the workbook beside it; a draft until the run is accepted.

    Raises:
        Problem: it is dated by no day.
    """
    looked, here = look(request, number), site(request)
    grower = grower_of(looked, slug)
    try:
        day = date.fromisoformat(dated) if dated else None
    except ValueError:
        raise Problem(422, "unfit", "Write the day as 2025-12-01.") from None
    wanted = letters_of(here.workspace, number, (language,), grower.grower_id, day)
    with here.papers.one(request.state.who.id):
        return list(letters(looked.opened.run, replace(wanted, memory=here.settings.run_memory)))


def _given(paper: Paper, called: str = "") -> Response:
    name = called or paper.file
    kind = XLSX if name.endswith(".xlsx") else PDF
    shown = "attachment" if kind == XLSX else "inline"
    return Response(paper.content, media_type=kind, headers={"Content-Disposition": f'{shown}; filename="{name}"'})
