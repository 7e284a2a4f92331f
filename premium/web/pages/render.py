"""Templates to pages: everything is escaped, a missing word is an error, and each page speaks its reader's language."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from premium.harmless import slug_of
from premium.web.pages import words
from premium.web.pages.addresses import query_of
from premium.web.pages.bars import bar
from premium.web.pages.spelling import Pool, Spelling
from premium.web.pages.words import N_
from premium.web.site import site, who_asks
from premium.workspace.people import LANGUAGES
from premium.workspace.tables import Role
from reports.languages import OWN_NAMES, Language, translations

if TYPE_CHECKING:
    from fastapi import Request

    from premium.web.problems import Problem
    from premium.workspace.people import Who

TEMPLATES = Path(__file__).parents[1] / "templates"
STATIC = TEMPLATES.with_name("static")
LANGUAGE = "premium_language"
HX_REQUEST = "hx-request"
"""What asks with it looks by itself, for a part of its page: of a page to sign in there is no such part."""

RUNS = "/runs"
ROOTS = {Role.BUYER: "/answers", Role.GROWER: "/own"}
"""Where the pages of a run begin: a buyer's and a grower's are of their own answer, and nobody else comes there."""


def language_of(request: Request, who: Who | None) -> Language:
    """Return the language to speak: the one chosen, that of the person, or the browser's; English else."""
    chosen = request.cookies.get(LANGUAGE) or (who.language if who is not None else "")
    if chosen in LANGUAGES:
        return _known(chosen)
    wished = request.headers.get("accept-language", "").split(",")
    spoken = (part.split(";")[0].strip().partition("-")[0].lower() for part in wished)
    return _known(next((language for language in spoken if language in LANGUAGES), "en"))


def _known(language: str) -> Language:
    return "es" if language == "es" else "en"


def page(request: Request, template: str, status: int = 200, /, **facts: object) -> HTMLResponse:
    """Return a page for whoever asks; `facts` fill its template, and `run` is the run that it is pinned to."""
    who: Who | None = getattr(request.state, "who", None)
    language, program = language_of(request, who), site(request).workspace.program.program
    given: dict[str, object] = {
        "who": who, "language": language, "path": request.url.path, "program": program,
        "back": f"{request.url.path}?{request.url.query}".rstrip("?") if request.method == "GET" else "/",
        "csrf": (who.csrf if who else "") or "", "run": None, "root": ROOTS.get(who.role, RUNS) if who else RUNS,
    }  # fmt: skip
    text = environment(language, program.calendar.pool).get_template(template).render(given | facts)
    return HTMLResponse(text, status)


def page_of_problem(request: Request, problem: Problem) -> Response:
    """Answer with a page that says what is wrong; a stranger is shown where to sign in."""
    if problem.status_code == 401 and HX_REQUEST not in request.headers:  # noqa: PLR2004 - not signed in
        return RedirectResponse("/sign-in", 303)
    if not hasattr(request.state, "who"):
        request.state.who = who_asks(request)
    answer = page(request, "problem.html.j2", problem.status_code, problem=problem)
    answer.headers.update(problem.headers or {})
    return answer


@cache
def static(name: str) -> str:
    """Return the address of a file that browsers keep; it changes when the file does."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


@cache
def environment(language: Language, pool: Pool) -> Environment:
    """Make the templates' environment of a language, for a program whose periods are weeks or months."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )  # fmt: skip
    spelling = Spelling(language, pool)
    spoken = translations("web", language)
    env.install_gettext_callables(spoken.gettext, spoken.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters |= spelling.filters()
    env.globals |= {
        "languages": OWN_NAMES, "say": spelling.speech.say, "count": spelling.speech.count, "places": places,
        "pool": pool, "words": words.OF, "static": static, "slug": slug_of, "query_of": query_of, "bar": bar,
    }  # fmt: skip
    return env


def places(who: Who, number: int | None) -> list[tuple[str, str]]:
    """Return the pages that somebody's role begins from, for the head of each page; those of a run stay with it."""
    if who.role in ROOTS:
        return _places_of_party(who.role, number)
    of_run = [] if number is None else [
        (f"/runs/{number}", N_("Today")), (f"/runs/{number}/growers", N_("Growers")),
        (f"/runs/{number}/findings", N_("Findings")), (f"/runs/{number}/rejects", N_("Rows set aside")),
    ]  # fmt: skip
    work = [("/uploads", N_("Files")), ("/jobs", N_("Work"))] if who.role == Role.MONITOR else []
    return [*(of_run or [("/", N_("Today"))]), ("/runs", N_("Runs")), *work, ("/program", N_("The program"))]


def _places_of_party(role: Role, number: int | None) -> list[tuple[str, str]]:
    """Return a buyer's or a grower's pages."""
    program, files = ("/program", N_("The program")), ("/uploads", N_("Files"))
    start = "/" if number is None else f"{ROOTS[role]}/{number}"
    if role is Role.BUYER:
        return [(start, N_("Your premium")), files, program]
    of_answer = [] if number is None else [
        (f"{start}/workers", N_("Workers")), (f"{start}/findings", N_("Findings")),
        (f"{start}/rejects", N_("Rows set aside")),
    ]  # fmt: skip
    return [(start, N_("Your answer")), *of_answer, ("/check", N_("Check before payday")), files, program]
