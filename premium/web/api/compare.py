"""Two runs beside each other: which findings appeared, vanished or changed, in workers and cents."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response
from pydantic import Field

from premium.web.access import Overseer
from premium.web.api.errors import Answer, says
from premium.web.api.rows import (
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
from premium.web.api.runs import HIGHEST
from premium.web.api.sources import Source
from premium.web.api.wanted import wanted
from premium.web.site import site
from premium.web.slots import Slots
from premium.workspace.compare import compared
from premium.workspace.runs import run

if TYPE_CHECKING:
    from premium.workspace.compare import Compared

Older = Annotated[int, Path(ge=1, le=HIGHEST, description="a run's number", examples=[1])]
Newer = Annotated[int, Path(ge=1, le=HIGHEST, description="the number of the run to hold beside it", examples=[1])]


class Became(Answer):
    """What became of some findings, and the money on them in each run."""

    became: Literal["appeared", "vanished", "changed", "same"]
    findings: int
    workers: int
    older_cents: int
    newer_cents: int
    kind: str | None = Field(None, description="null in a sum over all kinds")
    grower_id: str | None = Field(None, description="null in a sum over all growers, or where a finding has none")


class ComparedAnswer(Answer):
    """Two runs, compared."""

    older: int
    newer: int
    only_grower: str | None = Field(description="the one grower that was compared, where a run looked at one only")
    in_all: tuple[Became, ...]
    by_kind: tuple[Became, ...]


Differing = Annotated[
    str,
    Path(
        pattern=r"^differences(\.(json|csv|xlsx|parquet))?$",
        description="the findings that are not the same, and the format that they are wanted in",
        examples=["differences.csv"],
    ),
]


@dataclass(frozen=True, slots=True)
class Comparing:
    """The routes that compare, and how many files of differences are made at once."""

    room: Slots

    def counted(self, request: Request, who: Overseer, older: Older, newer: Newer) -> ComparedAnswer:
        """Count what appeared, vanished and changed between two runs, in all and per kind and grower."""
        found = _compared(request, who, older, newer)
        return ComparedAnswer(
            older=older, newer=newer, only_grower=found.only_grower,
            in_all=tuple(Became.model_validate(asdict(b)) for b in found.in_all),
            by_kind=tuple(Became.model_validate(asdict(b)) for b in found.by_kind),
        )  # fmt: skip

    def rows(  # noqa: PLR0913, PLR0917 - FastAPI reads them
        self, request: Request, who: Overseer, older: Older, newer: Newer, table: Differing, limit: Limit = USUAL,
        after: After = None, first: From = None, last: To = None, empty: Empty = (),
    ) -> Response:  # fmt: skip
        """Return the findings that are not the same in both runs, filtered as any table."""
        _, form = wanted_format(request, table)
        asked = filters(request, empty)
        found = _compared(request, who, older, newer)
        opened = site(request).shelf.opened(newer)
        differences = Source("differences", (found.differences,), None)
        rows = wanted(opened, differences, asked, empty=empty, days=(first, last), after=after)
        return answered(request, opened, rows, form, limit, self.room)


def router() -> APIRouter:
    """Return the routes."""
    routes, comparing = APIRouter(tags=["runs"]), Comparing(Slots(2, 1))
    said = says(409, 413, 422, 503)
    path = "/runs/{older}/compare/{newer}"
    routes.get(path, responses=said, operation_id="compare")(comparing.counted)
    routes.get(
        f"{path}/{{table}}", response_model=RowsAnswer, responses={**in_files(), **said}, operation_id="differences"
    )(comparing.rows)
    return routes


def _compared(request: Request, who: Overseer, older: int, newer: int) -> Compared:
    here = site(request)
    for number in (older, newer):
        run(here.workspace, who, number)
    return compared(here.workspace, older, newer, here.settings.run_memory)
