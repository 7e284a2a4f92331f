"""A workspace: inputs as received, records, runs, and a database of who may see them and what is being done.

    WORKSPACE/
      premium.sqlite       people, sessions, keys, uploads, runs, jobs (or a PostgreSQL elsewhere)
      secret               32 random bytes; what makes a worker's address in a run unguessable
      program.toml         the program, byte for byte as it was given
      profiles/*.toml      senders' profiles
      received/ID/         each upload, as it came
      records/             what `premium reconcile` reads; uploads are brought in here
      runs/N/run/          an immutable run folder; records/ beside it are what it read, index/ what pages read,
      runs/N/answers/      the buyers' and growers' own files, written when the run is accepted

Nothing in here knows of the web; the pages and the command line both stand on it.
"""

from __future__ import annotations

from premium.workspace.place import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
