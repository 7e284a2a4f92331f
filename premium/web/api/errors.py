"""What the API answers when something cannot be: one form for all, and said of every route in the OpenAPI."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    """What all answers share: they are not changed once they are made."""

    model_config = ConfigDict(frozen=True)


class Told(Answer):
    """What is wrong: a code for programs, a sentence for people, and what to do about it."""

    code: str = Field(description="a word that does not change between versions", examples=["not_found"])
    message: str = Field(description="a sentence for a person", examples=["There is nothing here, or nothing for you."])
    hint: str = Field(description="what to do now; empty where there is nothing to say", examples=[""])


class ErrorAnswer(Answer):
    """The answer to what cannot be."""

    error: Told


SAYS = {
    400: "What was sent cannot be understood: an Idempotency-Key is missing, or the body broke off.",
    401: "Nobody is signed in, or the key has ended.",
    403: "A page sent it without its token, or another site did.",
    404: "There is nothing here, or nothing for you; nobody can tell them apart.",
    408: "The body came too slowly.",
    409: "The Idempotency-Key was used for something else, or what it asked for is still being done; or the state "
    "of things does not allow it.",
    410: "It was kept for a while only, and is gone.",
    413: "It is larger than is taken, or than a file of this kind holds.",
    415: "It is a form; the bytes themselves are wanted.",
    422: "A value does not fit; the message says which.",
    429: "It was asked too often; Retry-After says how long to wait.",
    503: "Too much is being done at once, or the engine ran out of memory; Retry-After says how long to wait.",
}
FORM = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}
"""Said in full, as a route of events or files would else say its errors in its own media type."""

WAITS = frozenset({429, 503})
AT_ALL = (401, 404, 429)
"""What any route can answer: who asks is not known, is of another role, or asks too often."""

AT_POST = (400, 403, 409, 413, 422)
"""What any route that changes something can answer besides."""


def says(*statuses: int, post: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return the errors of a route for its OpenAPI: those of all routes, and `statuses`."""
    wanted = {*AT_ALL, *(AT_POST if post else ()), *statuses}
    return {status: _one(status) for status in sorted(wanted)}


def _one(status: int) -> dict[str, Any]:
    said: dict[str, Any] = {"description": SAYS[status], "content": FORM}
    if status in WAITS:
        said["headers"] = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "string"}}}
    return said
