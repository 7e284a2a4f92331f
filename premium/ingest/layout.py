"""Which files of a records folder are which table (contract, section 2)."""

from __future__ import annotations

import difflib
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from premium.errors import InputError
from premium.ingest.workers.identities import FILE as IDENTITIES
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FORMATS = (".csv", ".parquet")
BESIDE_TABLES = ("ingested",)
"""What else may lie in a records folder: receipts of what was brought in, for people."""
UNFINISHED = ".premium-"
"""How the name of a file begins that `premium ingest` has not finished, or was killed over: it is nobody's record."""
NEARLY = 0.8
"""How much of a name must be a table's for it to be nearly the table's: `payment`, `Payroll w48`, not `sample`."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of each reported table, in byte order of their path below the folder, and what was not understood.

    `identities` is the file that says which workers are one person, where there is one.
    """

    root: Path
    files: dict[str, list[Path]]
    warnings: list[str]
    identities: Path | None = None

    def name(self, path: Path) -> str:
        """Return what a file is called everywhere: its path below the records folder."""
        return path.relative_to(self.root).as_posix()

    def all_files(self) -> list[Path]:
        """Return every file that a run reads."""
        return [path for files in self.files.values() for path in files] + [p for p in (self.identities,) if p]


def find(root: Path) -> Layout:
    """Find the tables in a records folder.

    Raises:
        InputError: there is no such folder, it holds no table, a table stands there twice, or something is nearly
            called like a table that is not there.
    """
    if not root.is_dir():
        raise InputError(f"there is no folder {root}", hint="name the folder that holds the records")
    files: dict[str, list[Path]] = {}
    warnings: list[str] = []
    strangers: list[Path] = []
    for entry in sorted(root.iterdir(), key=os.fsencode):
        if entry.name in (IDENTITIES, *BESIDE_TABLES) or entry.name.startswith(UNFINISHED):
            continue
        table = entry.name if entry.is_dir() else entry.stem
        known = table in INPUTS and (entry.is_dir() or entry.suffix in FORMATS)
        if not known:
            strangers.append(entry)
        elif table in files:
            raise InputError(
                f"{table} stands twice in {root}, one of them as {entry.name}",
                hint=f"keep one of them, or put all its files into the folder {table}/: nobody can tell copies apart",
            )
        else:
            files[table] = _folder(entry, root, warnings) if entry.is_dir() else [entry]
    warnings[:0] = [_stranger(entry, files) for entry in strangers]
    if not files:
        raise InputError(
            f"{root} holds no table", hint=f"a table is NAME.csv, NAME.parquet or a folder NAME/: {', '.join(INPUTS)}"
        )
    return Layout(root, files, warnings, _identities(root))


def _identities(root: Path) -> Path | None:
    path = root / IDENTITIES
    if path.is_file():
        return path
    if path.exists() or path.is_symlink():
        raise _unreadable(path, root)
    return None


def _folder(folder: Path, root: Path, warnings: list[str]) -> list[Path]:
    inside = sorted(_everything(folder, root), key=lambda p: os.fsencode(p.relative_to(root).as_posix()))
    found = [p for p in inside if p.suffix in FORMATS and not p.name.startswith(".")]
    names = [p.relative_to(root).as_posix() for p in found]
    unreadable = [name for name in names if _shown(name) != name]
    if unreadable:
        raise InputError(
            f"a file in {folder} cannot be called by its name, {_shown(unreadable[0])}: its name is not UTF-8",
            hint="rename the file: every row is known by its file's name",
        )
    for path in inside:
        _ends_as_it_should(path, folder, root)
    warnings += [f"{_shown(p.relative_to(root).as_posix())} is neither .csv nor .parquet; it was not read"
                 for p in inside if p not in found]  # fmt: skip
    if not found:
        raise InputError(
            f"{folder} holds no .csv or .parquet file",
            hint="remove the folder if nobody reported this table; put in a file with only a header if it is empty",
        )
    return found


def _ends_as_it_should(path: Path, folder: Path, root: Path) -> None:
    """See that a file which a spreadsheet has called `.CSV` is not passed over."""
    ending = path.suffix.lower()
    if ending in FORMATS and path.suffix not in FORMATS and not path.name.startswith("."):
        raise InputError(
            f"{_shown(path.relative_to(root).as_posix())} is neither .csv nor .parquet",
            hint=f"rename it to {_shown(path.stem + ending)} if it is a part of {folder.name}; "
            "if not, move it elsewhere",
        )


def _everything(folder: Path, root: Path, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Give all files below a table's folder; what is there and cannot be read stops the run, for it may be records.

    Raises:
        InputError: a folder that cannot be opened or holds itself, a link that leads nowhere, or no file at all.
    """
    above |= {folder.resolve()}
    try:
        entries = list(folder.iterdir())
    except OSError as error:
        raise _unreadable(folder, root) from error
    for entry in entries:
        if entry.name.startswith(UNFINISHED):
            continue
        if entry.is_dir():
            if entry.resolve() in above or entry.suffix in FORMATS:
                raise _unreadable(entry, root)
            yield from _everything(entry, root, above)
        elif entry.is_file():
            yield entry
        else:
            raise _unreadable(entry, root)


def _unreadable(path: Path, root: Path) -> InputError:
    return InputError(
        f"{_shown(path.relative_to(root).as_posix())} is there and cannot be read",
        hint="give premium the right to read it, or move it elsewhere: what is in it may be records",
    )


def _stranger(entry: Path, files: Iterable[str]) -> str:
    """Return the warning that an entry of the records folder was not read.

    Raises:
        InputError: it is nearly called like a table that is not there: a misspelt payroll must not vanish in silence.
    """
    stem = entry.name if entry.is_dir() else entry.stem
    letters = re.sub("[^a-z]", "", stem.lower())
    missing = [table for table in INPUTS if table not in files]
    if not entry.name.startswith((".", "~")) and (near := _nearest(letters, missing, NEARLY)):
        named = f"{near}/" if entry.is_dir() else near + (".parquet" if entry.suffix.lower() == ".parquet" else ".csv")
        raise InputError(
            f"{_shown(entry.name)} is nearly called {near}, and no table {near} is there",
            hint=f"rename it to {named} if that is what it is; if not, move it elsewhere",
        )
    meant = f"; did you mean {near}?" if (near := _nearest(letters, [*INPUTS, "identities"], 0.6)) else ""
    return f"{_shown(entry.name)} is not a table of the contract; it was not read{meant}"


def _nearest(word: str, tables: Iterable[str], cutoff: float) -> str:
    return next(iter(difflib.get_close_matches(word, list(tables), n=1, cutoff=cutoff)), "")


def _shown(name: str) -> str:
    """Return a file's name, or its bytes where they are not text (old archives carry such names)."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return repr(os.fsencode(name))[1:]
    return name
