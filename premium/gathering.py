"""Raw files to a records folder in one go: each sender's file by its profile, canonical tables as they are.

The folder takes its name when all of it is there. What went in is noted in it, so that the same files and profiles
find it again, and others are refused.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from premium.errors import InputError, RunError
from premium.ingest.file_facts import fingerprint
from premium.ingest.layout import BESIDE_TABLES, FORMATS
from premium.ingest.sender import match_file
from premium.ingest.sender.stated import to_add
from premium.ingest.workers.identities import FILE as IDENTITIES
from premium.intake import Intake, Owner, Terms, intake
from premium.run_folder import beside, lies_apart, settle
from premium.tables import INPUTS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from premium.ingest.profile import LoadedProfile
    from premium.ingest.sender import SenderFile

NOTE = "ingested/gathered.json"
BY_ITSELF = "bring it in by itself with premium ingest, then reconcile that folder"


def gather(  # noqa: PLR0913 - where from, where to, and how files are read
    raw: Path,
    records: Path,
    profiles: Sequence[LoadedProfile],
    owner: Owner,
    *,
    password: Callable[[Path], Callable[[], str] | None] = lambda _: None,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Intake]:
    """Bring all files of a folder into a new records folder, and return what became of the senders' files.

    Canonical tables (`NAME.csv`, `NAME.parquet`, `NAME/`) and `identities.csv` are copied; every other file must fit
    one profile. A records folder that these very files and profiles made before stays as it is; nothing is returned.

    Raises:
        PremiumError: a file is refused, a total of it does not agree, or the records folder holds something else. No
            records folder is left behind.
    """
    lies_apart(records, raw)
    tables, senders = _sorted_out(raw, profiles)
    note = _note(raw, tables, senders, profiles, owner)
    if _made_before(records, note):
        return []
    with beside(records) as place:
        building = place / "records"
        building.mkdir()
        _copy(raw, tables, building)
        done = []
        for path in senders:
            progress(path.name)
            _no_table(path, raw, profiles)
            done.append(_one(path, profiles, building, owner, password(path)))
        _write_note(building, note)
        settle(building)
        _take(building, records)
    return done


def _sorted_out(raw: Path, profiles: Sequence[LoadedProfile]) -> tuple[list[Path], list[Path]]:
    """Tell canonical tables from senders' files; profiles that lie among them, and what they name, are neither.

    Raises:
        InputError: there is no such folder, or no sender's file in it.
    """
    if not raw.is_dir():
        raise InputError(f"there is no folder {raw}", hint="name the folder that holds the senders' files")
    own = {path.resolve() for loaded in profiles for path in (Path(loaded.source), *_named_by(loaded))}
    tables: list[Path] = []
    senders: list[Path] = []
    for entry in sorted(raw.iterdir(), key=os.fsencode):
        table = entry.name if entry.is_dir() else entry.stem
        if entry.name in {*BESIDE_TABLES, IDENTITIES} or (
            table in INPUTS and (entry.is_dir() or entry.suffix in FORMATS)
        ):
            tables.append(entry)
        else:
            senders += sorted(_below(entry), key=os.fsencode)
    senders = [path for path in senders if path.resolve() not in own and not path.name.startswith(".")]
    if not senders:
        raise InputError(f"{raw} holds no sender's file", hint="without --profile it is read as canonical tables")
    return tables, senders


def _below(entry: Path) -> list[Path]:
    return [p for p in entry.rglob("*") if not p.is_dir()] if entry.is_dir() else [entry]


def _named_by(loaded: LoadedProfile) -> list[Path]:
    """Return the files that a profile names: its tables of products."""
    profile = loaded.profile
    named = {
        source.table
        for columns in (profile.columns, *profile.line)
        for sources in columns.values()
        for source in sources
        if source.table
    }
    return [loaded.folder / name for name in sorted(named)]


def _note(
    raw: Path, tables: Sequence[Path], senders: Sequence[Path], profiles: Sequence[LoadedProfile], owner: Owner
) -> dict[str, Any]:
    """Return what a records folder is made of: every file's fingerprint, and whose they are said to be."""
    files = [*(below for table in tables for below in sorted(_below(table))), *senders]
    return {
        "files": {path.relative_to(raw).as_posix(): fingerprint(path) for path in files},
        "profiles": [[loaded.sha256, *map(fingerprint, _named_by(loaded))] for loaded in profiles],
        **asdict(owner),
    }


def _made_before(records: Path, note: dict[str, Any]) -> bool:
    """Return whether a records folder was made of the very same.

    Raises:
        RunError: it holds something else.
    """
    if not records.exists() or (records.is_dir() and not any(records.iterdir())):
        return False
    try:
        same = json.loads((records / NOTE).read_text(encoding="utf-8")) == note
    except (OSError, ValueError):
        same = False
    if not same:
        raise RunError(
            f"{records} is there, and was not made of these files and profiles",
            hint="name another place with --records, or remove this one yourself",
        )
    return True


def _copy(raw: Path, tables: Sequence[Path], building: Path) -> None:
    for table in tables:
        for path in _below(table):
            target = building / path.relative_to(raw)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _no_table(path: Path, raw: Path, profiles: Sequence[LoadedProfile]) -> None:
    """See that a file of a folder below is not one of our own tables, which lie in the folder itself.

    Raises:
        InputError: it is called as one, and no profile is for a file of this name.
    """
    try:
        match_file(path, profiles)
    except InputError as error:
        if path.parent == raw or path.stem not in INPUTS or path.suffix not in FORMATS:
            raise
        raise InputError(
            f"{path.relative_to(raw).as_posix()} is called as one of premium's own tables, which are looked for in "
            "the folder itself, and no profile is for a file of this name",
            hint=f"put it directly into {raw.name}; or, if it is a sender's, name it in [match] files of a profile",
        ) from error


def _one(
    path: Path, profiles: Sequence[LoadedProfile], building: Path, owner: Owner, password: Callable[[], str] | None
) -> Intake:
    """Bring in one file; whose it is, is said only where its profile does not say so itself.

    Raises:
        PremiumError: it is refused, or its totals do not agree.
    """
    profile = match_file(path, profiles).profile
    said = set(profile.columns).union(*profile.line)
    has = {column.name for column in INPUTS[profile.table].columns} - said
    whose = replace(
        owner,
        grower=owner.grower if "grower_id" in has else None,
        buyer=owner.buyer if "buyer_id" in has else None,
    )
    done = intake(path, profiles, building, whose, Terms(), password)
    if done.read is not None and not done.read.totals_agree:
        raise _against(path.name, done.read)
    return done


def _against(name: str, read: SenderFile) -> InputError:
    """Say which total speaks against what was read."""
    for wrong in read.totals:
        if not wrong.agrees:
            return InputError(
                f"{name}: row {wrong.row}: {wrong.title} does not say what was read",
                hint=f"premium profile check shows both; or {BY_ITSELF}, --despite-totals",
            )
    unread = next(total for total in read.unread_totals if not total.known)
    return InputError(
        f"{name}: row {unread.row}, which adds others up, states {unread.stated} of {unread.title}, from which nothing "
        "is read",
        hint=f"read it, or say in the profile that this is right: {'; '.join(to_add(read))}",
    )


def _write_note(building: Path, note: dict[str, Any]) -> None:
    path = building / NOTE
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(note, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _take(building: Path, records: Path) -> None:
    try:
        building.rename(records)
    except OSError as error:
        raise RunError(f"{records} was taken meanwhile, or cannot be written: {error}", hint="run it again") from error
