"""Senders' profiles in a workspace: read from `profiles/`, chosen for a file, and put there by a monitor's word."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import tomlkit

from premium.errors import InputError, NotHereError, ProfileError
from premium.ingest.profile import load_profile, read_profile
from premium.ingest.sender import match_file
from premium.ingest.sender.header import sources_of
from premium.ingest.shelf.place import put
from premium.workspace.tables import Deed, Role

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.profile import LoadedProfile, Profile
    from premium.workspace.people import Who
    from premium.workspace.place import Workspace


def profiles(workspace: Workspace) -> list[LoadedProfile]:
    """Return all profiles, by name; a file that is none keeps nobody from the others (`unreadable`)."""
    return [loaded for loaded in _all(workspace).values() if not isinstance(loaded, ProfileError)]


def unreadable(workspace: Workspace) -> dict[str, ProfileError]:
    """Return the files among the profiles that are none, by name, and what is the matter with each: for monitors."""
    return {path.name: found for path, found in _all(workspace).items() if isinstance(found, ProfileError)}


def _all(workspace: Workspace) -> dict[Path, LoadedProfile | ProfileError]:
    found: dict[Path, LoadedProfile | ProfileError] = {}
    for path in sorted((workspace.path / "profiles").glob("*.toml")):
        try:
            found[path] = load_profile(path)
        except ProfileError as error:
            found[path] = error
    return found


def chosen(workspace: Workspace, file: Path, profile: str | None) -> LoadedProfile:
    """Return the profile that is named, or the one whose `match.files` fits the file's name.

    Raises:
        InputError: there is none, or several fit.
        ProfileError: the one that is named cannot be read.
    """
    known = profiles(workspace)
    if profile is not None:
        found = [loaded for loaded in known if loaded.profile.id == profile]
        if not found and f"{profile}.toml" in unreadable(workspace):
            raise ProfileError(
                f"the profile {profile!r} cannot be read", hint="a monitor sees why on the page of files, and mends it"
            )
        if not found:
            raise InputError(f"there is no profile {profile!r}", hint="choose one of those that there are")
        return found[0]
    if not known:
        raise InputError(
            f"{file.name} is none of premium's own tables, and there is no profile yet",
            hint='if it is a sender\'s own file, a monitor presses "Propose a profile" on its page',
        )
    try:
        return match_file(file, known)
    except InputError:
        # Which profiles there are, and so who else sends files, is not for everybody who sends one.
        raise InputError(
            f"no profile is for a file of the name {file.name}, or several are",
            hint="name the profile, or give the file the name that it always had; a monitor knows both, and presses "
            '"Propose a profile" on its page where it is of a new kind',
        ) from None


def save_profile(workspace: Workspace, who: Who, text: str) -> LoadedProfile:
    """Put a profile into the workspace, in the place of an earlier one of its id; a monitor approves it by that.

    Where the text does not say who approved it and when, this person did, today.

    Raises:
        NotHereError: somebody else than a monitor asks.
        ProfileError: it is not a profile; the message names the entry.
    """
    if who.role != Role.MONITOR:
        raise NotHereError("there is nothing here that you could change")
    loaded = _read(workspace, text)
    if not loaded.profile.approved_by:
        loaded = _read(workspace, _approved(text, who.name))
    _names_its_own(loaded.profile)
    target = workspace.path / "profiles" / f"{loaded.profile.id}.toml"
    put(target, lambda building: building.write_bytes(loaded.content))
    with workspace.writing() as session:
        session.add(Deed(user_id=who.id, what="profile_saved", about=loaded.profile.id))
    return loaded


def _read(workspace: Workspace, text: str) -> LoadedProfile:
    return read_profile(text.encode(), "the profile", workspace.path / "profiles")


def _approved(text: str, name: str) -> str:
    document = tomlkit.parse(text)
    for key in ("approved_by", "approved_on"):
        document.pop(key, None)
    whole = tomlkit.document()
    whole["approved_by"], whole["approved_on"] = name, datetime.now(UTC).date()
    return whole.as_string() + document.as_string()


def _names_its_own(profile: Profile) -> None:
    """See that a table of products lies beside the profile, and nowhere else.

    Raises:
        ProfileError: it does not.
    """
    for _, source in sources_of(profile):
        if source.table and PurePosixPath(source.table).name != source.table:
            raise ProfileError(f"{source.table!r} names a file elsewhere", hint="a table of products lies in profiles/")
