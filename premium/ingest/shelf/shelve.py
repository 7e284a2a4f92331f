"""A sender's lines onto the shelf: once, never twice, and in another's place only when a person says in whose."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from premium.errors import InputError
from premium.ingest.shelf import copies, lines, receipt
from premium.ingest.shelf.changes import Changes, alike, compare
from premium.ingest.shelf.place import move, put, sole_writer
from premium.ingest.shelf.slots import Slot, named, new_path, on_shelf
from premium.tables import INPUTS

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.profile.load import LoadedProfile
    from premium.ingest.sender.file import SenderFile
    from premium.tables import Table

Status = Literal["shelved", "replaced", "already_here"]
How = Literal["read_otherwise", "replaced", "alike"]
BOTH = "--beside keeps both on purpose"


class ThereAlreadyError(InputError):
    """A file is there already in another form, as far as anybody can tell; nothing is written.

    It is there as `name`, of the records: read `otherwise`, in words; or it was `replaced` by that; or it is `alike`,
    and `both` of its `lines` that stand do so there too.
    """

    def __init__(  # noqa: PLR0913 - a sentence, and what it says for who says it otherwise
        self, message: str, *, hint: str, how: How, name: str, otherwise: str = "", both: int = 0, lines: int = 0
    ) -> None:
        """Keep what is the matter."""
        super().__init__(message, hint=hint)
        self.how, self.name, self.otherwise, self.both, self.lines = how, name, otherwise, both, lines


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose file it is, where its lines do not say: a grower or a buyer."""

    grower: str | None = None
    buyer: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person said about a file: which line file it replaces, and what else it may do."""

    replaces: str | None = None
    beside: bool = False
    despite_totals: bool = False


@dataclass(frozen=True, slots=True)
class Shelved:
    """What became of a sender's file: its line file, by its name below the records folder, and the receipt."""

    status: Status
    name: str
    receipt: dict[str, Any]
    changes: Changes | None = None


def shelve(  # noqa: PLR0913 - a file, whose it is, and what was said about it
    records: Path,
    read: SenderFile,
    profile: LoadedProfile,
    owner: Owner,
    terms: Terms | None = None,
    *,
    for_people: bool = True,
) -> Shelved:
    """Put a sender's lines into a records folder, or say that they are there already.

    The folder holds either what it held before or that and the new file with its receipt, at any moment. Receipts and
    rejects for people are written to `ingested/` after that, and made good by the next call if this one is killed; not
    those of records that are gone in a moment, where they are not `for_people`.

    Raises:
        ThereAlreadyError: the file is there with another profile, or looks like a corrected copy of one that is there.
        InputError: `terms.replaces` names no one file. The message names it in either case, and nothing is written.
    """
    table, terms = INPUTS[read.table], terms or Terms()
    stored = lines.as_stored(table, read.lines)
    facts = {**receipt.write_out(table, read, stored, profile), **asdict(owner)}
    with sole_writer(records):
        slots = on_shelf(records, table.name)
        there = _already_here(slots, facts, stored)
        old = _meant(slots, there, terms)
        if there and old is None:
            done = Shelved("already_here", there.name, there.receipt)
        else:
            if not terms.beside:
                _stands_alone(table, [slot for slot in slots if slot not in (old, there)], facts, stored)
            said = {"beside": terms.beside, "despite_totals": terms.despite_totals}
            done = _put(_Place(records, table, old, there), stored, {**facts, "said": said})
        if for_people:
            copies.bring_in_step(records)
    return done


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file goes: whose place it takes, and where it lies already, if at all."""

    records: Path
    table: Table
    old: Slot | None
    there: Slot | None


def _already_here(slots: list[Slot], facts: dict[str, Any], stored: pl.DataFrame) -> Slot | None:
    """Find the line file that the same bytes, read the same way, became, whatever the sender's file was called."""
    says = pl.exclude("from_file")
    for slot in slots:
        same = all(slot.receipt[part] == facts[part] for part in ("profile", "grower", "buyer"))
        same = same and slot.sha256 == facts["source"]["sha256"]
        if same and lines.read(slot.path).select(says).equals(stored.select(says)):
            return slot
    return None


def _meant(slots: list[Slot], there: Slot | None, terms: Terms) -> Slot | None:
    """Return the line file to replace, unless it is this very file, or has been replaced by it before."""
    if terms.replaces is None:
        return None
    if there is None:
        return named(slots, terms.replaces)
    others = [slot for slot in slots if slot != there]
    itself = terms.replaces == there.source and all(slot.source != there.source for slot in others)
    replaced = {before["source"]["name"] for before in there.receipt["replaced"]}
    return None if itself or terms.replaces in there.names | replaced else named(others, terms.replaces)


