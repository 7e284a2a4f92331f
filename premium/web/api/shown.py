"""The API as a page for people, made from its OpenAPI: what can be asked, what is answered, and a line for a shell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request

from premium.web.access import SignedInUser
from premium.web.api.once import HEADER
from premium.web.api.openapi import openapi
from premium.web.pages.render import page
from premium.web.site import site

if TYPE_CHECKING:
    from fastapi.responses import Response

Said = dict[str, Any]
WORDS = {"string": "text", "integer": "whole number", "boolean": "true or false", "binary": "bytes"}


@dataclass(frozen=True, slots=True)
class Field:
    """Something that can be said, or that is answered; `where` is empty in a form."""

    name: str
    where: str
    shape: str
    meaning: str
    needed: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form of JSON, by its name."""

    name: str
    meaning: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A body: its media type, and the name of its form; empty where it has none."""

    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer."""

    status: str
    meaning: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked."""

    id: str
    method: str
    path: str
    meaning: str
    fields: tuple[Field, ...]
    body: tuple[Content, ...]
    replies: tuple[Reply, ...]
    curl: str


def add_to(routes: APIRouter) -> None:
    """Add the route."""
    routes.get("", include_in_schema=False)(shown)


def shown(request: Request, _: SignedInUser) -> Response:
    """Show the API."""
    said = openapi(request.app, site(request).cookie)
    schemas = said["components"]["schemas"]
    forms = [_form(name, schema) for name, schema in schemas.items() if "properties" in schema]
    return page(
        request, "api.html.j2", about=said["info"]["description"], operations=operations(said, str(request.base_url)),
        forms=forms,
    )  # fmt: skip


def operations(said: Said, base: str) -> list[Operation]:
    """Return all that can be asked, in the order of the OpenAPI; `base` is the address that curl asks."""
    return [
        _operation(method, path, operation, said["components"]["schemas"], base)
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
    ]


def _operation(method: str, path: str, said: Said, schemas: Said, base: str) -> Operation:
    replies = (
        Reply(status, reply["description"], _contents(reply.get("content", {})))
        for status, reply in said["responses"].items()
    )
    return Operation(
        said["operationId"], method.upper(), path, said.get("description", ""),
        tuple(
            Field(p["name"], p["in"], _shape(p["schema"]), p.get("description", ""), p.get("required", False))
            for p in said.get("parameters", [])
        ),
        _contents(said.get("requestBody", {}).get("content", {})), tuple(replies),
        _curl(method, path, said, schemas, base),
    )  # fmt: skip


def _contents(content: Said) -> tuple[Content, ...]:
    return tuple(Content(kind, _name(one.get("schema", {}))) for kind, one in content.items())


def _name(schema: Said) -> str:
    return str(schema.get("$ref", "")).rsplit("/", maxsplit=1)[-1]


def _form(name: str, schema: Said) -> Form:
    needed = schema.get("required", [])
    fields = (
        Field(field, "", _shape(one), one.get("description", ""), field in needed)
        for field, one in schema["properties"].items()
    )
    return Form(name, schema.get("description", ""), tuple(fields))


def _shape(schema: Said) -> str:
    """Return what a value is, in a few words."""
    if "$ref" in schema:
        return _name(schema)
    if "anyOf" in schema:
        return " or ".join(_shape(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " or ".join(json.dumps(value) for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {_shape(schema.get('items', {}))}"
    kind = str(schema.get("format") or schema.get("type") or "anything")
    return WORDS.get(kind, kind)


def _curl(method: str, path: str, said: Said, schemas: Said, base: str) -> str:
    """Return a line for a shell that does it."""
    query = []
    for parameter in said.get("parameters", []):
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", _example(parameter))
        elif parameter["in"] == "query" and parameter.get("required"):
            query.append(f"{parameter['name']}={_example(parameter)}")
    words = ["curl", '-H "Authorization: Bearer $PREMIUM_KEY"']
    content = said.get("requestBody", {}).get("content", {})
    if method == "post":
        words.append(f'-H "{HEADER}: $(uuidgen)"')
    if "application/json" in content:
        body = json.dumps(_body(content["application/json"]["schema"], schemas))
        words.append(f"-H 'Content-Type: application/json' -d '{body}'")
    elif content:
        words.append("-H 'Content-Type: application/octet-stream' --data-binary @week-03.csv")
    elif method == "post":
        words.append("-X POST")
    return " ".join([*words, f"'{base}{path.removeprefix('/')}{'?' if query else ''}{'&'.join(query)}'"])


def _example(parameter: Said) -> str:
    return str((parameter["schema"].get("examples") or parameter.get("examples") or ["…"])[0])


def _body(schema: Said, schemas: Said) -> Said:
    """Return an example of a body: what is needed, and what has an example."""
    found = schemas.get(_name(schema), schema)
    return {
        name: (one.get("examples") or ["2026-04-15" if one.get("format") == "date" else "…"])[0]
        for name, one in found.get("properties", {}).items()
        if name in found.get("required", []) or one.get("examples")
    }
