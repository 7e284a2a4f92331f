"""Profile files: read, and refused in sentences that a non-programmer understands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.errors import ProfileError
from premium.ingest.profile.model import Profile
from premium.toml_file import MAX_BYTES, KindOfFile, read_model

if TYPE_CHECKING:
    from pathlib import Path

PROFILE_FILE = KindOfFile(
    what="a profile",
    refused=ProfileError,
    hint="premium profile schema prints what a profile may say; premium profile guess FILE proposes one",
    shapes={
        r"\S": "this must not be empty",
        r"^[a-z0-9][a-z0-9-]*$": "write small letters, digits and hyphens, such as palm-hollow-crews",
        r"^-?[0-9]+(\.[0-9]+)?$": "write a plain number in quotes",
    },
)


@dataclass(frozen=True, slots=True)
class LoadedProfile:
    """A profile, the very bytes it was read from, and the folder in which files that it names lie."""

    profile: Profile
    source: str
    content: bytes
    folder: Path

    @property
    def sha256(self) -> str:
        """The file's fingerprint."""
        return hashlib.sha256(self.content).hexdigest()


def load_profile(path: Path) -> LoadedProfile:
    """Read a profile file.

    Raises:
        ProfileError: there is no such file, it may not be read, or it is not a profile; the message names the entry.
    """
    if not path.is_file():
        raise ProfileError(f"there is no profile {path}", hint="premium profile guess FILE > profile.toml proposes one")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ProfileError(f"{path} cannot be read: {error.strerror}", hint="give a file that you may read") from error
    return read_profile(content, str(path), path.parent)


def read_profile(content: bytes, source: str, folder: Path) -> LoadedProfile:
    """Read a profile from the bytes of its file; `source` is what messages call it."""
    return LoadedProfile(read_model(content, source, Profile, PROFILE_FILE), source, content, folder)