def _stands_alone(table: Table, others: list[Slot], facts: dict[str, Any], stored: pl.DataFrame) -> None:
    """See that a file is not there already in another form.

    Raises:
        ThereAlreadyError: it is, as far as anybody can tell.
    """
    source = facts["source"]
    for slot in others:
        if slot.sha256 == source["sha256"]:
            otherwise = _otherwise(slot.receipt, facts)
            raise ThereAlreadyError(
                f"{source['name']} is there already as {slot.told()}, {otherwise}",
                hint=f"--replaces {slot.path.name} puts this reading in its place; {BOTH}",
                how="read_otherwise",
                name=slot.name,
                otherwise=otherwise,
            )
        if any(before["source"]["sha256"] == source["sha256"] for before in slot.receipt["replaced"]):
            raise ThereAlreadyError(
                f"{source['name']} was there before, and was replaced by {slot.told()}",
                hint=f"--replaces {slot.path.name} brings it back; {BOTH}",
                how="replaced",
                name=slot.name,
            )
    says = _says(table, facts, *(slot.receipt for slot in others))
    near = [slot for slot in others if _may_share_a_day(slot.receipt, facts)]
    standing = stored.filter(lines.STANDS)
    if near and len(standing):
        shelved = pl.concat(pl.scan_parquet(s.path, glob=False).with_columns(_slot=pl.lit(s.name)) for s in near)
        both, names = alike(says, standing, shelved)
        if both * 2 > len(standing):
            raise ThereAlreadyError(
                f"{source['name']} looks like a corrected copy of {' and '.join(names[:3])}: "
                f"{both:,} of its {len(standing):,} lines stand there",
                hint=f"--replaces {names[0].partition('/')[2]} puts it in its place and lists what changed; {BOTH}",
                how="alike",
                name=names[0],
                both=both,
                lines=len(standing),
            )


def _otherwise(there: dict[str, Any], facts: dict[str, Any]) -> str:
    """Say what is different about two readings of the same bytes."""
    if there["profile"] != facts["profile"]:
        was = there["profile"]
        return f"read by the profile {was['id']}, version {was['version']} ({was['sha256'][:8]})"
    if any(there[who] != facts[who] for who in ("grower", "buyer")):
        return f"as a file of {there['grower'] or there['buyer'] or 'nobody in particular'}"
    return "and the same profile now reads it differently: something that it names, or premium, has changed since"


def _says(table: Table, *receipts: dict[str, Any]) -> list[str]:
    """Return the columns in which lines of these files can be compared."""
    return lines.content(table, {column for receipt in receipts for column in receipt["numbered"]})


def _may_share_a_day(there: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Tell from two receipts whether files can have a line in common; lines of other days differ in their day."""
    (first, last), (from_day, to_day) = there["days"], facts["days"]
    return None in {first, last, from_day, to_day} or (first <= to_day and from_day <= last)


def _put(place: _Place, stored: pl.DataFrame, facts: dict[str, Any]) -> Shelved:
    """Write the line file: in a place of its own, or in its predecessor's, whose name it keeps."""
    source, table = facts["source"], place.table
    if place.old is None:
        path = new_path(place.records, table.name, _owner(table, facts, stored), source["name"], source["sha256"])
        whole = {**facts, "replaced": []}
        put(path, lambda building: lines.write(building, stored, whole))
        return Shelved("shelved", f"{table.name}/{path.name}", whole)
    old = place.old
    changes = compare(table, _says(table, facts, old.receipt), lines.read(old.path), stored)
    before = {part: old.receipt[part] for part in ("source", "profile", "grower", "buyer", "lines")}
    whole = {**facts, "replaced": [*old.receipt["replaced"], {**before, "changes": asdict(changes)}]}
    path = place.there.path if place.there else old.path
    put(path, lambda building: lines.write(building, stored, whole))
    if place.there:  # it lay beside the file that it replaces: one rename takes both away
        move(path, old.path)
    return Shelved("replaced", old.name, whole, changes)


def _owner(table: Table, facts: dict[str, Any], stored: pl.DataFrame) -> str:
    """Return after whom a file is called: as given, else the only one in its lines, else its profile."""
    whose = "buyer" if table.whose == "buyer" else "grower"
    given = facts[whose] or facts["grower"] or facts["buyer"]
    in_lines = stored[f"{whose}_id"].drop_nulls().unique().to_list()
    return str(given or (in_lines[0] if len(in_lines) == 1 else facts["profile"]["id"]))
