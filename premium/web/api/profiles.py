"""Senders' profiles: which there are, and a monitor's word that one is right."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from premium.web.access import Monitor
from premium.web.api.errors import Answer, says
from premium.web.api.once import Key, done_once
from premium.web.site import site
from premium.workspace import profiles as kept

MOST = 80_000
"""Characters: however they are escaped in JSON, they are below what a body may be."""


class ProfileAnswer(Answer):
    """A profile by which senders' files are read."""

    id: str
    text: str = Field(description="the profile itself, TOML")


class ProfilesAnswer(Answer):
    """All profiles, by name."""

    profiles: tuple[ProfileAnswer, ...]


class Profile(BaseModel):
    """A profile as it is to be saved; `premium profile` and docs/profiles.md say what stands in one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1, max_length=MOST, description="TOML")


def router() -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["profiles"])
    routes.get("/profiles", responses=says())(listed)
    routes.post("/profiles", responses=says(post=True))(saved)
    return routes


def listed(request: Request, _: Monitor) -> ProfilesAnswer:
    """Return all profiles."""
    found = kept.profiles(site(request).workspace)
    return ProfilesAnswer(profiles=tuple(ProfileAnswer(id=p.profile.id, text=p.content.decode()) for p in found))


def saved(request: Request, who: Monitor, key: Key, body: Profile) -> ProfileAnswer:
    """Save a profile, in the place of an earlier one of its id; files are read by it from now on."""
    workspace = site(request).workspace

    def save(_: str) -> ProfileAnswer:
        loaded = kept.save_profile(workspace, who, body.text)
        return ProfileAnswer(id=loaded.profile.id, text=loaded.content.decode())

    return done_once(request, who, key, body, ProfileAnswer, save)
