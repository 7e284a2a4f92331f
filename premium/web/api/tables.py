"""Every table of a run, and of a buyer's or grower's own answer: filtered, paged, and in four formats."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from datetime import date  # noqa: TC003 - FastAPI reads the annotations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as InPath
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from premium.errors import WorkspaceError
from premium.web.access import OVERSEERS, Allowed
from premium.web.api import spell
from premium.web.api.errors import Answer, says
from premium.web.api.once import Key, asked_once
from premium.web.api.runs import Number
from premium.web.api.sources import MEANINGS, source, sources
from premium.web.api.wanted import NEVER_IN_ADDRESS, unfit, wanted
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.web.slots import Slots
from premium.workspace.people import Who
from premium.workspace.runs import run
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from premium.web.api.wanted import Wanted
    from premium.workspace.shelf import Opened

MOST, USUAL = 1000, 100
FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
FILES_AT_ONCE = 4
NOT_FILTERS = frozenset({"limit", "after", "from", "to", "empty"})
PARTY = Allowed(Role.BUYER, Role.GROWER)

Table = Annotated[
    str,
    InPath(
        pattern=r"^[a-z_]{1,40}(\.(json|csv|xlsx|parquet))?$",
        description="a table's name, and after it the format: `.json`, `.csv`, `.xlsx` or `.parquet`. "
        "Without it the header Accept decides.",
        examples=["findings", "pools.csv"],
    ),
]
After = Annotated[str | None, Query(description="what the page before this one gave as `after`", examples=["0-99"])]
Limit = Annotated[int, Query(ge=1, le=MOST, description="rows of a page; a file has all rows")]
From = Annotated[date | None, Query(alias="from", description="the first day: of `period` where there is one")]
To = Annotated[date | None, Query(alias="to", description="the last day")]
Empty = Annotated[tuple[str, ...], Query(max_length=20, description="columns in which a row has nothing")]


class ColumnAnswer(Answer):
    """A column: money is `…_cents` in whole cents, a quantity `…_e4` in ten-thousandths."""

    name: str = Field(examples=["amount_cents"])
    type: str = Field(description="its SQL type", examples=["BIGINT"])
    meaning: str = Field(description="empty where the name says it", examples=["dollars on the line"])
    in_address: bool = Field(description="whether it can be filtered by in an address; else ask by `search`")


class TableAnswer(Answer):
    """A table: its columns, and those that make a row itself."""

    name: str = Field(examples=["findings"])
    rows: int | None = Field(description="null where nobody has counted them")
    key: tuple[str, ...]
    columns: tuple[ColumnAnswer, ...]


class TablesAnswer(Answer):
    """The tables of a run, or of an answer."""

    run: int
    tables: tuple[TableAnswer, ...]


class RowsAnswer(Answer):
    """Some rows; `after` asks for those that follow, and is null where there are none."""

    run: int
    table: str
    rows: tuple[dict[str, str | int | bool | None], ...]
    after: str | None


class Search(BaseModel):
    """What must not stand in an address: filters by any column, also those that name a worker."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    filters: dict[str, tuple[str, ...]] = Field(
        {}, description="for each column the values of which a row has one", examples=[{"worker_id": ["0074"]}]
    )
    empty: tuple[str, ...] = Field((), max_length=20, description="columns in which a row has nothing")
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    limit: int = Field(USUAL, ge=1, le=MOST)
    after: str | None = None


def router() -> APIRouter:
    """Return the routes: each twice, over whole runs and over answers."""
    routes, room = APIRouter(), Slots(FILES_AT_ONCE)
    _over(routes, "/runs/{number}/tables", OVERSEERS, _run, room)
    _over(routes, "/answers/{number}/tables", PARTY, _answer, room)
    return routes


def _run(request: Request, who: Who, number: int) -> Opened:
    run(site(request).workspace, who, number)
    return site(request).shelf.opened(number)


def _answer(request: Request, who: Who, number: int) -> Opened:
    run(site(request).workspace, who, number)
    try:
        return site(request).shelf.answer(number, who.role, who.party or "")
    except WorkspaceError:
        raise nothing_here() from None


