"""What is answered when something cannot be: the same sentence as a page for people and as JSON for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.exceptions import HTTPException

from premium.errors import NotHereError, PremiumError
from premium.web.faults import PLEASE, SAID, Faults

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fastapi import FastAPI, Request
    from fastapi.responses import Response

NOTHING = "There is nothing here, or nothing for you."
WORDS = {
    400: "That cannot be understood.", 401: "Sign in first.", 403: "That is not for you.", 404: NOTHING,
    405: "That cannot be done here.", 413: "That is too large.", 415: "That is of another kind than is taken here.",
    503: "Too much is being done at once.",
}  # fmt: skip
OF_PREMIUM = {"run": 404, "not_here": 404, "workspace": 409, "too_large": 413, "engine": 503}


class Problem(HTTPException):
    """An answer that says what is wrong: a status, a code for programs, a sentence and a hint for people."""

    def __init__(
        self, status: int, code: str, message: str, *, hint: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        """Keep them."""
        super().__init__(status, message, headers)
        self.code, self.hint = code, hint


def nothing_here() -> Problem:
    """Return the answer for what is not there, and for what somebody else may see: nobody can tell them apart."""
    return Problem(404, "not_found", NOTHING)


def answer_problems(app: FastAPI, page: Callable[[Request, Problem], Response]) -> None:
    """Let the app answer every error: under /api as JSON, elsewhere by `page`. Middleware comes after it, around it."""

    def answer(request: Request, problem: Problem) -> Response:
        if not request.url.path.startswith("/api/"):
            return page(request, problem)
        told = {"error": {"code": problem.code, "message": problem.detail, "hint": problem.hint}}
        return JSONResponse(told, problem.status_code, headers=dict(problem.headers or {}))

    def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for that
        if isinstance(error, Problem):
            return answer(request, error)
        words = WORDS.get(error.status_code, str(error.detail))
        headers = {"Allow": methods_of(request)} if error.status_code == 405 else error.headers  # noqa: PLR2004 - no method
        return answer(request, Problem(error.status_code, "http", words, headers=headers))

    def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, PremiumError)  # noqa: S101 - it is registered for that
        if isinstance(error, NotHereError):
            return answer(request, nothing_here())
        return answer(request, Problem(OF_PREMIUM.get(error.code, 422), error.code, str(error), hint=error.hint))

    def unfit(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for that
        return answer(request, Problem(422, "unfit", _first(error.errors())))

    def fault(request: Request) -> Response:
        return answer(request, Problem(500, "fault", SAID, hint=PLEASE))

    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(PremiumError, ours)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_middleware(Faults, answer=fault)


def methods_of(request: Request) -> str:
    """Return what can be done at an address: each route alone knows only its own method."""
    routes = (c for c in iter_route_contexts(request.app.routes) if isinstance(c.original_route, APIRoute))
    found = {m for c in routes if c.path_regex.match(request.scope["path"]) for m in c.methods or ()}
    return ", ".join(sorted(found))


def _first(errors: Any) -> str:  # noqa: ANN401 - pydantic's own list
    first = errors[0] if errors else {"loc": (), "msg": "that does not fit"}
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
