"""Serving: the web in this process, and the one worker in another."""

from __future__ import annotations

import logging
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from premium.errors import InputError
from premium.web.app import make_app
from premium.web.settings import MB, OpenId, Settings
from premium.workspace.worker import Worker

if TYPE_CHECKING:
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


def serving(
    workspace: Workspace, at: Address, upload_mb: int, memory: str | None, open_id: tuple[str, str, str] | None
) -> None:
    """Serve until stopped.

    Raises:
        InputError: the address cannot be listened on.
    """
    settings = Settings(
        hosts=(*LOCAL, *at.names), secure=at.https, upload_bytes=upload_mb * MB,
        open_id=OpenId(*open_id) if open_id else None,
    )  # fmt: skip
    listening = _listen(at)
    port = listening.getsockname()[1]
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format=LOG)
    worker = Worker(workspace, memory=memory)
    worker.start()
    app = make_app(workspace, settings, at_end=worker.stop)
    sys.stderr.write(f"premium: open http://{'localhost' if at.host in LOCAL else at.host}:{port}  (Ctrl-C stops it)\n")
    config = uvicorn.Config(
        app, log_config=None, log_level="warning", access_log=False, server_header=False,
        limit_concurrency=MOST_CONNECTIONS, timeout_graceful_shutdown=PATIENCE_S, proxy_headers=at.https,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listening])


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
