"""Program files: found by id or path, read, and refused in sentences that a non-programmer understands."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from premium.errors import ProgramError
from premium.program.model import Program

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SHIPPED = Path(__file__).parent / "programs"
MAX_BYTES = 1_000_000


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
    if len(content) > MAX_BYTES:
        raise ProgramError(f"{source} is larger than a program file can be ({MAX_BYTES:,} bytes)")
    try:
        text = content.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ProgramError(
            f"{source} is not UTF-8 text (byte {error.start + 1})", hint="save the file as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ProgramError(
            f"{source} is not TOML: {error}", hint='a text value stands in quotes: name = "Fair Food"'
        ) from error
    try:
        return LoadedProgram(Program.model_validate(data), source, content)
    except ValidationError as error:
        lines = [f"  {_where(e['loc'], data)}: {_sentence(e)}" for e in error.errors()]
        raise ProgramError(
            f"{source} cannot be used as a program file:\n" + "\n".join(lines),
            hint="premium program schema prints what a program file may say",
        ) from error


def _where(location: tuple[str | int, ...], data: object) -> str:
    """Say which entry an error is in: `premium.rate, 2nd entry (tomato-round): from`."""
    words, here = "", data
    for step in location:
        here = _inside(here, step)
        if isinstance(step, int):
            label = (
                next((str(here[k]) for k in ("product", "unit", "place", "finding") if k in here), "")
                if isinstance(here, dict)
                else ""
            )
            words += f", entry {step + 1}" + (f" ({label})" if label else "")
        else:
            joint = "" if not words else (": " if ", entry" in words else ".")
            words += f"{joint}{step}"
    return words or "the file as a whole"


def _inside(here: object, step: str | int) -> object:
    if isinstance(here, dict):
        return here.get(step)
    if isinstance(here, list) and isinstance(step, int) and step < len(here):
        return here[step]
    return None


_SENTENCES: dict[str, str] = {
    "missing": "this line is missing",
    "extra_forbidden": "a program file has no such line; is it misspelt?",
    "string_type": 'write this as text in quotes, such as "0.13"',
    "int_type": "write a whole number without quotes, such as 30",
    "date_type": "write a date without quotes, such as 2025-12-01",
    "model_type": "this must be a section of lines",
    "tuple_type": "this must be a list",
    "too_short": "at least one is needed",
    "string_too_short": "this must not be empty",
}

_SHAPES: dict[str, str] = {
    r"\S": "this must not be empty",
    r"^[a-z0-9][a-z0-9-]*$": "write small letters, digits and hyphens, such as fair-food",
    r"^[A-Z]{3}$": "write the currency as three capital letters, such as USD",
}
"""What the patterns of the model mean, for people who read no patterns."""


def _sentence(error: ErrorDetails) -> str:
    """Turn one of pydantic's errors into a sentence, with the value that stood there."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return re.sub(r"^Value error, ", "", error["msg"])
    said = f" (the file says {_short(error['input'])})"
    if kind in _SENTENCES:
        return _SENTENCES[kind] + ("" if kind == "missing" else said)
    if kind == "string_pattern_mismatch":
        return _SHAPES[context["pattern"]] + said
    if kind == "literal_error":
        return f"this must be one of {context['expected']}{said}"
    limits = {
        "greater_than": "above",
        "greater_than_equal": "at least",
        "less_than": "below",
        "less_than_equal": "at most",
    }
    if kind in limits:
        return f"this must be {limits[kind]} {next(iter(context.values()))}{said}"
    return error["msg"] + said


def _short(value: Any) -> str:  # noqa: ANN401 - whatever a file can hold
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth
