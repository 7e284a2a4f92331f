"""TOML files that people write, read into closed models and refused in sentences that a non-programmer understands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_core import ErrorDetails

    from premium.errors import PremiumError

MAX_BYTES = 1_000_000
Model = TypeVar("Model", bound=BaseModel)

LABELS = ("product", "unit", "place", "finding", "name", "kind", "column")
"""What an entry of a list is called by, where it has such a line."""

SENTENCES: dict[str, str] = {
    "missing": "this line is missing",
    "extra_forbidden": "{what} has no such line; is it misspelt?",
    "string_type": 'write this as text in quotes, such as "0.13"',
    "int_type": "write a whole number without quotes, such as 30",
    "bool_type": "write true or false, without quotes",
    "date_type": "write a date without quotes, such as 2025-12-01",
    "model_type": "this must be a section of lines",
    "dict_type": "this must be a section of lines",
    "tuple_type": "this must be a list",
    "too_short": "at least one is needed",
    "string_too_short": "this must not be empty",
    "string_too_long": "one character is the most that fits here",
}
LIMITS = {
    "greater_than": "above",
    "greater_than_equal": "at least",
    "less_than": "below",
    "less_than_equal": "at most",
}


@dataclass(frozen=True, slots=True)
class KindOfFile:
    """What messages say of a kind of file: what it is called, how it is refused, what to do then.

    `shapes` says in words what the patterns of its model mean.
    """

    what: str
    refused: type[PremiumError]
    hint: str
    shapes: Mapping[str, str]


def read_model(content: bytes, source: str, model: type[Model], kind: KindOfFile) -> Model:
    """Read a model from the bytes of a TOML file; `source` is what messages call it.

    Raises:
        PremiumError: `kind.refused`, if the bytes are too many, no UTF-8, no TOML, or do not say what the model asks
            for; the message names the entry.
    """
    refused = kind.refused
    if len(content) > MAX_BYTES:
        raise refused(f"{source} is larger than {kind.what} can be ({MAX_BYTES:,} bytes)")
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused(f"{source} is not UTF-8 text (byte {error.start + 1})", hint="save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise refused(
            f"{source} is not TOML: {error}", hint='a text value stands in quotes: name = "Fair Food"'
        ) from error
    except RecursionError as error:
        raise refused(f"{source} nests lists or tables too deeply to be read") from error
    except ValueError as error:
        raise refused(f"{source} has a number with too many digits to be read") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        lines = [f"  {_where(e['loc'], data)}: {_sentence(e, kind)}" for e in error.errors()]
        raise refused(
            f"{source} cannot be used as {kind.what}:\n" + "\n".join(dict.fromkeys(lines)), hint=kind.hint
        ) from error


def _where(location: tuple[str | int, ...], data: object) -> str:
    """Say which entry an error is in: `premium.rate, entry 2 (tomato-round): from`."""
    words, here = "", data
    for step in location:
        here = _inside(here, step)
        if isinstance(step, int):
            label = next((str(here[k]) for k in LABELS if k in here), "") if isinstance(here, dict) else ""
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


def _sentence(error: ErrorDetails, of: KindOfFile) -> str:
    """Turn one of pydantic's errors into a sentence, with the value that stood there."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return re.sub(r"^Value error, ", "", error["msg"])
    said = f" (the file says {_short(error['input'])})"
    if kind in SENTENCES:
        return SENTENCES[kind].format(what=of.what) + ("" if kind == "missing" else said)
    if kind == "string_pattern_mismatch":
        return of.shapes[context["pattern"]] + said
    if kind == "literal_error":
        return f"this must be one of {context['expected']}{said}"
    if kind in LIMITS:
        return f"this must be {LIMITS[kind]} {next(iter(context.values()))}{said}"
    return error["msg"] + said


def _short(value: Any) -> str:  # noqa: ANN401 - whatever a file can hold
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        return "something too large to be shown"
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004 - a line's worth
