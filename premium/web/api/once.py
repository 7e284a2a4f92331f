"""Each POST has an Idempotency-Key: sent again it is not done again, and with another body it is refused.

The answer of what was done is kept for a week. A question changes nothing, and is asked again: what a run says never
changes, and workers' rows are not kept in the database.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends, Request

from premium.web.problems import Problem
from premium.web.site import site
from premium.workspace import once
from premium.workspace.once import Again, Fresh, StillDoing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

    from premium.workspace.people import Who

HEADER = "Idempotency-Key"
PATTERN = r"^[!-~]{1,200}$"

A = TypeVar("A", bound="BaseModel")


def key_of(request: Request) -> str:
    """Return a request's key.

    Raises:
        Problem: 400, there is none.
    """
    key = request.headers.get(HEADER, "")
    if not re.fullmatch(PATTERN, key):
        raise Problem(
            400,
            "no_key",
            f"A POST needs the header {HEADER}: 1 to 200 plain characters that you choose.",
            hint="Take a new UUID for each thing to be done, and the same one when you send it again.",
        )
    return key


Key = Annotated[str, Depends(key_of)]


def done_once(  # noqa: PLR0913, PLR0917 - a request, and what to do with it
    request: Request, who: Who, key: str, body: BaseModel | str, kind: type[A], do: Callable[[str], A]
) -> A:
    """Do it, unless it was done: then return what it was answered. `do` is told what to call the thing that it makes.

    `body` is what was asked, or the fingerprint of a file; `kind` is the model of the answer.

    Raises:
        Problem: 409, the key was used for something else, or it is being done.
    """
    workspace = site(request).workspace
    begun = _begun(request, who, key, body)
    if isinstance(begun, Again):
        return kind.model_validate(begun.answer)
    with once.held(workspace, who, key):
        answer = do(begun.id)
        once.finish(workspace, who, key, 200, answer.model_dump(mode="json"))
    return answer


def asked_once(request: Request, who: Who, key: str, body: BaseModel) -> None:
    """Note a question that is a POST only because what it asks about must not stand in an address.

    Raises:
        Problem: 409, the key was used for something else.
    """
    if isinstance(_begun(request, who, key, body), Fresh):
        once.finish(site(request).workspace, who, key, 200, None)


def _begun(request: Request, who: Who, key: str, body: BaseModel | str) -> Fresh | Again:
    begun = once.begin(site(request).workspace, who, key, _fingerprint(request, body))
    if isinstance(begun, Fresh | Again):
        return begun
    if isinstance(begun, StillDoing):
        raise Problem(409, "being_done", "That is being done.", hint="Send it again in a moment, with the same key.")
    raise Problem(
        409, "other_body", f"This {HEADER} was used for something else.", hint="Take a new one for each thing to do."
    )


def _fingerprint(request: Request, body: BaseModel | str) -> str:
    said = body if isinstance(body, str) else body.model_dump_json()
    asked = [request.method, request.url.path, sorted(request.query_params.multi_items()), said]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()
