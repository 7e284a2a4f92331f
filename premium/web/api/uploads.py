"""Files that are sent: received whole or not at all, then brought into the records by a job."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from premium.web.access import Allowed, Monitor
from premium.web.api.errors import Answer, says
from premium.web.api.jobs import JobAnswer, asked_for, job_answer
from premium.web.api.once import Key, done_once
from premium.web.api.runs import Before, Most, moment
from premium.web.arrive import arrive
from premium.web.site import site
from premium.workspace import jobs, once
from premium.workspace import uploads as kept
from premium.workspace.asked import TableName, Text
from premium.workspace.people import Who
from premium.workspace.records import take_back
from premium.workspace.tables import Role, Upload, UploadState
from premium.workspace.uploads import Receiving

if TYPE_CHECKING:
    pass

Sender = Annotated[Who, Depends(Allowed(Role.MONITOR, Role.BUYER, Role.GROWER))]
Id = Annotated[str, Path(pattern="^[0-9a-f]{4,64}$", description="an id", examples=["5f1c2a9be07d4433"])]
Name = Annotated[str, Query(min_length=1, max_length=255, description="the file's name", examples=["week-03.csv"])]
TableOf = Annotated[
    TableName | None, Query(description="which of premium's own tables it is; without it whatever fits is taken")
]
ProfileOf = Annotated[Text | None, Query(description="the id of the profile that it is read by, for a sender's file")]
AS_BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "the file's own bytes",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class UploadAnswer(Answer):
    """A file as it was received, and what became of it."""

    id: str = Field(examples=["5f1c2a9be07d4433"])
    name: str = Field(examples=["week-03.csv"])
    size: int = Field(description="bytes")
    sha256: str
    state: UploadState
    table: str | None = Field(description="null while it is not read")
    profile: str | None = Field(description="null where it was read as one of premium's own tables")
    grower_id: str | None
    buyer_id: str | None
    told: dict[str, Any] | None = Field(description="what was read of it and what was not; null while it is not read")
    received_at: datetime


class UploadsAnswer(Answer):
    """Some uploads, the newest first; `before` asks for those before them."""

    uploads: tuple[UploadAnswer, ...]
    before: int | None


class SentAnswer(Answer):
    """A file that was received; the job brings it into the records."""

    upload: UploadAnswer
    already_here: bool = Field(description="whether the same bytes had arrived before")
    job: JobAnswer


class Bring(BaseModel):
    """How an upload is brought into the records; the last four are for a monitor to say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: TableName | None = None
    profile: Text | None = None
    replaces: Text | None = Field(None, description="the upload in whose place it comes")
    grower: Text | None = Field(None, description="whose it is, where the file does not say")
    buyer: Text | None = None
    beside: bool = Field(default=False, description="take it beside a file that it looks like")
    despite_totals: bool = Field(default=False, description="take it though its totals do not agree")


class Propose(BaseModel):
    """What a profile is proposed for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    table: TableName | None = None


async def sent(  # noqa: PLR0913, PLR0917 - FastAPI reads them
    request: Request, who: Sender, key: Key, name: Name, table: TableOf = None, profile: ProfileOf = None
) -> SentAnswer:
    """Send a file: it is hashed and limited while it arrives, and a job brings it into the records.

    Growers and buyers send what they keep themselves. Where neither table nor profile is named, the one that fits
    is taken; where none fits the file is refused, and a monitor can have a profile proposed.
    """
    here = site(request)
    here.rates.hit("upload", who.id)
    with site(request).room.one(who.id):
        most, called = here.settings.upload_bytes, once.name(who, key)
        file = await run_in_threadpool(lambda: Receiving(here.workspace, who, name, most_bytes=most, upload_id=called))
        try:
            await arrive(request, file)
            reading = {"table": table, "profile": profile}
            return await run_in_threadpool(_keep, request, who, key, file, reading)
        finally:
            file.abort()


def _keep(request: Request, who: Who, key: str, file: Receiving, reading: dict[str, str | None]) -> SentAnswer:
    workspace = site(request).workspace

    def keep(called: str) -> SentAnswer:
        received = file.finish()
        job = jobs.ask(workspace, who, "ingest", {"upload": received.upload.id, **reading}, called)
        return SentAnswer(upload=_told(received.upload), already_here=received.already_here, job=job_answer(job))

    return done_once(request, who, key, file.sha256, SentAnswer, keep)


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["uploads"])
    routes.post(
        "/uploads", status_code=202, responses=says(408, 415, 503, post=True), operation_id="send",
        openapi_extra=AS_BYTES,
    )(sent)  # fmt: skip
    routes.get("/uploads", responses=says(422))(listed)
    routes.get("/uploads/{upload}", responses=says(422))(one)
    routes.post("/uploads/{upload}/ingest", status_code=202, responses=says(post=True))(brought_in)
    routes.post("/uploads/{upload}/guess", status_code=202, responses=says(post=True))(guessed)
    routes.post("/uploads/{upload}/take-back", responses=says(post=True))(taken_back)
    return routes


def listed(
    request: Request, who: Sender, before: Before = None, limit: Most = 50, state: UploadState | None = None
) -> UploadsAnswer:
    """Return uploads, the newest first: a monitor sees all, others those of their own party."""
    page = kept.uploads(site(request).workspace, who, before=before, most=limit, state=state)
    return UploadsAnswer(uploads=tuple(map(_told, page.rows)), before=page.before)


def one(request: Request, who: Sender, upload: Id) -> UploadAnswer:
    """Return one upload, with what was read of it."""
    return _told(kept.upload(site(request).workspace, who, upload))


def brought_in(request: Request, who: Sender, key: Key, upload: Id, body: Bring) -> JobAnswer:
    """Bring an upload into the records again: by another profile, or in the place of an earlier one."""
    return asked_for(request, who, key, "ingest", body, {"upload": upload, **body.model_dump()})


def guessed(request: Request, who: Monitor, key: Key, upload: Id, body: Propose) -> JobAnswer:
    """Have a profile proposed for a file; nothing is read by it until a monitor saves it."""
    return asked_for(request, who, key, "guess", body, {"upload": upload, **body.model_dump()})


def taken_back(request: Request, who: Monitor, key: Key, upload: Id) -> UploadAnswer:
    """Take an upload out of the records again; its bytes as received stay."""
    workspace = site(request).workspace
    return done_once(request, who, key, "", UploadAnswer, lambda _: _told(take_back(workspace, who, upload)))


def _told(upload: Upload) -> UploadAnswer:
    return UploadAnswer.model_validate(
        {
            "id": upload.id, "name": upload.name, "size": upload.size, "sha256": upload.sha256, "state": upload.state,
            "table": upload.table_name, "profile": upload.profile, "grower_id": upload.grower_id,
            "buyer_id": upload.buyer_id, "told": upload.told, "received_at": moment(upload.received_at),
        }
    )  # fmt: skip
