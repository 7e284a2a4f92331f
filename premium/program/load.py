"""Program files: found by id or path, read, and refused in sentences that a non-programmer understands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from premium.errors import ProgramError
from premium.program.model import Program
from premium.toml_file import MAX_BYTES, KindOfFile, read_model

SHIPPED = Path(__file__).parent / "programs"

PROGRAM_FILE = KindOfFile(
    what="a program file",
    refused=ProgramError,
    hint="premium program schema prints what a program file may say",
    shapes={
        r"\S": "this must not be empty",
        r"^[a-z0-9][a-z0-9-]*$": "write small letters, digits and hyphens, such as fair-food",
        r"^[A-Z]{3}$": "write the currency as three capital letters, such as USD",
    },
)


@dataclass(frozen=True, slots=True)
class LoadedProgram:
    """A program, and the very bytes it was read from."""

    program: Program
    source: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The file's fingerprint."""
        return hashlib.sha256(self.content).hexdigest()


def shipped() -> list[str]:
    """Return the ids of the programs that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.toml"))


def load(reference: str) -> LoadedProgram:
    """Read the program with that id, or in that file.

    Raises:
        ProgramError: no such program, or the file is not one; the message names the entry.
    """
    if reference in shipped():
        return read((SHIPPED / f"{reference}.toml").read_bytes(), f"{reference} (shipped)")
    path = Path(reference)
    if not path.is_file():
        raise ProgramError(
            f"there is no program {reference!r}",
            hint=f"name a program file, or one that comes with the package: {', '.join(shipped())}",
        )
    with path.open("rb") as file:
        return read(file.read(MAX_BYTES + 1), str(path))


def read(content: bytes, source: str) -> LoadedProgram:
    """Read a program from the bytes of its file; `source` is what messages call it.

    Raises:
        ProgramError: as `load`.
    """
    return LoadedProgram(read_model(content, source, Program, PROGRAM_FILE), source, content)
