"""The tables of a workspace's database. Money is whole cents; a moment is milliseconds since 1970, UTC.

What a run found is not in here: that lies in its folder. Here is who may see it, and what is being done.
"""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, MetaData, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Constraints have names, so that a later migration can speak of them."""


COUNTED = BigInteger().with_variant(Integer, "sqlite")
"""The type of a number that the database counts up itself: SQLite does so for INTEGER only."""


class Role(StrEnum):
    """Who somebody is to the program."""

    MONITOR = "monitor"
    WORKER_ORGANIZATION = "worker_organization"
    BUYER = "buyer"
    GROWER = "grower"


PARTIES = {Role.BUYER: "buyer_id", Role.GROWER: "grower_id"}
"""The roles that see one party's own answer and nothing else, and the column that names it."""


class JobState(StrEnum):
    """Where a job stands; the last three are final."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class UploadState(StrEnum):
    """What became of a file that was received; only one that is taken lies in the records."""

    RECEIVED = "received"
    TAKEN = "taken"
    REFUSED = "refused"
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"


def now() -> int:
    """Return this moment, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dict[str, Any]: JSON(none_as_null=True), int: BigInteger, str: String}  # noqa: RUF012 - SQLAlchemy reads it


class Identity(Table):
    """Whose database this is: one row, made of the workspace's secret."""

    __tablename__ = "identity"
    id: Mapped[str] = mapped_column(primary_key=True)


class User(Table):
    """Somebody who may sign in. `party` is the buyer or grower whose answer they see, for those two roles only."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    role: Mapped[str]
    party: Mapped[str | None]
    language: Mapped[str]
    password_hash: Mapped[str | None]
    created_at: Mapped[int] = mapped_column(default=now)
    disabled_at: Mapped[int | None]


class SignedIn(Table):
    """A session of somebody who signed in; the cookie's token is kept as its SHA-256 only."""

    __tablename__ = "sessions"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    csrf: Mapped[str]
    created_at: Mapped[int] = mapped_column(default=now)
    seen_at: Mapped[int] = mapped_column(default=now)


class Key(Table):
    """A key for programs; it may do what its user may, and is kept as its SHA-256 only."""

    __tablename__ = "keys"
    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[int] = mapped_column(default=now)
    used_at: Mapped[int | None]
    revoked_at: Mapped[int | None]


class Job(Table):
    """Something that takes long: asked for once, worked by the one worker, and told of when it ended."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default=JobState.WAITING, index=True)
    asked: Mapped[dict[str, Any]]
    told: Mapped[dict[str, Any] | None]
    doing: Mapped[str] = mapped_column(default="")
    tries: Mapped[int] = mapped_column(default=0)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[int] = mapped_column(default=now, index=True)
    started_at: Mapped[int | None]
    ended_at: Mapped[int | None]
    cancel_at: Mapped[int | None]


class Upload(Table):
    """A file as it was received. `told` is what was read of it, and what was not."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default=UploadState.RECEIVED)
    table_name: Mapped[str | None]
    profile: Mapped[str | None]
    grower_id: Mapped[str | None]
    buyer_id: Mapped[str | None]
    told: Mapped[dict[str, Any] | None]
    received_at: Mapped[int] = mapped_column(default=now, index=True)


class Run(Table):
    """A run in the workspace. Buyers and growers know nothing of it until a monitor accepts it.

    `missing_cents` is what did not reach workers or was never shared out; None where nobody can say.
    """

    __tablename__ = "runs"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id"), unique=True)
    as_of: Mapped[str]
    manifest_sha256: Mapped[str]
    violations: Mapped[int]
    missing_cents: Mapped[int | None]
    made_at: Mapped[int] = mapped_column(default=now)
    accepted_at: Mapped[int | None]
    accepted_by: Mapped[str | None] = mapped_column(ForeignKey("users.id"))


class Once(Table):
    """What a POST with an Idempotency-Key was answered, so that it is done once however often it is sent.

    `holder` is the process that is doing it, while there is no answer.
    """

    __tablename__ = "once"
    id: Mapped[int] = mapped_column(COUNTED, primary_key=True, autoincrement=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str]
    request_sha256: Mapped[str]
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None]
    holder: Mapped[str | None]
    created_at: Mapped[int] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("user_id", "key"),)


class Deed(Table):
    """Who did what, for accountability: it names no worker and holds no content."""

    __tablename__ = "deeds"
    id: Mapped[int] = mapped_column(COUNTED, primary_key=True, autoincrement=True)
    at: Mapped[int] = mapped_column(default=now, index=True)
    user_id: Mapped[str | None] = mapped_column(ForeignKey("users.id"))
    what: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
