"""A server of its own over a workspace, on loopback, for tests that want a real one: its process can be looked into.

python tests/web/live_web.py WORKSPACE [--worker] [--NAME VALUE ...]     (NAME is one of premium.web.settings)
"""

from __future__ import annotations

import argparse
import logging
import os
import socket
import subprocess
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from premium.web.api import jobs
from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.supervisor import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PATHS = os.pathsep.join(str(ROOT / part) for part in ("", "tests", "tests/web"))


@dataclass(frozen=True, slots=True)
class Live:
    """A server that runs."""

    url: str
    port: int
    pid: int

    def resident_bytes(self, which: str = "VmRSS") -> int:
        """Return how much memory it holds; `VmHWM` is the most it ever held."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{which}:"))


@contextmanager
def live(place: Path, *, worker: bool = False, log: Path | None = None, **settings: object) -> Iterator[Live]:
    """Start a server, and end it with the block."""
    said = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, __file__, str(place), *(["--worker"] if worker else []), *said]
    with (log or Path(os.devnull)).open("w") as errors:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, stderr=errors, text=True,
            env={**os.environ, "PYTHONPATH": PATHS},
        )  # fmt: skip
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            yield Live(f"http://127.0.0.1:{port}", port, process.pid)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def main() -> None:
    """Serve until told to stop."""
    kinds = {
        field.name: type(field.default) for field in fields(Settings) if isinstance(field.default, int | float | str)
    }
    parser = argparse.ArgumentParser()
    parser.add_argument("place", type=Path)
    parser.add_argument("--worker", action="store_true")
    for name, kind in kinds.items():
        parser.add_argument(f"--{name}", type=kind)
    asked = vars(parser.parse_args())
    given = {name: asked[name] for name in kinds if asked[name] is not None}
    settings = Settings(**{"asks": "1000000/minute", "uploads": "1000000/minute", **given})
    logging.basicConfig(stream=sys.stderr, level=logging.INFO)
    jobs.FOLLOWED_S = 2.0
    workspace = open_workspace(asked["place"])
    worker = Worker(asked["place"])
    if asked["worker"]:
        worker.start()
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        sys.stdout.write(f"{listening.getsockname()[1]}\n")
        sys.stdout.flush()
        config = uvicorn.Config(
            make_app(workspace, settings, at_end=worker.stop), log_config=None, access_log=False, log_level="warning",
            timeout_graceful_shutdown=5,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
