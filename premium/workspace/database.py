"""The database of a workspace: SQLite in its folder, or PostgreSQL; brought up to date when it is opened."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy import event

from premium.errors import WorkspaceError
from premium.workspace.tables import now

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import InstrumentedAttribute, Session

MIGRATIONS = Path(__file__).with_name("migrations")
THREADS = 40
"""Connections that are kept: as many threads as a server answers with, so that none waits for one."""
PATIENCE_MS = 15_000
"""How long a writer waits for another one before it gives up."""


def connect(address: str) -> Engine:
    """Open a database and bring its tables up to date.

    Raises:
        WorkspaceError: it cannot be reached, or was made by a later version of premium.
    """
    try:
        engine = sqlalchemy.create_engine(address, pool_pre_ping=address.startswith("postgresql"), pool_size=THREADS)
    except (sqlalchemy.exc.ArgumentError, ModuleNotFoundError) as error:
        raise WorkspaceError(
            "the address of the database cannot be read, or its driver is not installed",
            hint="write postgresql+psycopg://USER@HOST/NAME, and install premium[postgres]",
        ) from error
    if engine.dialect.name == "sqlite":
        _as_sqlite(engine)
    upgrade(engine)
    return engine


def upgrade(engine: Engine) -> None:
    """Run the migrations that are missing."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with engine.execution_options(writes=True).begin() as connection:
            alone(connection, "migrations")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sqlalchemy.exc.OperationalError as error:
        raise WorkspaceError("the database cannot be reached or written", hint=str(error.orig)) from error


def alone(connection: Connection, what: str) -> None:
    """Let one transaction at a time do `what`; it ends with the transaction. SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        number = int.from_bytes(hashlib.sha256(what.encode()).digest()[:7])
        connection.execute(sqlalchemy.text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})


def next_moment(session: Session, column: InstrumentedAttribute[int]) -> int:
    """Return this moment, or a later one that no row has yet: rows are worked, and paged, in this order."""
    latest = session.scalar(sqlalchemy.select(sqlalchemy.func.max(column)))
    return max(now(), (latest or 0) + 1)


def _as_sqlite(engine: Engine) -> None:
    """Begin transactions ourselves: a writer takes its place at once, so that two never deadlock half way."""

    @event.listens_for(engine, "connect")
    def _opened(raw: Any, _: object) -> None:  # noqa: ANN401 - the driver's own connection
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={PATIENCE_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
