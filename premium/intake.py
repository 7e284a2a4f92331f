"""The flow of one sender's file, on one screen: the file and its profile in, a line file with its receipt out.

file ──── open ──> sheets ── shape ──> rows, each with its place ── read ──> cells ── judge ──> lines ─┐
profile ───┴──────────────────┴─────────────────────────────────────┘                                  ├─> shelve
whose file it is, and what it replaces ────────────────────────────────────────────────────────────────┘
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from premium.errors import InputError, PremiumError
from premium.ingest.sender import match_file, read_sender
from premium.ingest.shelf import Owner, Shelved, Terms, shelve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile

__all__ = ["Intake", "Owner", "Terms", "intake", "try_intake"]


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of one file: what was read, where its lines lie now, or why it was refused.

    Where `status` is `totals_disagree`, it was read, and nothing was written.
    """

    file: str
    status: Literal["shelved", "replaced", "already_here", "totals_disagree", "refused"]
    read: SenderFile | None = None
    shelved: Shelved | None = None
    refused: PremiumError | None = None

    @property
    def spotless(self) -> bool:
        """Whether all of it is in, as far as this file adds anything: no line set aside, no total that disagrees."""
        if self.status == "already_here":
            return True
        return self.read is not None and self.read.totals_agree and self.read.set_aside.is_empty()


def intake(  # noqa: PLR0913, PLR0917 - a file, how to read it, and where it goes
    path: Path,
    profiles: Sequence[LoadedProfile],
    records: Path,
    owner: Owner,
    terms: Terms,
    password: Callable[[], str] | None = None,
) -> Intake:
    """Bring one sender's file into a records folder.

    Args:
        path: the file.
        profiles: those that it may be of; the one whose `match.files` fits its name is used.
        records: the folder that `premium reconcile` reads; it is made if need be.
        owner: whose file it is, where its profile does not say.
        terms: what it replaces, and what else was said about it.
        password: asked for only where a workbook is protected.

    Raises:
        PremiumError: the file is refused, and nothing is written; the message says why.
    """
    profile = match_file(path, profiles)
    read = read_sender(path, profile, given=_given(owner), password=password)
    if not (read.totals_agree or terms.despite_totals):
        return Intake(path.name, "totals_disagree", read)
    shelved = shelve(records, read, profile, owner, terms)
    return Intake(path.name, shelved.status, read, shelved)


def try_intake(  # noqa: PLR0913, PLR0917 - as above
    path: Path,
    profiles: Sequence[LoadedProfile],
    records: Path,
    owner: Owner,
    terms: Terms,
    password: Callable[[], str] | None = None,
) -> Intake:
    """Do the same, and give a refusal as what became of the file: one file never stands in the way of another."""
    try:
        return intake(path, profiles, records, owner, terms, password)
    except PremiumError as error:
        return Intake(path.name, "refused", refused=error)
    except OSError as error:
        refused = InputError(f"{path.name}: the system said no: {error.strerror}", hint="is there room, and the right?")
        return Intake(path.name, "refused", refused=refused)


def _given(owner: Owner) -> dict[str, str]:
    given = {"grower_id": owner.grower, "buyer_id": owner.buyer}
    return {column: who for column, who in given.items() if who is not None}
