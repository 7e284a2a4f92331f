"""A grower's own pages: its answer of an accepted run, which is files of its own. No other party is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Form, Path, Query, Request, Response

from premium.harmless import slug_of
from premium.tables import INPUTS
from premium.web.access import Grower
from premium.web.pages.findings import Id, Word, show_finding, show_findings
from premium.web.pages.growers import facts_of_grower
from premium.web.pages.look import Grower as GrowerOf
from premium.web.pages.look import Number, day_of, listing, show
from premium.web.pages.parties import answered, look_own, party_of
from premium.web.pages.periods import show_period
from premium.web.pages.sources import file_places
from premium.web.pages.workers import WHAT_AT_MOST, show_found, show_worker
from premium.web.problems import nothing_here

if TYPE_CHECKING:
    from premium.web.pages.look import Looked
    from premium.web.settings import Settings
    from premium.workspace.people import Who

Day = Annotated[str | None, Query(max_length=10)]
Place = Annotated[int, Query(ge=0, le=10_000_000)]
THEIRS = [name for name, table in INPUTS.items() if table.whose == "grower"]
"""The tables that growers keep."""


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter(prefix="/own/{number}")
    routes.get("")(overview)
    routes.get("/periods/{period}")(period_of)
    routes.get("/workers")(workers)
    routes.get("/workers/{token}")(worker)
    routes.post("/look-up")(looked_up)
    routes.get("/findings")(findings)
    routes.get("/findings/{finding}")(finding_of)
    routes.get("/rejects")(rejects)
    routes.get("/files/{file}/rows/{row}")(row_of)
    return routes


def overview(request: Request, number: Number, who: Grower, before: Day = None) -> Response:
    """Show how the grower's pools, weeks and findings stand."""
    looked = look_own(request, number, who)
    whose = grower(looked, who)
    return show(
        request, "own.html.j2", looked, grower=whose, answered=answered(request, who),
        **facts_of_grower(looked, whose.grower_id, before),
    )  # fmt: skip


def period_of(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, number: Number, period: str, who: Grower,
    status: Annotated[str | None, Query(max_length=20)] = None,
    after: Annotated[str | None, Query(max_length=20, pattern="^[0-9a-f]*$")] = None,
) -> Response:  # fmt: skip
    """Show one of its periods."""
    looked = look_own(request, number, who)
    return show_period(request, looked, grower(looked, who), day_of(period), status, after)


def workers(request: Request, number: Number, who: Grower, after: Place = 0) -> Response:
    """List its workers, those first to whom most is missing."""
    looked = look_own(request, number, who)
    rows = looked.rows("own_workers", grower=party_of(who), after=after, most=51)
    return show(request, "own_workers.html.j2", looked, found=listing(rows, "place"))


def worker(request: Request, number: Number, token: str, who: Grower, period: Day = None) -> Response:
    """Show one of its workers."""
    return show_worker(request, look_own(request, number, who), token, period)


def looked_up(
    request: Request, number: Number, who: Grower, what: Annotated[str, Form(max_length=WHAT_AT_MOST)] = ""
) -> Response:
    """Go to one of its workers, or to a finding that it is told of."""
    return show_found(request, look_own(request, number, who), f"/own/{number}", what)


def findings(  # noqa: PLR0913, PLR0917 - what can be asked of the page
    request: Request, number: Number, who: Grower, kind: Word = None, answers: Word = None,
    class_: Annotated[str | None, Query(alias="class", max_length=40)] = None, period: Day = None, after: Word = None,
) -> Response:  # fmt: skip
    """List the findings that it is told of."""
    looked = look_own(request, number, who)
    wanted = {"kind": kind, "answers": answers, "class": class_}
    return show_findings(request, looked, None, wanted, period, after)


def finding_of(request: Request, number: Number, finding: Id, who: Grower) -> Response:
    """Explain one of them."""
    return show_finding(request, look_own(request, number, who), finding)


def rejects(
    request: Request, number: Number, who: Grower, table: Annotated[str | None, Query(max_length=20)] = None,
    after: Place = 0,
) -> Response:  # fmt: skip
    """List the rows of its files that were set aside."""
    looked = look_own(request, number, who)
    values = {"grower": None, "table": table if table in THEIRS else None}
    rows = looked.rows("rejects", after=after, most=51, **values)
    return show(
        request, "rejects.html.j2", looked, found=listing(rows, "place"), sums=looked.rows("reject_files", **values),
        files=file_places(looked.opened), asked={"table": values["table"], "grower": None}, growers=looked.growers(),
        tables=THEIRS, set_aside=[], later={},
    )  # fmt: skip


def row_of(
    request: Request, number: Number, who: Grower,
    file: Annotated[int, Path(ge=0, le=1_000_000)], row: Annotated[int, Path(ge=1, le=10**12)],
) -> Response:  # fmt: skip
    """Show a row by what the answer holds of it; the file itself may hold others' rows, and is not opened."""
    looked = look_own(request, number, who)
    name = next((name for name, place in file_places(looked.opened).items() if place == file), None)
    place = {"file": name, "row": row}
    rejects = looked.rows("own_rejects", **place)
    found = _read(looked, place)
    if not found and not rejects:
        raise nothing_here()
    table, cells = found or (rejects[0]["table_name"], [])
    sent = looked.rows("row_provenance", **place) or [r for r in rejects if r["from_file"] is not None]
    return show(
        request, "own_row.html.j2", looked, file=name, table=table, row=row, cells=cells, rejects=rejects,
        sent=sent[0] if sent else None,
    )  # fmt: skip


def _read(looked: Looked, place: dict[str, Any]) -> tuple[str, list[tuple[str, str, Any]]] | None:
    """Return the table and the cells (title, type, value) of a row of the answer."""
    for table in INPUTS.values():
        for row in looked.rows(f"own_{table.name}", **place):
            return table.name, [(column.name, column.type, row[column.stored]) for column in table.columns]
    return None


def grower(looked: Looked, who: Who) -> GrowerOf:
    """Return the grower who asks, as its answer knows it."""
    party = party_of(who)
    return looked.growers().get(slug_of(party)) or GrowerOf(party, None, slug_of(party))
