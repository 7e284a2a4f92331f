"""Runs in a workspace: each of records that stand still, in a folder of its number; looked up, opened, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
from sqlalchemy import func, select

from premium.errors import NotHereError
from premium.run_folder import RunFolder, open_run
from premium.tables import INPUTS
from premium.workspace.sight import Page, page
from premium.workspace.tables import PARTIES, Run

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from premium.workspace.people import Who
    from premium.workspace.place import Workspace
    from premium.workspace.tables import Role


def _seen(who: Who) -> list[ColumnElement[bool]]:
    """Return which runs somebody knows of: buyers and growers those that a monitor accepted."""
    return [Run.accepted_at.is_not(None)] if who.role in PARTIES else []


def run(workspace: Workspace, who: Who, number: int) -> Run:
    """Return a run's row.

    Raises:
        NotHereError: there is none of that number, or it is not for who asks.
    """
    with workspace.reading() as session:
        found = session.scalar(select(Run).where(Run.number == number, *_seen(who)))
    if found is None:
        raise NotHereError("there is no such run")
    return found


def runs(
    workspace: Workspace, who: Who, *, before: int | None = None, most: int = 50, accepted: bool = False
) -> Page[Run]:
    """Return runs, the newest first; `before` is a page's own mark, `accepted` leaves out those that are not."""
    asked = select(Run).where(*_seen(who))
    if accepted:
        asked = asked.where(Run.accepted_at.is_not(None))
    with workspace.reading() as session:
        return page(session, asked, Run.number, before, most)


def opened(workspace: Workspace, number: int) -> RunFolder:
    """Open a run's folder, for who may see all of it: the caller has asked `run` who that is.

    Raises:
        RunError: it is not there, or not whole.
    """
    return open_run(workspace.run(number) / "run")


def not_for_buyers(workspace: Workspace, number: int) -> str:
    """Return why a run cannot be accepted, which opens it to buyers; nothing where it can be.

    Raises:
        RunError: it is not there, or not whole.
    """
    only = opened(workspace, number).manifest.get("only_grower")
    if only is None:
        return ""
    return f"run {number} looked at {only} alone: each buyer would see that one grower as all of its premium"


def next_number(session: Session, workspace: Workspace) -> int:
    """Return a number that no run has, nor any folder."""
    latest = session.scalar(select(func.max(Run.number))) or 0
    folders = [int(p.name) for p in (workspace.path / "runs").iterdir() if p.name.isdigit()]
    return max([latest, *folders]) + 1


def parties(workspace: Workspace, role: Role) -> list[str] | None:
    """Return the buyers, or the growers, that the newest run's records name, in order; None where there is no run."""
    with workspace.reading() as session:
        number = session.scalar(select(func.max(Run.number)))
    if number is None:
        return None
    run, column = opened(workspace, number), PARTIES[role]
    tables = [run.table(table.name) for table in INPUTS.values() if column in (c.name for c in table.columns)]
    named = pl.concat([pl.scan_parquet(path, glob=False).select(column) for path in tables])
    return named.unique().drop_nulls().sort(column).collect(engine="streaming").to_series().to_list()
