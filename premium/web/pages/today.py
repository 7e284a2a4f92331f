"""Today: the answer in a sentence, what needs a monitor first, and each grower's weeks with a word and a dot."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from premium.web.access import Overseer
from premium.web.pages import words
from premium.web.pages.look import Looked, Number, Row, day_of, grower_of, listing, look, show
from premium.web.pages.render import language_of
from reports import answer
from reports.gaps import Gaps, gaps
from reports.languages import Speech

if TYPE_CHECKING:
    from datetime import date

    from premium.web.settings import Settings
    from premium.workspace.people import Who

WEEKS, GROWERS, FIRST = 12, 25, 8
"""Weeks and growers that the table shows, and how much of the queue stands above it."""
Slug = Annotated[str | None, Query(max_length=100)]


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}")(today)
    routes.get("/runs/{number}/queue")(queue)
    return routes


def today(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, number: Number, who: Overseer,
    state: Annotated[str | None, Query(max_length=20)] = None, grower: Slug = None, after: Slug = None,
    until: Annotated[str | None, Query(max_length=10)] = None,
) -> Response:  # fmt: skip
    """Show how the run's growers stand."""
    looked = look(request, number)
    state = state if state in words.STATES else None
    asked = {"state": state, "grower": grower or None, "until": until or None}
    one = grower_of(looked, grower) if grower else None
    last = grower_of(looked, after) if after else None
    shown, newer, older = window(looked, day_of(until) if until else None)
    values = {"first": shown[-1]["week"], "last": shown[0]["week"]} if shown else {"first": None, "last": None}
    whose = {"grower": one.grower_id if one else None}
    found = looked.rows(
        "week_growers", state=state, after=last.grower_id if last else None, most=GROWERS + 1, **values, **whose
    )
    page = listing(found, "grower_id", GROWERS)
    ids = [row["grower_id"] for row in page.rows]
    cells = {(c["grower_id"], c["week"]): c for c in looked.rows("week_cells", growers=ids, **values)}
    return show(
        request, "today.html.j2", looked, **said(looked, request, who), asked=asked, growers=looked.growers(),
        rows=ids, after=page.after, cells=cells, weeks=shown[::-1], periods=spans(shown[::-1]), older=older,
        newer=newer,
        states={row["state"]: row["cells"] for row in looked.rows("week_states", **values, **whose)},
        totals=looked.one("totals"), queue=first(looked), gaps=gaps(looked.opened.run.manifest),
    )  # fmt: skip


def queue(
    request: Request, number: Number, _: Overseer, after: Annotated[int, Query(ge=0, le=10_000_000)] = 0
) -> Response:
    """Show all growers' periods that differ, the worst first."""
    looked = look(request, number)
    rows = looked.rows("queue", after=after, most=51)
    return show(request, "queue.html.j2", looked, found=listing(rows, "place"), growers=looked.growers())


def first(looked: Looked) -> list[Row]:
    """Return the worst of the queue; each says how many there are in all."""
    return looked.opened.once("queue", lambda: looked.rows("queue", after=0, most=FIRST))


def said(looked: Looked, request: Request, who: Who) -> dict[str, Any]:
    """Return the answer's sentences in the language of who asks."""
    speech = Speech("web", language_of(request, who))
    sums = looked.one("answer")
    told, gap = answer.Answer(**sums), gaps(looked.opened.run.manifest)
    why = _own(gap, speech)
    return {
        "sentence": answer.sentence(told, looked.as_of, why, gaps=gap.any, speech=speech),
        "beside": answer.beside(told, why, speech),
    }


def _own(gap: Gaps, speech: Speech) -> str:
    return speech.say(gap.no_pool_checks) if gap.no_pool_checks in words.NOT_RUN else gap.no_pool_checks


def window(looked: Looked, until: date | None) -> tuple[list[Row], date | None, date | None]:
    """Return some weeks, the newest first, and the last week of the pages of newer and of older ones."""
    weeks = looked.opened.once("weeks", lambda: looked.rows("all_weeks"))
    begin = next((n for n, w in enumerate(weeks) if until is None or w["week"] <= until), len(weeks))
    shown = weeks[begin : begin + WEEKS]
    newer = weeks[max(begin - WEEKS, 0)]["week"] if begin and weeks else None
    older = weeks[begin + WEEKS]["week"] if begin + WEEKS < len(weeks) else None
    return shown, newer, older


def spans(weeks: list[Row]) -> list[tuple[date, int]]:
    """Return the periods that weeks belong to, each with how many of these weeks."""
    return [(period, len(list(inside))) for period, inside in groupby(weeks, key=lambda w: w["period"])]
