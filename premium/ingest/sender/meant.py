"""Before anything is read: which profile a file is for, which of its sheets are meant, and whose file it is."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from premium.errors import InputError, ProfileError
from premium.ingest.sender.cells import named
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from premium.ingest.files.sheet import Opened, Sheet
    from premium.ingest.profile import LoadedProfile, Profile


def match_file(path: Path, profiles: Sequence[LoadedProfile]) -> LoadedProfile:
    """Return the one profile that a file's name fits.

    Raises:
        InputError: none does, or several.
    """
    fits = [p for p in profiles if any(fnmatchcase(path.name.lower(), f.lower()) for f in p.profile.match.files)]
    if len(fits) != 1:
        said = ", ".join(p.profile.id for p in (fits or profiles))
        raise InputError(
            f"{path.name}: several profiles are for files of this name: {said}" if fits
            else f"{path.name}: no profile is for a file of this name; there are {said}",
            hint="correct [match] files in the profile, or give one profile",
        )  # fmt: skip
    return fits[0]


def sheets_of(opened: Opened, profile: Profile) -> list[Sheet]:
    """Return the sheets that a profile is about.

    Raises:
        InputError: nothing stands in the file at all.
        ProfileError: there is none, or several and the profile does not say which.
    """
    filled = [s for s in opened.sheets if len(s.cells)]
    wanted = profile.match.sheets
    if not filled:
        raise InputError(f"{opened.name} has nothing in it", hint="ask the sender for the file again")
    found = [s for s in filled if (_is(s, wanted) if wanted else not _is(s, profile.match.other_sheets))]
    if not found or (not wanted and len(found) > 1):
        has = named(s.name for s in filled)
        raise ProfileError(
            f"{opened.name}: profile {profile.id} does not say which sheet it is about; the file has {has}"
            if found else f"{opened.name}: no sheet is called {named(wanted)}; the file has {has}",
            hint="name it in the profile: [match] sheets = [...]",
        )  # fmt: skip
    return found


def passed_over(opened: Opened, sheets: Sequence[Sheet], profile: Profile) -> list[str]:
    """Say of which filled sheets the profile says nothing."""
    known = {s.name for s in sheets}
    known |= {s.name for s in opened.sheets if _is(s, profile.match.other_sheets)}
    others = [s.name for s in opened.sheets if len(s.cells) and s.name not in known]
    if not others:
        return []
    right = f"if that is right, [match] other_sheets = {json.dumps(others, ensure_ascii=False)} says so"
    return [f"{opened.name}: the profile is not about {named(others)}; nothing was taken from there ({right})"]


def _is(sheet: Sheet, names: Sequence[str]) -> bool:
    return any(fnmatchcase(sheet.name, name) for name in names)


def whose(profile: Profile, given: Mapping[str, str], name: str) -> dict[str, str]:
    """See that everybody knows whose file it is, and that nobody says so twice."""
    table = INPUTS[profile.table]
    sure = [set(profile.columns) | set(line) for line in profile.line] or [set(profile.columns)]
    said = set.union(*sure)
    for column in ("grower_id", "buyer_id"):
        needed = column in (c.name for c in table.columns)
        word = column.removesuffix("_id")
        if column in given and (column in said or not needed):
            why = "the profile says it already" if column in said else f"{profile.table} has no {word}"
            raise ProfileError(f"{name}: the {word} is given, and {why}", hint=f"leave --{word} out")
        if needed and column not in given and column not in set.intersection(*sure):
            raise ProfileError(
                f"{name}: nobody says which {word} the file is of",
                hint=f"give --{word} ID, or say it in the profile's [columns]: {column} = {{ constant = \"…\" }}",
            )  # fmt: skip
    return dict(given)
