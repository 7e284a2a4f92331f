"""Files of a few rows for the tests of guessing, and what is proposed for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from premium.ingest.guess.propose import Proposal, guess
from premium.ingest.profile import read_profile
from premium.ingest.sender import SenderFile, read_sender

if TYPE_CHECKING:
    from pathlib import Path

PAY = (
    "Emp #,Employee,Check #,Check Date,Period Start,Period End,Pay Code,Hours,Rate,Amount\n"
    '00417,"Muñoz, Ana",101,12/19/2025,12/08/2025,12/14/2025,REG,8.00,14.00,112.00\n'
    '00417,"Muñoz, Ana",101,12/19/2025,12/08/2025,12/14/2025,FFP,,,12.50\n'
    '01108,"Pérez, Luis",102,12/19/2025,12/08/2025,12/14/2025,OT,1.00,21.00,21.00\n'
)


@dataclass(frozen=True)
class Guessed:
    """A file and what is proposed for it."""

    paths: list[Path]
    proposal: Proposal

    @property
    def profile(self) -> dict[str, Any]:
        """The proposed profile as plain data."""
        return tomllib.loads(self.proposal.text)

    @property
    def dialect(self) -> dict[str, Any]:
        """What is proposed of how the file is written."""
        found: dict[str, Any] = self.profile["dialect"]
        return found

    @property
    def columns(self) -> dict[str, Any]:
        """The proposed columns."""
        found: dict[str, Any] = self.profile["columns"]
        return found

    @property
    def remarks(self) -> str:
        """The proposal's text, remarks that fill several lines in one."""
        return self.proposal.text.replace("\n# ", " ")

    def asked(self, word: str) -> bool:
        """Whether a question holds a word."""
        return any(word in question for question in self.proposal.questions)

    def read(self, **given: str) -> SenderFile:
        """Read the first file by the proposal."""
        loaded = read_profile(self.proposal.text.encode(), "proposed.toml", self.paths[0].parent)
        return read_sender(self.paths[0], loaded, given=given or {"grower_id": "alder"})


def guessed(folder: Path, *contents: str | bytes, table: str | None = None, name: str = "week 49") -> Guessed:
    """Write files and guess their profile."""
    paths = []
    for number, content in enumerate(contents):
        path = folder / f"{name}{number or ''}.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return Guessed(paths, guess(paths, table))


def payroll(*rows: str, titles: str = "Emp #,Check #,Check Date,Period End,Pay Code,Hours,Amount") -> str:
    """Write a payroll of some rows."""
    return "\n".join([titles, *rows, ""])
