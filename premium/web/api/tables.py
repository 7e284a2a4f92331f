"""Every table of a run, and of a buyer's or grower's own answer: filtered, paged, and in four formats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from premium.errors import WorkspaceError
from premium.web.access import OVERSEERS, Allowed
from premium.web.api.errors import Answer, says
from premium.web.api.once import Key, asked_once
from premium.web.api.rows import (
    MOST,
    USUAL,
    After,
    Empty,
    From,
    Limit,
    RowsAnswer,
    To,
    answered,
    filters,
    in_files,
    wanted_format,
)  # fmt: skip
from premium.web.api.runs import Number
from premium.web.api.sources import MEANINGS, source, sources
from premium.web.api.wanted import NEVER_IN_ADDRESS, wanted
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.web.slots import Slots
from premium.workspace.asked import Day
from premium.workspace.runs import run
from premium.workspace.tables import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.workspace.people import Who
    from premium.workspace.shelf import Opened

FILES_AT_ONCE = 4
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


class Search(BaseModel):
    """What must not stand in an address: filters by any column, also those that name a worker."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    filters: dict[str, tuple[str, ...]] = Field(
        {}, description="for each column the values of which a row has one", examples=[{"worker_id": ["W-74"]}]
    )
    empty: tuple[str, ...] = Field((), max_length=20, description="columns in which a row has nothing")
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    limit: int = Field(USUAL, ge=1, le=MOST)
    after: str | None = None


def router() -> APIRouter:
    """Return the routes: each twice, over whole runs and over answers."""
    routes, room = APIRouter(), Slots(FILES_AT_ONCE)
    Shelved("runs", OVERSEERS, _run, room).add_to(routes)
    Shelved("answers", PARTY, _answer, room).add_to(routes)
    return routes


def _run(request: Request, number: int) -> Opened:
    run(site(request).workspace, request.state.who, number)
    return site(request).shelf.opened(number)


def _answer(request: Request, number: int) -> Opened:
    who: Who = request.state.who
    run(site(request).workspace, who, number)
    try:
        return site(request).shelf.answer(number, who.role, who.party or "")
    except WorkspaceError:
        raise nothing_here() from None


@dataclass(frozen=True, slots=True)
class Shelved:
    """The three routes that read tables from one kind of place."""

    of: str
    allowed: Allowed
    opened: Callable[[Request, int], Opened]
    room: Slots

    def add_to(self, routes: APIRouter) -> None:
        """Add them."""
        path, may = f"/{self.of}/{{number}}/tables", [Depends(self.allowed)]
        routes.get(
            path, dependencies=may, responses=says(409, 422, 503), operation_id=f"{self.of}_tables", tags=[self.of]
        )(self.tables)
        routes.get(
            f"{path}/{{table}}", dependencies=may, response_model=RowsAnswer, tags=[self.of],
            responses={**in_files(), **says(409, 413, 422, 503)}, operation_id=f"{self.of}_rows",
        )(self.rows)  # fmt: skip
        routes.post(
            f"{path}/{{table}}/search", dependencies=may, response_model=RowsAnswer, tags=[self.of],
            responses={**in_files(), **says(503, post=True)}, operation_id=f"{self.of}_search",
        )(self.search)  # fmt: skip

    def tables(self, request: Request, number: Number) -> TablesAnswer:
        """Return the tables that there are, with their columns."""
        here = self.opened(request, number)
        return TablesAnswer(run=number, tables=tuple(_told(here, name) for name in sources(here)))

    def rows(  # noqa: PLR0913, PLR0917 - FastAPI reads them
        self, request: Request, number: Number, table: Table, limit: Limit = USUAL, after: After = None,
        first: From = None, last: To = None, empty: Empty = (),
    ) -> Response:  # fmt: skip
        """Return rows of a table, filtered by `column=value` for any column that may stand in an address.

        A column given twice has either value. A worker, a line or a check is asked for by `search`.
        """
        here, (name, form) = self.opened(request, number), wanted_format(request, table)
        asked = filters(request, empty)
        found = wanted(here, source(here, name), asked, empty=empty, days=(first, last), after=after)
        return answered(request, here, found, form, limit, self.room)

    def search(self, request: Request, number: Number, table: Table, key: Key, body: Search) -> Response:
        """Return rows of a table, filtered by any of its columns; nothing of it stands in an address."""
        here, (name, form) = self.opened(request, number), wanted_format(request, table)
        days = (body.first, body.last)
        found = wanted(here, source(here, name), body.filters, empty=body.empty, days=days, after=body.after)
        asked_once(request, request.state.who, key, body)
        return answered(request, here, found, form, body.limit, self.room)


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
