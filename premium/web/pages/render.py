"""Templates to pages: everything is escaped, a missing word is an error, and each page speaks its reader's language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from premium.money import dollars
from premium.web.site import site, who_asks
from premium.workspace.people import LANGUAGES
from reports import kinds, spell, words

if TYPE_CHECKING:
    from fastapi import Request

    from premium.web.problems import Problem
    from premium.workspace.people import Who

TEMPLATES = Path(__file__).parents[1] / "templates"
LANGUAGE = "premium_language"
UNKNOWN = "—"


def language_of(request: Request, who: Who | None) -> str:
    """Return the language to speak: the one chosen, that of the person, or the browser's; English else."""
    chosen = request.cookies.get(LANGUAGE)
    if chosen in LANGUAGES:
        return chosen
    if who is not None:
        return who.language
    wished = request.headers.get("accept-language", "").split(",")
    spoken = (part.split(";")[0].strip().partition("-")[0].lower() for part in wished)
    return next((language for language in spoken if language in LANGUAGES), "en")


def page(request: Request, template: str, status: int = 200, /, **facts: object) -> HTMLResponse:
    """Return a page for whoever asks; `facts` fill its template."""
    who: Who | None = getattr(request.state, "who", None)
    language = language_of(request, who)
    text = environment(language).get_template(template).render(
        who=who, language=language, path=request.url.path, pool=site(request).workspace.program.program.calendar.pool,
        program=site(request).workspace.program.program, csrf=(who.csrf if who else "") or "", **facts,
    )  # fmt: skip
    return HTMLResponse(text, status)


def page_of_problem(request: Request, problem: Problem) -> Response:
    """Answer with a page that says what is wrong; a stranger is shown where to sign in."""
    if problem.status_code == 401:  # noqa: PLR2004 - not signed in
        return RedirectResponse("/sign-in", 303)
    if not hasattr(request.state, "who"):
        request.state.who = who_asks(request)
    answer = page(request, "problem.html.j2", problem.status_code, problem=problem)
    answer.headers.update(problem.headers or {})
    return answer


@cache
def environment(language: str) -> Environment:  # noqa: ARG001 - until there are catalogues
    """Make the templates' environment of a language."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: text, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    env.filters |= {
        "dollars": lambda cents: UNKNOWN if cents is None else dollars(cents),
        "clip": spell.clip, "day": spell.day, "head": words.head, "label": kinds.label, "says": kinds.sentence,
    }  # fmt: skip
    env.globals |= {"languages": LANGUAGES, "count": spell.count, "places": places}
    return env


def places(who: Who) -> list[tuple[str, str]]:
    """Return the pages that somebody's role begins from, for the head of each page."""
    return [("/", who.role.value)]
