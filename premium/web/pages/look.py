"""Looking at a run: it is opened, its SQL is asked, and growers have addresses that hold no odd character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Path, Request
from sqlalchemy import func, select

from premium.harmless import slug_of
from premium.web.pages.render import page
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace.tables import Run

if TYPE_CHECKING:
    from fastapi.responses import HTMLResponse

    from premium.workspace.shelf import Opened

SQL = FilePath(__file__).with_name("sql")
PLACE = re.compile(r"\$([a-z_]+)")
PAGE = 50
"""Rows of a listing that a page shows."""
Number = Annotated[int, Path(ge=1, le=999_999_999)]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Grower:
    """A grower of a run; `slug` stands for it in addresses."""

    grower_id: str
    name: str | None
    slug: str


@dataclass(frozen=True, slots=True)
class Looked:
    """A run that is looked at: what can be asked, and what the head of each of its pages says."""

    opened: Opened
    as_of: date
    made_at: int
    accepted_at: int | None
    newest: int

    @property
    def number(self) -> int:
        """Return the run's number."""
        return self.opened.number

    def rows(self, question: str, **values: object) -> list[Row]:
        """Return the rows of a SQL file of pages."""
        return ask(self.opened, question, **values)

    def one(self, question: str, **values: object) -> Row:
        """Return the one row of a SQL file that gives one."""
        return ask(self.opened, question, **values)[0]

    def growers(self) -> dict[str, Grower]:
        """Return every grower of the run by its slug, in the order of their ids."""
        return growers(self.opened)


def look(request: Request, number: int) -> Looked:
    """Open a run for whoever may see all of it.

    Raises:
        Problem: there is no such run.
    """
    here = site(request)
    with here.workspace.reading() as session:
        run = session.get(Run, number)
        newest = session.scalar(select(func.max(Run.number))) or 0
    if run is None:
        raise nothing_here()
    return Looked(here.shelf.opened(number), date.fromisoformat(run.as_of), run.made_at, run.accepted_at, newest)


def ask(opened: Opened, question: str, **values: object) -> list[Row]:
    """Return the rows of a SQL file of pages, over a whole run or an answer; a value it has no place for is left."""
    sql = text_of(question)
    return opened.rows(sql, {name: values.get(name) for name in set(PLACE.findall(sql))})


@cache
def text_of(question: str) -> str:
    """Return the SQL of a file of pages."""
    return (SQL / f"{question}.sql").read_text(encoding="utf-8")


def growers(opened: Opened) -> dict[str, Grower]:
    """Return every grower that an opened run or answer knows of, by its slug."""
    return opened.once("growers", lambda: {g.slug: g for g in _growers(opened)})


def _growers(opened: Opened) -> list[Grower]:
    return [Grower(r["grower_id"], r["name"], slug_of(r["grower_id"])) for r in ask(opened, "growers")]


def grower_of(looked: Looked, name: str) -> Grower:
    """Return the grower that a slug stands for, or an id that somebody wrote.

    Raises:
        Problem: none.
    """
    found = looked.growers().get(name) or looked.growers().get(slug_of(name.strip()))
    if found is None:
        raise nothing_here()
    return found


def day_of(text: str) -> date:
    """Read a day from an address.

    Raises:
        Problem: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise nothing_here() from None


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of rows; `after` is what the next page begins after, None on the last."""

    rows: list[Row]
    after: str | None


def listing(rows: list[Row], key: str, most: int = PAGE) -> Listing:
    """Return the first rows of one more than a page shows."""
    shown = rows[:most]
    return Listing(shown, str(shown[-1][key]) if len(rows) > most else None)


def show(request: Request, template: str, looked: Looked, /, **facts: object) -> HTMLResponse:
    """Return a page of a run."""
    return page(request, template, run=looked, **facts)
