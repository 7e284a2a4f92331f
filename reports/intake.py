"""What the terminal says of a sender's file that was brought in: rows of files are named, never a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premium.harmless import harmless
from premium.ingest.sender.stated import to_add
from premium.ingest.sender.sums import added
from premium.money import NUMBER_DECIMALS, dollars, plain
from premium.tables import INPUTS
from reports.spell import SENTENCE, clip, count
from reports.worth import found, remarks, worth

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.ingest.sender import ControlTotal, SenderFile, UnreadTotal
    from premium.ingest.shelf.changes import Changes
    from premium.intake import Intake

COMMONEST = 5


def tell_intake(done: Intake) -> str:
    """Return what became of a file: where it lies, what was set aside and why, and what its totals say."""
    return harmless("\n".join(_lines(done))) + "\n"


def _lines(done: Intake) -> Iterator[str]:
    read, shelved = done.read, done.shelved
    if read is None:
        return
    if shelved is None:
        yield f"{done.file}: not in: {_against(read)}"
        yield from _counts(read)
        yield from _totals(read)
        return
    receipt = shelved.receipt
    if done.status == "already_here":
        yield f"{done.file}: already here as {shelved.name}; nothing was written"
        return
    instead = f" replaces {receipt['replaced'][-1]['source']['name']}" if done.status == "replaced" else " in"
    yield f"{done.file}:{instead}, as {shelved.name}"
    yield f"  {_profile(receipt)}{_days(receipt)}"
    yield from _counts(read)
    yield from _reasons(receipt)
    yield from _left(receipt)
    yield from _taken(receipt)
    yield from _totals(read)
    if shelved.changes:
        yield from _changes(shelved.changes, receipt["replaced"][-1]["source"]["name"])
    yield from (f"  warning: {clip(warning, SENTENCE)}" for warning in receipt["warnings"])


def _against(read: SenderFile) -> str:
    apart = any(not total.agrees for total in read.totals)
    return f"a total that it states is not {'what was read' if apart else 'read at all'}"


def _profile(receipt: dict[str, Any]) -> str:
    profile = receipt["profile"]
    by = (
        f"approved by {profile['approved_by']} on {profile['approved_on']}"
        if profile["approved_by"]
        else "not approved"
    )
    return f"read by the profile {profile['id']}, version {profile['version']}, {by}"


def _days(receipt: dict[str, Any]) -> str:
    first, last = receipt["days"]
    return f"; {first} to {last}" if first else ""


def _counts(read: SenderFile) -> Iterator[str]:
    taken, aside = len(read.taken), len(read.set_aside)
    empty = f"; {count(read.empty, 'record')} with nothing to count" if read.empty else ""
    with_ = f" with {worth(added(read.table, read.set_aside))}" if aside else ""
    yield f"  {count(taken + aside, 'line')}: {taken:,} taken, {aside:,} set aside{with_}{empty}"


def _reasons(receipt: dict[str, Any]) -> Iterator[str]:
    reasons = receipt["set_aside"]
    for why in reasons[:COMMONEST]:
        column = f"{why['column']}: " if why["column"] else ""
        yield f"    {count(why['lines'], 'line')}, {column}{clip(why['reason'], SENTENCE)}{_found(why)}"
    if len(reasons) > COMMONEST:
        yield f"    and {count(len(reasons) - COMMONEST, 'other reason')}: the CSV in ingested/ has them all"


def _found(why: dict[str, Any]) -> str:
    """Tell the commonest texts that stood there, and where the profile takes them from."""
    if not why["found"]:
        return ""
    said = found([(text, n) for text, n in why["found"][:COMMONEST]], why["texts"], why["lines"])
    return f"; found {said}" + (f" in {', '.join(why['from'])}" if why["from"] else "")


def _left(receipt: dict[str, Any]) -> Iterator[str]:
    for part, (one, what) in (
        ("skipped", ("row", "left out by name")),
        ("uncovered", ("record", "of products that the program does not cover")),
        ("unmapped", ("record", "of products that nobody has decided about")),
    ):
        if receipt[part]:
            rows = sum(left["rows"] for left in receipt[part])
            yield f"  {count(rows, one)} {what}"


def _taken(receipt: dict[str, Any]) -> Iterator[str]:
    taken = {name: value for name, value in receipt["sums"]["taken"].items() if value and name != "rate_e4"}
    if taken:
        yield "  taken: " + ", ".join(f"{_bare(name)} {_measured(name, value)}" for name, value in taken.items())


def _totals(read: SenderFile) -> Iterator[str]:
    yield from _unread(read)
    if not read.totals:
        yield "  the file states no total" + (" that is read" if read.unread_totals else "")
        return
    wrong = [total for total in read.totals if not total.agrees]
    agree = len(read.totals) - len(wrong)
    yield f"  {count(len(read.totals), 'total')} compared with what the file states, {agree:,} as read"
    for total in wrong:
        name = INPUTS[read.table].column(total.column).stored
        stated = "something that cannot be read" if total.stated is None else _measured(name, total.stated)
        yield f"    {_where(total)}: it says {stated}, read was {_measured(name, total.read)}"
    for total in read.totals:
        for said in remarks(total):
            yield f"    {_where(total)}: {said}"


def _unread(read: SenderFile) -> Iterator[str]:
    """Tell numbers of total rows in columns that are not read: those that nobody meant to leave out one by one."""
    known = sum(total.known for total in read.unread_totals)
    if known:
        yield f"  {count(known, 'number')} in total rows not read, on purpose"
    for total in read.unread_totals:
        if not total.known:
            yield f"    {_where(total)}: it says {total.stated}, and nothing is read from there"
    yield from (f"    if that is right, say so in the profile: {line}" for line in to_add(read))


def _where(total: ControlTotal | UnreadTotal) -> str:
    sheet = f"sheet {total.sheet}, " if total.sheet else ""
    return f"{sheet}row {total.row}, {total.title}"


def _changes(changes: Changes, before: str) -> Iterator[str]:
    told = ((changes.same, "the same"), (changes.gone, "gone"), (changes.new, "new"), (changes.changed, "changed"))
    yield f"  against {before}: " + ", ".join(f"{number:,} {what}" for number, what in told)
    for entry in changes.sums:
        kind = f"{entry['kind']}, " if entry["kind"] else ""
        old, new = (_measured(entry["of"], entry[side]) for side in ("before", "after"))
        yield f"    {kind}{_bare(entry['of'])}: {old} before, {new} now"
    for example in changes.examples:
        sheet = f"sheet {example['sheet']}, " if example["sheet"] else ""
        rows = [f"row {example[side]} {when}" for side, when in (("row_before", "before"), ("row_after", "now"))
                if side in example]  # fmt: skip
        cells = ", ".join(f"{name} {_cell(cell)}" for name, cell in example["cells"].items())
        yield f"    {example['what']}: {sheet}{', '.join(rows)}" + (f": {cells}" if cells else "")


def _cell(cell: str | list[str | None]) -> str:
    return cell if isinstance(cell, str) else " → ".join(part or "nothing" for part in cell)


def _measured(name: str, value: int) -> str:
    return dollars(value) if name.endswith("_cents") else plain(value, NUMBER_DECIMALS)


def _bare(name: str) -> str:
    return name.removesuffix("_cents").removesuffix("_e4")
