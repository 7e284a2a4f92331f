"""A workspace's folder and its database belong together: what the one does not know of the other is swept."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from premium.errors import WorkspaceError
from premium.workspace.database import alone
from premium.workspace.tables import Identity, User

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


def belong_together(database: Engine, path: Path, secret: bytes) -> None:
    """See that a database is this folder's, and note so in a new one.

    Raises:
        WorkspaceError: it is another workspace's, or knows nothing and the folder holds uploads or runs.
    """
    mine = hmac.new(secret, b"workspace", hashlib.sha256).hexdigest()[:32]
    with Session(database) as session:
        if list(session.scalars(select(Identity.id))) == [mine]:
            return
    with Session(database.execution_options(writes=True)) as session, session.begin():
        alone(session.connection(), "identity")
        known = list(session.scalars(select(Identity.id)))
        if known not in ([], [mine]):
            raise WorkspaceError(
                f"the database is that of another workspace than {path}",
                hint="name the right one in PREMIUM_DATABASE; a copied workspace needs its own file `secret`",
            )
        if not known and _holds_something(path) and session.scalar(select(User.id).limit(1)) is None:
            raise WorkspaceError(
                f"the database is empty, and {path} holds uploads or runs that it would know of",
                hint="name its database in PREMIUM_DATABASE, or restore premium.sqlite",
            )
        if not known:
            session.add(Identity(id=mine))


def _holds_something(path: Path) -> bool:
    received = any((path / "received").glob("[0-9a-f]*"))
    return received or any((path / "runs").glob("[0-9]*"))