def _over(
    routes: APIRouter, path: str, allowed: Allowed, opened: Callable[[Request, Who, int], Opened], room: Slots
) -> None:
    """Add the three routes that read tables from one kind of place."""

    def tables(request: Request, who: Annotated[Who, Depends(allowed)], number: Number) -> TablesAnswer:
        """Return the tables that there are, with their columns."""
        here = opened(request, who, number)
        return TablesAnswer(run=number, tables=tuple(_told(here, name) for name in sources(here)))

    def rows(  # noqa: PLR0913, PLR0917 - FastAPI reads them
        request: Request, who: Annotated[Who, Depends(allowed)], number: Number, table: Table,
        limit: Limit = USUAL, after: After = None, first: From = None, last: To = None, empty: Empty = (),
    ) -> Response:  # fmt: skip
        """Return rows of a table, filtered by `column=value` for any column that may stand in an address.

        A column given twice has either value. A worker, a line or a check is asked for by `search`.
        """
        here, (name, form) = opened(request, who, number), _format(request, table)
        asked = _filters(request, empty)
        found = wanted(here, source(here, name), asked, empty=empty, days=(first, last), after=after)
        return _answered(here, found, form, limit, room, who)

    def search(  # noqa: PLR0913, PLR0917 - FastAPI reads them
        request: Request, who: Annotated[Who, Depends(allowed)], number: Number, table: Table, key: Key, body: Search
    ) -> Response:
        """Return rows of a table, filtered by any of its columns; nothing of it stands in an address."""
        here, (name, form) = opened(request, who, number), _format(request, table)
        found = wanted(
            here, source(here, name), body.filters, empty=body.empty, days=(body.first, body.last), after=body.after
        )
        asked_once(request, who, key, body)
        return _answered(here, found, form, body.limit, room, who)

    of = path.split("/")[1]
    routes.get(path, responses=says(422, 503), operation_id=f"{of}_tables", tags=[of])(tables)
    routes.get(
        f"{path}/{{table}}", response_model=RowsAnswer, responses={**_files(), **says(413, 422, 503)},
        operation_id=f"{of}_rows", tags=[of],
    )(rows)  # fmt: skip
    routes.post(
        f"{path}/{{table}}/search", response_model=RowsAnswer, responses={**_files(), **says(503, post=True)},
        operation_id=f"{of}_search", tags=[of],
    )(search)  # fmt: skip


def _files() -> dict[int | str, dict[str, Any]]:
    """Say in which formats rows come beside JSON."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    files: dict[str, Any] = {kind.split(";", maxsplit=1)[0]: binary for name, kind in FORMATS.items() if name != "json"}
    return {200: {"content": files}}


def _told(opened: Opened, name: str) -> TableAnswer:
    found = source(opened, name)
    columns = wanted(opened, found, {}).columns
    return TableAnswer(
        name=name,
        rows=found.rows,
        key=found.key,
        columns=tuple(
            ColumnAnswer(name=c, type=kind, meaning=MEANINGS.get(c, ""), in_address=c not in NEVER_IN_ADDRESS)
            for c, kind in columns.items()
        ),
    )


def _format(request: Request, table: str) -> tuple[str, str]:
    """Return a table's name and the format that it is wanted in."""
    name, _, form = table.partition(".")
    if form:
        return name, form
    accepted = request.headers.get("accept", "")
    kinds = {kind.split(";", maxsplit=1)[0]: form for form, kind in FORMATS.items()}
    wished = (part.split(";", maxsplit=1)[0].strip().lower() for part in accepted.split(","))
    return name, next((kinds[kind] for kind in wished if kind in kinds), "json")


def _filters(request: Request, empty: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return what is asked of columns in the address.

    Raises:
        Problem: 422, one of them must not stand there.
    """
    asked: dict[str, list[str]] = {}
    for name, text in request.query_params.multi_items():
        if name not in NOT_FILTERS:
            asked.setdefault(name, []).append(text)
    for name in (*asked, *empty):
        if name in NEVER_IN_ADDRESS:
            raise unfit(name, "that cannot stand in an address", "POST it to this address with /search after it.")
    return asked


def _answered(  # noqa: PLR0913, PLR0917 - what, of what, and for whom
    opened: Opened, found: Wanted, form: str, limit: int, room: Slots, who: Who
) -> Response:
    """Answer in the format that is wanted; files take a slot for as long as they are made or sent."""
    name = found.source.name
    if form == "json":
        rows, after = spell.page(opened, found, limit)
        return JSONResponse({"run": opened.number, "table": name, "rows": rows, "after": after})
    headers = {"Content-Disposition": f'attachment; filename="{name}-run-{opened.number}.{form}"'}
    with ExitStack() as held:
        held.enter_context(room.one(who.id))
        if form == "csv":
            pieces = spell.as_csv(opened, found)
            after_all = BackgroundTask(held.pop_all().close)
            return StreamingResponse(pieces, media_type=FORMATS[form], headers=headers, background=after_all)
        place = Path(tempfile.mkdtemp(prefix="premium-table-"))
        held.callback(shutil.rmtree, place, ignore_errors=True)
        target = place / f"table.{form}"
        write = spell.write_workbook if form == "xlsx" else spell.write_parquet
        write(opened, found, target)
        after_all = BackgroundTask(held.pop_all().close)
        return FileResponse(target, media_type=FORMATS[form], headers=headers, background=after_all)
    raise AssertionError
