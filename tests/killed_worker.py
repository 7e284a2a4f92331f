"""A worker that is killed at moments laid down beforehand, and a server that starts one: for tests of what is left.

python killed_worker.py worker WORKSPACE     the worker; each start takes the next line of WORKSPACE/kills as the
                                             moment at which it is killed, of those that change a disk or a job
python killed_worker.py server WORKSPACE     a server: asks for the jobs of WORKSPACE/asks.json, each by its key, and
                                             says when one has ended
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

KILLS = "kills"
ASKS = "asks.json"


def die_at(workspace: Path) -> None:
    """Let this process be killed before the so-manieth call that the next line says; without a line, never."""
    kills = workspace / KILLS
    lines = kills.read_text().split() if kills.exists() else []
    at = int(lines[0]) if lines else 0
    kills.write_text("\n".join(lines[1:]))
    made = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever is called
            nonlocal made
            made += 1
            if made == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        return call

    from premium.workspace import making, worker  # noqa: PLC0415 - only where it is killed
    from premium.workspace.kinds import KINDS  # noqa: PLC0415

    making.HANDY = -1  # documents take long, and are made again at will
    for name in ("link", "mkdir", "rename", "replace", "fsync", "unlink", "rmdir"):
        setattr(os, name, counted(getattr(os, name)))
    for name in ("mkdir", "rename", "replace", "unlink", "rmdir"):
        setattr(Path, name, counted(getattr(Path, name)))
    for name, kind in KINDS.items():
        KINDS[name] = replace(
            kind, work=counted(kind.work), settle=counted(kind.settle), undo=counted(kind.undo),
            after=counted(kind.after),
        )  # fmt: skip
    worker.begin = counted(worker.begin)


def serve(path: Path) -> None:
    """Be a server: start the worker, ask for everything, and say what has ended."""
    from premium.workspace import once, open_workspace  # noqa: PLC0415 - the worker's command has its own
    from premium.workspace.jobs import FINAL, ask, jobs  # noqa: PLC0415
    from premium.workspace.people import Who  # noqa: PLC0415
    from premium.workspace.supervisor import Worker  # noqa: PLC0415
    from premium.workspace.tables import Role  # noqa: PLC0415
    from premium.workspace.uploads import receive  # noqa: PLC0415

    database = os.environ.get("PREMIUM_DATABASE")
    workspace = open_workspace(path, database=database)
    given = json.loads((path / ASKS).read_text())
    who = Who(given["who"], "monitor", Role.MONITOR, None, "en")
    worker = Worker(path, database=database, command=(__file__, "worker"))
    worker.start()
    print("worker", worker.pid, flush=True)  # noqa: T201 - it speaks to the test
    for n, asked in enumerate(given["asks"]):
        if "content" in asked:
            sent = once.name(who, f"upload {n}")
            upload = receive(workspace, who, asked["name"], [asked["content"].encode()], upload_id=sent).upload
            ask(workspace, who, "ingest", {"upload": upload.id}, once.name(who, f"job {n}"))
        else:
            ask(workspace, who, "run", asked, once.name(who, f"job {n}"))
    print("asked", flush=True)  # noqa: T201
    ended: set[str] = set()
    while len(ended) < len(given["asks"]):
        now = {job.id for job in jobs(workspace, who).rows if job.state in FINAL}
        for _ in now - ended:
            print("ended", flush=True)  # noqa: T201
        ended = now
    worker.stop()
    print("all", flush=True)  # noqa: T201


if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    if what == "worker":
        die_at(where)
        from premium.workspace.worker import main

        main(sys.argv[2:])
    else:
        serve(where)
