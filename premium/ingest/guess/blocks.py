"""Blocks one below the other: what stands above the table is said again further down, of the rows below it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from premium.ingest.files.sheet import LINE, ROW, TEXT, cell
from premium.ingest.guess import labels, words
from premium.ingest.guess.rules import ENDS, gives
from premium.ingest.profile.model import Label
from premium.ingest.sender.labels import heard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.labels import Labels
    from premium.ingest.guess.rows import Odd
    from premium.ingest.guess.sample import Part, Sample

MOST = 8
"""Rows that are named in a question."""
AGAIN = "again"
"""The sort of an odd row that says a label anew."""


@dataclass(slots=True)
class Blocks:
    """What says labels anew: the groups to propose, the name of each label's piece, and what is asked of it."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Hit:
    """An odd row that says a label: of which part it is, its whole text, and what it says."""

    part: int
    odd: Odd
    whole: str
    says: str


def find(sample: Sample, said: Labels) -> tuple[Sample, Blocks]:
    """Find the rows that say labels anew; they are of a sort of their own in the sample that is returned."""
    blocks, by_rows = Blocks(), dict[tuple[tuple[int, int], ...], list[tuple[dict[str, Any], list[_Hit]]]]()
    for entry in said.entries:
        hits = [] if entry.get("within") else _hits(sample, entry)
        first = {n: labels.says(part, entry) for n, part in enumerate(sample.parts)}
        if any(h.says != first[h.part] for h in hits):
            by_rows.setdefault(tuple((h.part, h.odd.row) for h in hits), []).append((entry, hits))
            said.seen += [h.says for h in hits]
    for told in by_rows.values():
        _group(blocks, sample, told)
    again = {at for at, told in by_rows.items() if told[0][0]["name"] in blocks.names}
    rows = {place for at in again for place in at}
    return replace(
        sample, parts=tuple(_marked(p, {r for n, r in rows if n == i}) for i, p in enumerate(sample.parts))
    ), blocks


def _marked(part: Part, rows: set[int]) -> Part:
    odd = tuple(replace(o, sort=AGAIN) if o.row in rows else o for o in part.sorted.odd)
    return replace(part, sorted=replace(part.sorted, odd=odd))


def _hits(sample: Sample, entry: dict[str, Any]) -> list[_Hit]:
    """Return the odd rows, but for totals, that say a label as the row above the table does."""
    label, hits = Label.model_validate({"name": "label", **entry}), []
    for number, part in enumerate(sample.parts):
        is_line = LINE in part.sheet.cells.columns
        above = next((before for row in part.above() for before, _, _ in heard(label, [(t, TEXT) for t in row])), "")
        for odd in part.sorted.odd:
            texts = [odd.text] if is_line else [odd.cells[i] for i in sorted(odd.cells)]
            here = next(heard(label, [(t, TEXT) for t in texts]), None)
            if odd.sort != "total" and here and here[0] == above:
                hits.append(_Hit(number, odd, " ".join(texts), here[1]))
    return hits


def _group(blocks: Blocks, sample: Sample, told: Sequence[tuple[dict[str, Any], list[_Hit]]]) -> None:
    """Propose a group for rows that say some labels, if each can be cut out of all of them."""
    pieces = [(entry, hits, _piece(entry, hits)) for entry, hits in told]
    if not all(piece for _, _, piece in pieces):
        return
    after, hits = str(told[0][0]["after"]), told[0][1]
    is_first = LINE not in sample.parts[0].sheet.cells.columns and all(_begins(h.odd.text, after) for h in hits)
    test = {"begins": after} if is_first else {"column": "*", "contains": after}
    rule: dict[str, Any] = {"where": [test], "column": "*", "gives": []}
    for entry, of, piece in pieces:
        name = later(entry["name"])
        rule["gives"].append({"name": name, **(piece or {})})
        blocks.names[entry["name"]] = name
        blocks.asked[entry["name"]] = _asked(sample, entry, of)
    blocks.groups.append(rule)


def later(name: str) -> str:
    """Return what the piece is called that says a label anew."""
    return f"Later {name[:1].lower()}{name[1:]}"


def _begins(text: str, after: str) -> bool:
    return words.plain(text).startswith(words.plain(after))


def _piece(entry: dict[str, Any], hits: Sequence[_Hit]) -> dict[str, str] | None:
    """Return how what a label says is cut out of whole rows: tried on each, so that it gives the same in every one."""
    texts, wanted = [h.whole for h in hits], [h.says for h in hits]
    behind = {
        t.partition(w)[2].split(maxsplit=1)[0] for t, w in zip(texts, wanted, strict=True) if t.partition(w)[2].strip()
    }
    ends = dict.fromkeys((entry.get("until", ""), "", *(f" {b}" for b in sorted(behind)), *ENDS))
    for after in (f"{entry['after']}{sign}" for sign in ("", " ", ":", ": ")):
        for until in ends:
            if gives(texts, after, until) == wanted:
                return {"after": after, "until": until} if until else {"after": after}
    return None


def _asked(sample: Sample, entry: dict[str, Any], hits: Sequence[_Hit]) -> str:
    """Say where a label stands, and with how many different days."""
    label, firsts = Label.model_validate({"name": "label", **entry}), []
    for number in sorted({h.part for h in hits}):
        part = sample.parts[number]
        texts = part.sheet.cells.select(ROW, *(cell(i) for i in range(part.sheet.width))).rows()
        above = [(r[0], [(t, TEXT) for t in r[1:] if t and t.strip()]) for r in texts if r[0] < part.header.row]
        firsts += [row for row, said in above if next(heard(label, said), None)][:1]
    rows = [*firsts, *(h.odd.row for h in hits)]
    days = {labels.says(sample.parts[h.part], entry) for h in hits} | {h.says for h in hits}
    shown = ", ".join(map(str, rows[:MOST])) + (", …" if len(rows) > MOST else "")
    return (
        f"{entry['after']!r} stands {len(rows)} times with {len(days)} different days (rows {shown}): does each hold "
        "for the rows below it, up to the next?"
    )
