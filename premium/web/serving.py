"""Serving: the web in this process, and the one worker in another."""

from __future__ import annotations

import logging
import signal
import socket
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import uvicorn

from premium.errors import InputError
from premium.web.app import make_app
from premium.workspace.place_of_work import served_from
from premium.workspace.supervisor import Worker

if TYPE_CHECKING:
    from premium.web.settings import Settings
    from premium.workspace import Workspace

LOCAL = ("127.0.0.1", "localhost", "[::1]")
LOG = "%(asctime)s %(message)s"
MOST_CONNECTIONS = 512
"""More than these at once are told to come back: each takes memory."""
PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens, and what it is called outside."""

    host: str
    port: int
    names: tuple[str, ...]
    https: bool


def serving(workspace: Workspace, at: Address, settings: Settings, database: str | None, memory: str | None) -> None:
    """Serve until stopped; the worker has an engine of `memory`.

    Raises:
        InputError: the address cannot be listened on.
    """
    settings = replace(settings, hosts=(*LOCAL, *at.names), secure=at.https)
    listening = _listen(at)
    port = listening.getsockname()[1]
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG)
    worker = Worker(workspace.path, database=database, memory=memory)
    # Having stopped in order, uvicorn raises the signal that stopped it once more; before it begins, it is ours.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        worker.start()
        with served_from(workspace):
            app = make_app(workspace, settings, at_end=worker.stop)
            name = "localhost" if at.host in LOCAL else at.host
            sys.stderr.write(f"premium: open http://{name}:{port}  (Ctrl-C stops it)\n")
            config = uvicorn.Config(
                app, log_config=None, log_level="warning", access_log=False, server_header=False,
                limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=PATIENCE_S, proxy_headers=at.https,
            )  # fmt: skip
            uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        worker.stop()


def _listen(at: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in at.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((at.host, at.port))
    except OSError as error:
        listening.close()
        raise InputError(
            f"port {at.port} of {at.host} cannot be listened on: {error.strerror}", hint="--port 0 takes a free one"
        ) from error
    return listening
