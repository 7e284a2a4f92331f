"""The web, put together: who may come in, what is limited, which routes there are. This is the one screen of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from premium.web import api, open_id, pages
from premium.web.access import doors
from premium.web.bodies import Bodies
from premium.web.headers import Headers
from premium.web.log import Log
from premium.web.pages.render import page_of_problem
from premium.web.problems import answer_problems
from premium.web.rates import Rates
from premium.web.site import Site
from premium.web.slots import Slots
from premium.workspace.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from fastapi.telemetry import TelemetryConfig

    from premium.web.settings import Settings
    from premium.workspace import Workspace

STATIC = Path(__file__).with_name("static")
QUIET: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
"""FastAPI would hand what it sees to any collector that is set up in the process."""


def make_app(workspace: Workspace, settings: Settings, at_end: Callable[[], None] = lambda: None) -> FastAPI:
    """Make the web over a workspace; `at_end` is called when it stops.

    Raises:
        PremiumError: a route does not say who may call it.
    """
    shelf = Shelf(workspace, settings.run_memory, settings.threads)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        at_end()
        shelf.close()

    app = FastAPI(
        title="premium", version=version("premium"), summary="Did the premium reach the workers' paychecks?",
        openapi_url=None, docs_url=None, redoc_url=None, lifespan=life, redirect_slashes=False,
        telemetry=QUIET,
    )  # fmt: skip
    app.state.site = Site(
        workspace, settings, shelf, Rates(settings), Slots(settings.uploads_at_once), Slots(settings.papers_at_once)
    )
    app.include_router(api.router())
    app.include_router(pages.router(settings))
    if settings.open_id is not None:
        app.include_router(open_id.router(settings.open_id))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    answer_problems(app, page_of_problem)
    app.add_middleware(Bodies, most=settings.body_bytes)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)
    app.add_middleware(Headers, secure=settings.secure)
    app.add_middleware(Log)
    doors(app)
    return app
