"""Findings: the list of them with its filters, and each explained at an address that stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from premium.explain import explain_finding
from premium.harmless import slug_of
from premium.reconcile.plan import KINDS
from premium.web.access import Overseer
from premium.web.pages import words
from premium.web.pages.look import Number, day_of, grower_of, listing, look, show
from premium.web.pages.sources import file_places
from premium.web.problems import nothing_here
from reports import kinds

if TYPE_CHECKING:
    from premium.web.pages.look import Grower, Looked
    from premium.web.settings import Settings

Word = Annotated[str | None, Query(max_length=40)]
Id = Annotated[str, Path(pattern="^[0-9a-f]{1,40}$")]


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/findings")(findings)
    routes.get("/runs/{number}/findings/{finding}")(explained)
    return routes


def findings(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, number: Number, _: Overseer, kind: Word = None,
    grower: Annotated[str | None, Query(max_length=100)] = None, answers: Word = None,
    class_: Annotated[str | None, Query(alias="class", max_length=40)] = None,
    period: Annotated[str | None, Query(max_length=10)] = None, after: Word = None,
) -> Response:  # fmt: skip
    """List the findings that are asked for, the largest first."""
    looked = look(request, number)
    whose = grower_of(looked, grower) if grower else None
    return show_findings(request, looked, whose, {"kind": kind, "answers": answers, "class": class_}, period, after)


def show_findings(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, looked: Looked, whose: Grower | None, wanted: dict[str, str | None], period: str | None,
    after: str | None,
) -> Response:  # fmt: skip
    """Return the page of findings; over a whole run or over a grower's answer."""
    day = day_of(period) if period else None
    asked = {
        name: wanted[name] if wanted[name] in known else None
        for name, known in (("kind", KINDS), ("answers", words.OF["answers"]), ("class", words.CLASSES))
    }
    values = {**asked, "grower": whose.grower_id if whose else None, "period": day}
    rows = looked.rows("findings", after=after or None, most=51, **values)
    return show(
        request, "findings.html.j2", looked, found=listing(rows, "finding_id"), growers=looked.growers(),
        sums=looked.rows("findings_sum", **values), groups=groups(), after=after or None, period=day,
        asked={**asked, "grower": whose.slug if whose else None, "period": day.isoformat() if day else None},
    )  # fmt: skip


def explained(request: Request, number: Number, finding: Id, _: Overseer) -> Response:
    """Explain one finding."""
    return show_finding(request, look(request, number), finding)


def show_finding(request: Request, looked: Looked, finding: str) -> Response:
    """Return the page of a finding; over a whole run or over an answer in which it stands.

    Raises:
        Problem: it does not.
    """
    found = looked.rows("found_finding", begins=finding)
    if len(found) != 1 or found[0]["finding_id"] != finding:
        raise nothing_here()
    story = explain_finding(looked.opened.run, finding, engine=looked.opened.engine)
    told = story.finding or {}
    grower = looked.growers().get(slug_of(told["grower_id"])) if told["grower_id"] else None
    place = {"grower": told["grower_id"], "worker": told["worker_id"]}
    workers = looked.rows("finding_worker", **place) if all(place.values()) else []
    token = workers[0]["token"] if workers else None
    return show(
        request, "finding.html.j2", looked, story=story, finding=told, grower=grower, token=token,
        files=file_places(looked.opened), ours=told["worker_id"],
    )  # fmt: skip


def groups() -> list[tuple[str, list[str]]]:
    """Return the kinds of finding below their headings."""
    other = [kind for kind in KINDS if kinds.group_of(kind) == kinds.OTHER]
    return [*((g.name, list(g.kinds)) for g in kinds.GROUPS), *([(kinds.OTHER, other)] if other else [])]
