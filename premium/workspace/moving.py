"""From the SQLite file of a workspace to an empty PostgreSQL, once: `python -m premium.workspace.moving WORKSPACE`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from premium.errors import WorkspaceError
from premium.workspace.database import connect
from premium.workspace.place import DATABASE
from premium.workspace.tables import Table

if TYPE_CHECKING:
    from sqlalchemy import Engine

AT_ONCE = 1_000


def move(source: Engine, target: Engine) -> dict[str, int]:
    """Copy all rows into an empty database, in one transaction, and return how many of each table.

    Numbers that the database counts up itself are left for the new one to give.

    Raises:
        WorkspaceError: the new one is not empty.
    """
    moved = {}
    with source.connect() as here, target.begin() as there:
        for table in Table.metadata.sorted_tables:
            if there.execute(select(func.count()).select_from(table)).scalar_one():
                raise WorkspaceError(f"the new database has {table.name} already", hint="name an empty one")
            counted = [c.name for c in table.primary_key if c.autoincrement is True]
            columns = [c for c in table.columns if c.name not in counted]
            rows = [dict(row) for row in here.execute(select(*columns).order_by(*table.primary_key)).mappings()]
            for start in range(0, len(rows), AT_ONCE):
                there.execute(insert(table), rows[start : start + AT_ONCE])
            moved[table.name] = len(rows)
    return moved


def main() -> None:
    """Move the workspace that is named to the database of the environment; the server must be stopped."""
    file = Path(sys.argv[1]) / DATABASE
    address = os.environ.get("PREMIUM_DATABASE")
    if not file.is_file() or address is None:
        raise SystemExit("name a workspace with a premium.sqlite, and the new database in PREMIUM_DATABASE")
    moved = move(connect(f"sqlite:///{file.resolve()}"), connect(address))
    sys.stdout.write("".join(f"{name}: {rows:,}\n" for name, rows in moved.items()))


if __name__ == "__main__":
    main()
