"""Rows of a table as an answer: what can be asked of them in an address, and the four formats that they come in."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse

from premium.web.api import spell
from premium.web.api.errors import Answer
from premium.web.api.wanted import NEVER_IN_ADDRESS, unfit
from premium.workspace.asked import Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.types import Receive, Scope, Send

    from premium.web.api.wanted import Wanted
    from premium.web.slots import Slots
    from premium.workspace.shelf import Opened

MOST, USUAL = 1000, 100
FORMATS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
PIECE = 1 << 18
NOT_FILTERS = frozenset({"limit", "after", "from", "to", "empty"})

After = Annotated[str | None, Query(description="what the page before this one gave as `after`", examples=["0-99"])]
Limit = Annotated[int, Query(ge=1, le=MOST, description="rows of a page; a file has all rows")]
From = Annotated[Day | None, Query(alias="from", description="the first day: of `period` where there is one")]
To = Annotated[Day | None, Query(alias="to", description="the last day")]
Empty = Annotated[tuple[str, ...], Query(max_length=20, description="columns in which a row has nothing")]


class RowsAnswer(Answer):
    """Some rows; `after` asks for those that follow, and is null where there are none."""

    run: int
    table: str
    rows: tuple[dict[str, str | int | bool | None], ...]
    after: str | None


def in_files() -> dict[int | str, dict[str, Any]]:
    """Say in which formats rows come beside JSON."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    files: dict[str, Any] = {kind.split(";", maxsplit=1)[0]: binary for name, kind in FORMATS.items() if name != "json"}
    return {200: {"content": files}}


def wanted_format(request: Request, table: str) -> tuple[str, str]:
    """Return a table's name and the format that it is wanted in."""
    name, _, form = table.partition(".")
    if form:
        return name, form
    accepted = request.headers.get("accept", "")
    kinds = {kind.split(";", maxsplit=1)[0]: form for form, kind in FORMATS.items()}
    wished = (part.split(";", maxsplit=1)[0].strip().lower() for part in accepted.split(","))
    return name, next((kinds[kind] for kind in wished if kind in kinds), "json")


def filters(request: Request, empty: Sequence[str]) -> Mapping[str, Sequence[str]]:
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


def answered(  # noqa: PLR0913, PLR0917 - what, of what, and for whom
    request: Request, opened: Opened, found: Wanted, form: str, limit: int, room: Slots
) -> Response:
    """Answer in the format that is wanted; files take a slot for as long as they are made or sent."""
    name = found.source.name
    if form == "json":
        rows, after = spell.page(opened, found, limit)
        return JSONResponse({"run": opened.number, "table": name, "rows": rows, "after": after})
    headers = {"Content-Disposition": f'attachment; filename="{name}-run-{opened.number}.{form}"'}
    with ExitStack() as held:
        held.enter_context(room.one(request.state.who.id))
        if form == "csv":
            pieces = spell.as_csv(held.enter_context(opened.beside()), found)
            return Sent(pieces, held.pop_all(), media_type=FORMATS[form], headers=headers)
        place = Path(tempfile.mkdtemp(prefix="premium-table-"))
        held.callback(shutil.rmtree, place, ignore_errors=True)
        target = place / f"table.{form}"
        write = spell.write_workbook if form == "xlsx" else spell.write_parquet
        write(opened, found, target)
        headers["Content-Length"] = str(target.stat().st_size)
        return Sent(_pieces(target), held.pop_all(), media_type=FORMATS[form], headers=headers)
    raise AssertionError


class Sent(StreamingResponse):
    """A file as it is sent; what it holds is let go of however that ends: sent, broken off, or never begun."""

    def __init__(self, pieces: Iterator[bytes], held: ExitStack, **more: Any) -> None:  # noqa: ANN401 - as it is made
        """Keep what is held."""
        super().__init__(pieces, **more)
        self._held = held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._held.close()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")
