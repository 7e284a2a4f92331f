"""Files that are sent: dropped in a form, read by a job, and shown with what was taken and what was not."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from premium import money
from premium.tables import INPUTS
from premium.web.access import Allowed, Monitor
from premium.web.forms import SentForm, receive_form
from premium.web.pages.render import page
from premium.web.problems import Problem
from premium.web.site import site
from premium.workspace import jobs, records
from premium.workspace import uploads as kept
from premium.workspace.likeness import as_told
from premium.workspace.people import Who
from premium.workspace.profiles import profiles, unreadable
from premium.workspace.slots import marked
from premium.workspace.tables import PARTIES, JobState, Role, UploadState
from premium.workspace.told import in_words
from premium.workspace.uploads import Received, Receiving

if TYPE_CHECKING:
    from premium.web.settings import Settings
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Upload

SENDERS = (Role.MONITOR, Role.BUYER, Role.GROWER)
Sender = Annotated[Who, Depends(Allowed(*SENDERS))]
Streaming = Annotated[Who, Depends(Allowed(*SENDERS, streams=True))]
Id = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$")]
Text = Annotated[str, Form(max_length=200)]
PAGE = 50
FILES_AT_MOST = 100
"""Files in one form; all of them together are held to the limit of an upload."""
UNTOLD: dict[str, Any] = {
    "message": "", "hint": "", "lines": None, "days": None, "set_aside": [], "totals": [], "warnings": [],
    "looks_like": None,
}  # fmt: skip
"""What is told of a file of which nothing is known yet."""
OUT_OF_HAND = frozenset({UploadState.TAKEN, UploadState.REPLACED, UploadState.TAKEN_BACK})
"""What became of a file of which it does not matter how it was last read."""
AMOUNT = "amount"
"""The column that is money; totals of others are in ten-thousandths."""
AS_TABLE, BY_PROFILE = "table:", "profile:"


def router(settings: Settings) -> APIRouter:  # noqa: ARG001 - every part of the pages is made alike
    """Return the routes."""
    routes = APIRouter()
    routes.get("/uploads")(listed)
    routes.post("/uploads")(sent)
    routes.get("/uploads/{upload_id}")(one)
    routes.post("/uploads/{upload_id}/bring")(brought)
    routes.post("/uploads/{upload_id}/take-back")(taken_back)
    routes.post("/uploads/{upload_id}/propose")(proposed)
    return routes


def listed(
    request: Request,
    who: Sender,
    before: Annotated[int | None, Query(ge=0, le=2**53)] = None,
    again: Annotated[str, Query(pattern=r"^([0-9a-f]{4,64}(,|$)){0,100}$")] = "",
) -> Response:
    """List what was sent, the newest first, below the form that sends more; `again` had been sent before."""
    workspace = site(request).workspace
    found = kept.uploads(workspace, who, before=before, most=PAGE)
    twice = kept.of_ids(workspace, who, again.split(",")) if again else []
    broken = unreadable(workspace) if who.role == Role.MONITOR else {}
    wrong = [(name, in_words(error, workspace.path)) for name, error in broken.items()]
    return page(
        request, "uploads.html.j2", found=found, twice=twice, wrong=wrong, ways=ways(request, who), **_whose(who)
    )


def _whose(who: Who) -> dict[str, object]:
    """Return what only a monitor is asked: whose a file is that does not say so itself."""
    return {"may_say_whose": who.role not in PARTIES}


def ways(request: Request, who: Who, only: str | None = None) -> list[tuple[str, str, str]]:
    """Return how a file may be read: as a table that this person keeps, or by a profile; value, group and name.

    `only` names one table. A party is shown those that its own files were read by: the rest may be called after others.
    """
    workspace = site(request).workspace
    keeps = {Role.BUYER: "buyer", Role.GROWER: "grower"}.get(who.role)
    tables = [t for t in INPUTS.values() if keeps in (None, t.whose) and only in (None, t.name)]
    used = None if who.role not in PARTIES else {u.profile for u in kept.uploads(workspace, who, most=200).rows}
    by_profile = [
        loaded.profile
        for loaded in profiles(workspace)
        if loaded.profile.table in {t.name for t in tables} and (used is None or loaded.profile.id in used)
    ]
    return [
        *((f"{AS_TABLE}{t.name}", "table", t.name) for t in tables),
        *((f"{BY_PROFILE}{p.id}", "profile", p.id) for p in by_profile),
    ]


async def sent(request: Request, who: Streaming) -> Response:
    """Take files, and ask for each to be brought into the records."""
    here = site(request)
    here.rates.hit("upload", who.id)

    def begin(name: str, _: dict[str, str]) -> Receiving:
        return Receiving(here.workspace, who, name, most_bytes=here.settings.upload_bytes)

    with here.room.one(who.id):
        form = await receive_form(request, who, begin, FILES_AT_MOST)
        if not form.files:
            raise Problem(422, "no_file", "No file was chosen.", hint="Go back, and choose one.")
        received = await run_in_threadpool(_keep, here.workspace, who, form)
    if len(received) > 1:
        twice = dict.fromkeys(file.upload.id for file in received if file.already_here)
        return RedirectResponse(f"/uploads{'?again=' + ','.join(twice) if twice else ''}", 303)
    (file,) = received
    return RedirectResponse(f"/uploads/{file.upload.id}{'?again=1' if file.already_here else ''}", 303)


def _keep(workspace: Workspace, who: Who, form: SentForm[Receiving]) -> list[Received]:
    """Keep files that have arrived, and ask for each to be brought in; should one fail, those after it are gone.

    One that had been sent before is read again unless it is in the records, or is about to be read.
    """
    kept, read = [], read_as(form.fields)
    try:
        for file in form.files:
            kept.append(received := file.finish())
            if not received.already_here or _is_unread(workspace, received.upload):
                jobs.ask(workspace, who, "ingest", {"upload": received.upload.id, **read}, secrets.token_hex(8))
    finally:
        for file in form.files[len(kept) :]:
            file.abort()
    return kept


def _is_unread(workspace: Workspace, upload: Upload) -> bool:
    """Return whether a file is not in the records, and will not be by itself."""
    if upload.state == UploadState.TAKEN:
        return False
    reading = jobs.reading_of(workspace, upload.id)
    return reading is None or reading.state in jobs.FINAL


def read_as(fields: dict[str, str]) -> dict[str, str]:
    """Return how the form says that a file is read, and whose it is."""
    way = fields.get("way", "")
    read = {
        "table": way.removeprefix(AS_TABLE) if way.startswith(AS_TABLE) else "",
        "profile": way.removeprefix(BY_PROFILE) if way.startswith(BY_PROFILE) else "",
        "grower": fields.get("grower", "").strip(),
        "buyer": fields.get("buyer", "").strip(),
    }
    return {name: said for name, said in read.items() if said}


def one(request: Request, who: Sender, upload_id: Id, again: Annotated[str, Query(max_length=1)] = "") -> Response:
    """Show a file: whose it is, what was taken of it, what was set aside and why, and what can be done."""
    workspace = site(request).workspace
    upload = kept.upload(workspace, who, upload_id)
    reading = jobs.reading_of(workspace, upload_id)
    working = reading is not None and reading.state not in jobs.FINAL
    ended = reading.state if reading is not None and upload.state not in OUT_OF_HAND else ""
    told = UNTOLD | (upload.told or {})
    return page(
        request, "upload.html.j2", upload=upload, told=told, totals=[_stated(total) for total in told["totals"]],
        working=working, failed=UNTOLD | (reading.told or {}) if ended == JobState.FAILED and reading else None,
        cancelled=ended == JobState.CANCELLED, again=bool(again), ways=ways(request, who),
        instead=None if working else _instead(workspace, who, upload), **_whose(who),
    )  # fmt: skip


def _instead(workspace: Workspace, who: Who, upload: Upload) -> dict[str, str] | None:
    """Return in whose place a file that was refused can come, if this person can say so: what is asked, and its name.

    What was told is for who sent the file; a monitor knows the other one also where its sender does not.
    """
    told = upload.told or {}
    like = told.get("looks_like") if upload.state == UploadState.REFUSED else None
    if like is None:
        return None
    way = f"{BY_PROFILE}{upload.profile}" if upload.profile else f"{AS_TABLE}{upload.table_name}"
    if like["name"] is not None and (like["upload"] is not None or who.role == Role.MONITOR):
        return {"way": way, "replaces": like["upload"] or like["name"], "file": like["name"]}
    name = marked(workspace, told["table"], like.get("mark", "")) if who.role == Role.MONITOR else None
    if name is None:
        return None
    return {"way": way, "replaces": name, "file": as_told(workspace, who, name).name or name}


def _stated(total: dict[str, Any]) -> dict[str, Any]:
    """Return a total that does not agree with both its sides in words; what cannot be read is said to be so."""

    def written(value: int | None) -> str | None:
        if value is None:
            return None
        return money.dollars(value) if total["column"] == AMOUNT else money.plain(value, 4)

    return {**total, "stated": written(total["stated"]), "read": written(total["read"])}


def brought(  # noqa: PLR0913, PLR0917 - the fields of the form
    request: Request,
    who: Sender,
    upload_id: Id,
    way: Text = "",
    grower: Text = "",
    buyer: Text = "",
    replaces: Text = "",
    beside: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box that is ticked
    despite_totals: Annotated[bool, Form()] = False,  # noqa: FBT002 - the same
) -> Response:
    """Ask for a file that was refused, or taken back, to be brought in another way, as far as this person may say."""
    asked = {"upload": upload_id, **read_as({"way": way, "grower": grower, "buyer": buyer})}
    asked |= {"replaces": replaces} if replaces else {}
    jobs.ask(site(request).workspace, who, "ingest", {**asked, "beside": beside, "despite_totals": despite_totals})
    return RedirectResponse(f"/uploads/{upload_id}", 303)


def taken_back(request: Request, who: Monitor, upload_id: Id) -> Response:
    """Take a file out of the records again; it stays as it was received."""
    records.take_back(site(request).workspace, who, upload_id)
    return RedirectResponse(f"/uploads/{upload_id}", 303)


def proposed(request: Request, who: Monitor, upload_id: Id) -> Response:
    """Ask for a profile to be proposed from a file."""
    job = jobs.ask(site(request).workspace, who, "guess", {"upload": upload_id})
    return RedirectResponse(f"/jobs/{job.id}", 303)
