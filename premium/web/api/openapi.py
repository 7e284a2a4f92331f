"""The API in its own words, for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

from premium.web.access import SignedInUser
from premium.web.api.errors import ErrorAnswer
from premium.web.api.once import HEADER, PATTERN
from premium.web.site import site

if TYPE_CHECKING:
    from fastapi import FastAPI

Said = dict[str, Any]
KEY: Said = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "a new one for each thing to be done, such as a UUID, and the same one when it is sent again: "
    "then it is answered the same, and not done twice. With another body it is a 409.",
    "schema": {"type": "string", "pattern": PATTERN},
    "example": "2f9d6c1e-8a53-4f0e-9a77-0d5a1c3b7e10",
}
SCHEMES: Said = {
    "key": {"type": "http", "scheme": "bearer", "description": "a key of `premium key add`"},
}
UNUSED = ("HTTPValidationError", "ValidationError")
ABOUT = """What the engine found, for programs. Money is whole cents, days are ISO dates, and `null` is unknown or
absent, never zero. What you may not see is answered as what is not there. No address names a worker."""


def add_to(routes: APIRouter) -> None:
    """Add the route; it is about the API, and not in it."""
    routes.get("/openapi.json", include_in_schema=False)(document)


def document(request: Request, _: SignedInUser) -> Response:
    """Return the OpenAPI."""
    return JSONResponse(openapi(request.app, site(request).cookie))


def openapi(app: FastAPI, cookie: str) -> Said:
    """Return the OpenAPI of an app; it is worked out once."""
    if app.openapi_schema is None:
        said = get_openapi(
            title="premium", version=app.version, summary=app.summary, description=ABOUT, routes=app.routes
        )  # fmt: skip
        schemes = SCHEMES | {"session": {"type": "apiKey", "in": "cookie", "name": cookie}}
        said["components"]["securitySchemes"] = schemes
        said["security"] = [{name: []} for name in schemes]
        forms = ErrorAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
        said["components"]["schemas"] |= {**forms.pop("$defs"), ErrorAnswer.__name__: forms}
        for name in UNUSED:
            said["components"]["schemas"].pop(name, None)
        for operation in (o for methods in said["paths"].values() for name, o in methods.items() if name == "post"):
            operation.setdefault("parameters", []).append(KEY)
        app.openapi_schema = said
    return app.openapi_schema
