"""Who asks."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from premium.web.access import SignedInUser
from premium.web.api.errors import Answer, says
from premium.workspace.tables import Role


class MeAnswer(Answer):
    """Whoever holds the key, or is signed in."""

    name: str = Field(examples=["monitor"])
    role: Role
    party: str | None = Field(description="the buyer or grower whose answer they see; null for all others")
    language: str = Field(examples=["en"])


def router() -> APIRouter:
    """Return the route."""
    routes = APIRouter(tags=["you"])
    routes.get("/me", responses=says())(me)
    return routes


def me(who: SignedInUser) -> MeAnswer:
    """Return who you are to the program."""
    return MeAnswer(name=who.name, role=who.role, party=who.party, language=who.language)
