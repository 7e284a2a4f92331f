"""The line files of a records folder: what each is called, what its receipt says, and which one a person means."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.errors import InputError
from premium.ingest.layout import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RECEIPT = "premium.receipt"
"""The key in a line file's own metadata under which its receipt stands, as JSON."""
PARTS = {
    "table": str, "source": dict, "profile": dict, "lines": dict, "replaced": list, "days": list, "numbered": list,
    "grower": str | None, "buyer": str | None,
}  # fmt: skip
"""What a receipt says at least; what does not is none of ours."""
SLUG = 40
HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """One line file on the shelf, and its receipt."""

    path: Path
    receipt: dict[str, Any]

    @property
    def name(self) -> str:
        """What people call it: its table and file, below the records folder."""
        return f"{self.receipt['table']}/{self.path.name}"

    @property
    def names(self) -> set[str]:
        """All that it may be called by."""
        return {self.name, self.path.name, self.path.stem}

    @property
    def source(self) -> str:
        """What the sender called the file."""
        return str(self.receipt["source"]["name"])

    @property
    def sha256(self) -> str:
        """The fingerprint of the sender's file."""
        return str(self.receipt["source"]["sha256"])

    def told(self) -> str:
        """Name it to a person: the line file, and the sender's file that it was made of."""
        return f"{self.name} (from {self.source})"


def on_shelf(records: Path, table: str) -> list[Slot]:
    """Return the line files of a table, in order of their names; tables that people put there are none.

    Raises:
        InputError: a Parquet file there cannot be read.
    """
    return [slot for path in parquet_files(records, table) if (slot := slot_at(path)) is not None]


def parquet_files(records: Path, table: str) -> list[Path]:
    """Return a table's Parquet files, of whomever, in order of their names."""
    return sorted(p for p in (records / table).glob("*.parquet") if not p.name.startswith(".") and p.is_file())


def slot_at(path: Path) -> Slot | None:
    """Return a Parquet file with its receipt, if it is a line file; one whose receipt is not of our making is none.

    Raises:
        InputError: it cannot be read.
    """
    try:
        text = receipt_in(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise InputError(
            f"{path} is not a Parquet file that can be read: {error}",
            hint="restore it from a copy, or move it elsewhere and ingest its sender's file again",
        ) from error
    receipt = None if text is None else _read(text)
    return None if receipt is None else Slot(path, receipt)


def receipt_in(path: Path) -> str | None:
    """Return what stands in a Parquet file where line files have their receipt, whoever wrote it."""
    return pl.read_parquet_metadata(path).get(RECEIPT)


def _read(text: str) -> dict[str, Any] | None:
    try:
        receipt = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(receipt, dict) or not all(
        part in receipt and isinstance(receipt[part], kind) for part, kind in PARTS.items()
    ):
        return None
    days = len(receipt["days"]) == len(("first", "last"))
    return receipt if days and {"name", "sha256"} <= receipt["source"].keys() else None


def named(slots: list[Slot], name: str) -> Slot:
    """Return the one line file that a person means: by its own name, or by that of its sender's file.

    Raises:
        InputError: there is none, or more than one.
    """
    found = [s for s in slots if name in s.names] or [s for s in slots if s.source == name]
    if len(found) == 1:
        return found[0]
    there = ", ".join(s.told() for s in found or slots)
    if found:
        raise InputError(f"{name} could be any of {there}", hint="name the line file to replace, such as the first")
    raise InputError(
        f"there is no {name} to replace; " + (f"there are {there}" if there else "nothing of that table is there yet"),
        hint="name a line file, or the sender's file it was made of; without --replaces if this file is new",
    )


def new_path(records: Path, table: str, owner: str, source: str, sha256: str) -> Path:
    """Return where a new line file goes, a place that nothing has.

    Raises:
        InputError: the table stands in the records folder as one file.
    """
    alone = [records / f"{table}{suffix}" for suffix in FORMATS if (records / f"{table}{suffix}").exists()]
    if alone:
        raise InputError(
            f"{table} stands in {records} as the file {alone[0].name}, so it cannot be a folder of line files too",
            hint=f"make the folder {table}/ and move {alone[0].name} into it",
        )
    stem = f"{_slug(owner)}-{_slug(_stem(source))}-{sha256[:HASH_SHOWN]}"
    paths = (records / table / f"{stem}{again}.parquet" for again in _again())
    return next(path for path in paths if not path.exists())


def _again() -> Iterable[str]:
    """Give what tells apart files of one name: nothing, then -2, -3 and so on."""
    yield ""
    number = 2
    while True:
        yield f"-{number}"
        number += 1


def _stem(name: str) -> str:
    return re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name


def _slug(text: str) -> str:
    """Write a name in small letters, digits and hyphens, whatever it was."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG].rstrip("-") or "file"
