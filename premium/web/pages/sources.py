"""A row as it stands in its file: what every figure goes back to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from premium.ingest.provenance import BESIDE, NAME, SET_ASIDE, TEXT
from premium.web.access import Overseer
from premium.web.pages.look import Number, ask, look, show
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace.source import TWIN, Cells, rows_as_sent

if TYPE_CHECKING:
    from premium.web.settings import Settings
    from premium.workspace.shelf import Opened

CELLS = 500
"""Cells of a row that a page shows."""


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/runs/{number}/files/{file}/rows/{row}")(shown)
    return routes


def file_places(opened: Opened) -> dict[str, int]:
    """Return the place of each file of a run or of an answer: addresses hold it, for its name may say whose it is."""
    return opened.once("files", lambda: {name: n for n, name in enumerate(_files(opened))})


def _files(opened: Opened) -> list[str]:
    """Return the files of a run in the order of its manifest, or those that an answer has rows of."""
    if "files" in opened.run.manifest:
        return [file["source_file"] for file in opened.run.manifest["files"]]
    return [row["source_file"] for row in ask(opened, "own_files")]


def shown(
    request: Request, number: Number, _: Overseer,
    file: Annotated[int, Path(ge=0, le=1_000_000)], row: Annotated[int, Path(ge=1, le=10**12)],
) -> Response:  # fmt: skip
    """Show a row: each cell below its title, as it is written there, and where its sender wrote it."""
    looked = look(request, number)
    files = looked.opened.run.manifest["files"]
    if file >= len(files):
        raise nothing_here()
    told = files[file]
    records = site(request).workspace.run(number) / "records"
    cells = rows_as_sent(records, told["source_file"], [row]).get(row)
    if cells is None:
        raise nothing_here()
    place = {"file": told["source_file"], "row": row}
    sent = looked.rows("row_provenance", **place)
    rejects = looked.rows("row_reject", **place)
    return show(
        request, "row.html.j2", looked, file=told, place=file, row=row, cells=own(cells), as_sent=as_sent(cells),
        sent=sent[0] if sent else None, rejects=rejects, wrong={r["column_name"] for r in rejects},
    )  # fmt: skip


def own(cells: Cells) -> Cells:
    """Return the cells of a row that are its table's; what `premium ingest` noted beside them is told apart."""
    return [(title.rstrip(TWIN), text) for title, text in cells if title not in BESIDE][:CELLS]


def as_sent(cells: Cells) -> list[str]:
    """Return the cells of the sender's own row, where they were kept because the line was set aside."""
    noted: dict[str, Any] = {title: text for title, text in cells if title in TEXT and title not in NAME | SET_ASIDE}
    try:
        kept = json.loads(noted.get("from_text") or "[]")
    except ValueError:
        return []
    return ["" if c is None else str(c) for c in kept][:CELLS] if isinstance(kept, list) else []
