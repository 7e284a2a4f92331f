"""Who sees what of uploads and jobs: monitors all, everybody else what their own party sent and asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import select, true

from premium.workspace.tables import Job, Role, Upload, User

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from premium.workspace.people import Who

MOST = 200
"""Rows of a page, however many are asked for."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows, the newest first; `before` asks for those after them, None where there are no more."""

    rows: tuple[T, ...]
    before: int | None


def sees(who: Who, table: type[Job | Upload]) -> ColumnElement[bool]:
    """Return which rows of a table somebody sees."""
    return true() if who.role == Role.MONITOR else of_party(who, table)


def of_party(who: Who, table: type[Job | Upload]) -> ColumnElement[bool]:
    """Return which rows of a table are of somebody's own party; all monitors are one."""
    party = User.party.is_(None) if who.party is None else User.party == who.party
    return table.user_id.in_(select(User.id).where(User.role == who.role, party))


def page(
    session: Session, asked: Select[Any], by: InstrumentedAttribute[int], before: int | None, most: int
) -> Page[Any]:
    """Return the rows of a SELECT that come before a mark, the newest first."""
    most = max(1, min(most, MOST))
    if before is not None:
        asked = asked.where(by < before)
    rows = tuple(session.scalars(asked.order_by(by.desc()).limit(most + 1)))
    return Page(rows[:most], getattr(rows[most - 1], by.key) if len(rows) > most else None)
