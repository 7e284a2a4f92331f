"""A buyer or a grower looks at their answer of an accepted run; nothing else of a run is ever opened for them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from premium.errors import NotHereError
from premium.web.pages.look import Looked
from premium.web.problems import nothing_here
from premium.web.site import site
from premium.workspace import answers
from premium.workspace.runs import run as run_of
from premium.workspace.runs import runs

if TYPE_CHECKING:
    from fastapi import Request

    from premium.workspace.people import Who
    from premium.workspace.tables import Run

NEWEST = 24
"""Answers that a page gives to choose from."""


def party_of(who: Who) -> str:
    """Return the buyer or the grower that somebody is.

    Raises:
        Problem: they are neither.
    """
    if who.party is None:
        raise nothing_here()
    return who.party


def answered(request: Request, who: Who) -> list[Run]:
    """Return the accepted runs that say something of a party, the newest first."""
    workspace, party = site(request).workspace, party_of(who)
    known = runs(workspace, who, most=200, accepted=True).rows
    return [run for run in known if answers.tells(workspace, run.number, who.role, party)][:NEWEST]


def look_own(request: Request, number: int, who: Who) -> Looked:
    """Open a party's answer of an accepted run.

    Raises:
        Problem: the run is not there, is not accepted, or says nothing of them; they are told the same.
    """
    here, party = site(request), party_of(who)
    try:
        run = run_of(here.workspace, who, number)
        opened = here.shelf.answer(number, who.role, party)
    except NotHereError:
        raise nothing_here() from None
    newest = max((told.number for told in answered(request, who)), default=number)
    return Looked(opened, date.fromisoformat(run.as_of), run.made_at, run.accepted_at, newest)
