"""The API asked everything that its OpenAPI allows and does not, by somebody of each role, for as long as is wanted.

    python tests/web/long_schemathesis.py --minutes 10

A workspace of the sample season is served by a server of its own on loopback, with its worker. Each role asks what it
may ask. It ends with 1 where an answer was a 5xx that is not a 503, or one that the OpenAPI does not know of.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from live_web import live
from made_web import PEOPLE, made

from premium.web.access import doors
from premium.web.api.openapi import openapi
from premium.web.app import make_app
from premium.web.settings import Settings
from premium.workspace import open_workspace
from premium.workspace.people import add_key

if TYPE_CHECKING:
    from fastapi import FastAPI

    from premium.workspace.tables import Role

CONFIG = Path(__file__).with_name("schemathesis.toml")
WHO = ("monitor", "alder", "bluebird", "organization")
LONGEST = 2000
OF_ALL_METHODS = "unsupported_method,allow_header_conformance"
"""What is checked for a monitor only: nobody else is shown every method of an address."""


def main() -> int:
    """Ask, and return whether something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    share = round(60 * asked.minutes / len(WHO))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "workspace"
        made(place)
        workspace = open_workspace(place)
        app = make_app(workspace, Settings())
        keys = {name: add_key(workspace, name, "schemathesis") for name in WHO}
        workspace.close()
        log = Path(folder) / "server.log"
        with live(place, worker=True, log=log) as server:
            for name in WHO:
                words = Path(folder) / f"{name}.json"
                words.write_text(json.dumps(allowed(app, PEOPLE[name][0])))
                wrong += _ask(words, server.url, keys[name], share, asked.seed, name)
        faults = [line for line in log.read_text().splitlines() if "fault" in line]
        print("\n".join(faults))
    return 1 if wrong or faults else 0


def allowed(app: FastAPI, role: Role) -> dict[str, object]:
    """Return the OpenAPI with what somebody of a role may ask, and nothing else."""
    said = dict(openapi(app, "premium_session"))
    may = {(m.lower(), door.path) for door in doors(app) if role in door.roles for m in door.methods}
    paths = {p: {m: o for m, o in methods.items() if (m, p) in may} for p, methods in said["paths"].items()}
    return {**said, "paths": {path: methods for path, methods in paths.items() if methods}}


def _ask(words: Path, url: str, key: str, seconds: int, seed: int, name: str) -> int:  # noqa: PLR0913, PLR0917 - what, whom, and for how long
    print(f"== {name}, for {seconds} seconds", flush=True)
    command = [
        Path(sys.executable).with_name("schemathesis"), "--config-file", CONFIG, "--no-color", "run", words,
        "--url", url,
        "--header", f"Authorization: Bearer {key}", "--max-time", seconds, "--seed", seed, "--request-timeout", 30,
        "--max-examples", 200, *([] if name == "monitor" else ["--exclude-checks", OF_ALL_METHODS]),
    ]  # fmt: skip
    done = subprocess.run(list(map(str, command)), check=False, stdout=subprocess.PIPE, text=True, cwd=words.parent)
    print("\n".join(line[:LONGEST] for line in done.stdout.splitlines()), flush=True)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
