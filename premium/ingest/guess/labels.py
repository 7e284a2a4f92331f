"""What a file says once: the pay period and the day of payment, above the table, in the sheet's or the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.errors import ProfileError
from premium.ingest.files.sheet import ROW
from premium.ingest.guess import words
from premium.ingest.guess.values import DAY
from premium.ingest.profile.model import Label
from premium.ingest.sender.cells import cells_of
from premium.ingest.sender.labels import said_once

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.draft import Source
    from premium.ingest.guess.sample import Part, Sample

NEAR = 3
"""Filled cells on the right of a label in which what it says may stand."""
NAMES = {
    "period": "Period", "period_start": "Period start", "period_end": "Period end", "check_date": "Check date",
    "check_id": "Number",
}  # fmt: skip


@dataclass(slots=True)
class Labels:
    """Labels to propose: entries of [[label]], the source of each canonical column, and what that says now."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, Source] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    """Every day that labels say, in all files and sheets."""
    others: list[str] = field(default_factory=list)
    """Every day that stands above the tables, whatever it is of."""

    def add(self, column: str, entry: dict[str, Any], says: str) -> None:
        """Add a label for a column, unless there is one."""
        if column not in self.columns:
            self.entries.append({"name": NAMES[column], **entry})
            self.columns[column] = {"from": NAMES[column]}
            self.says[column] = says
            self.seen.append(says)

    def add_period(self, entry: dict[str, Any], days: Sequence[str], between: str) -> None:
        """Add a label that says both days of the period, and a column for each."""
        if {"period_start", "period_end"} & set(self.columns):
            return
        self.entries.append({"name": NAMES["period"], **entry})
        for column, day, part in zip(("period_start", "period_end"), days, ("until", "after"), strict=True):
            self.columns[column] = {"from": NAMES["period"], part: between}
            self.says[column] = day
            self.seen.append(day)


def propose(sample: Sample) -> Labels:
    """Look for days above the table, then in the sheet's name, then in the file's."""
    labels = Labels()
    part = sample.parts[0]
    for row in part.above():
        _row(labels, row, part)
    labels.others += [d[0] for p in sample.parts for row in p.above() for text in row for d in DAY.finditer(text)]
    names = [("file_name", [PurePath(p.file).stem for p in sample.parts])]
    if sample.writing.dialect.format == "workbook":
        names.insert(0, ("sheet_name", [p.sheet.name for p in sample.parts]))
    for where, texts in names:
        if all(DAY.search(t) for t in texts) and not labels.columns and texts:
            _named(labels, where, texts)
    return labels


def says(part: Part, entry: dict[str, Any]) -> str:
    """Return what a label really says of a sheet, read as it will be; empty where it says nothing."""
    label = Label.model_validate({"name": "label", **entry})
    top = replace(part.sheet, cells=part.sheet.cells.filter(pl.col(ROW) < part.header.row))
    try:
        read = said_once(label, top, cells_of(top, part.header)[0], part.header, part.file)
    except ProfileError:
        return ""
    return str(pl.select(read.text).item() or "")


def _row(labels: Labels, row: Sequence[str], part: Part) -> None:
    for index, text in enumerate(row):
        taken: list[tuple[int, int]] = []
        for column in ("check_id", "check_date", "period_end", "period_start", "period"):
            phrase = _phrase(text, column)
            if phrase is None or any(a <= phrase[0] < b for a, b in taken):
                continue
            taken.append(phrase)
            _label(labels, column, text, phrase, row[index + 1 :], part)


def _label(  # noqa: PLR0913, PLR0917 - everything that is known of a label
    labels: Labels, column: str, text: str, phrase: tuple[int, int], following: Sequence[str], part: Part
) -> None:
    """Propose a label, if it says what it seems to when it is read."""
    tail = text[phrase[1] :]
    if column == "check_id":
        _number(labels, text, phrase, following, part)
        return
    within = tail if DAY.search(tail) else next((t for t in following[:NEAR] if DAY.search(t)), "")
    days = list(DAY.finditer(within))
    if not days:
        return
    if within == tail:
        ways = [text[phrase[0] : phrase[1]], text[phrase[0] : phrase[1] + days[0].start()].rstrip()]
    else:
        ways = [text.strip(), text[phrase[0] : phrase[1]]]
    between = within[days[0].end() : days[1].start()] if len(days) > 1 else ""
    if column == "period" and between:
        said = within[days[0].start() : days[1].end()]
        for entry in _ways(ways, within, days[1]):
            if says(part, entry) == said and said.split(between) == [days[0][0], days[1][0]]:
                labels.add_period(entry, [days[0][0], days[1][0]], between)
                return
    for entry in _ways(ways, within, days[0]):
        if says(part, entry) == days[0][0]:
            labels.add("period_end" if column == "period" else column, entry, days[0][0])
            return


def _ways(ways: Sequence[str], within: str, last: re.Match[str]) -> list[dict[str, Any]]:
    """Return the ways in which a label may be written, up to what follows its last day."""
    rest = re.match(r"\s*([^\W\d_]+|\S)?", within[last.end() :])
    until = rest[1] if rest and rest[1] else ""
    return [{"after": after} | ({"until": until} if until else {}) for after in dict.fromkeys(ways) if after]


def _number(labels: Labels, text: str, phrase: tuple[int, int], following: Sequence[str], part: Part) -> None:
    """Take the number that follows for the number of all checks."""
    rest = text[phrase[1] :].strip(" .:#")
    ways = [text[phrase[0] : phrase[1]]] if rest else [text[phrase[0] :].rstrip(": "), text.strip()]
    said = re.match(r"(\S*\d\S*)", rest or " ".join(following))
    for after in ways if said else ():
        if said and says(part, {"after": after}).startswith(said[1]):
            labels.add("check_id", {"after": after}, said[1])
            return


def _phrase(text: str, column: str) -> tuple[int, int] | None:
    """Return where a known label stands in a text; the longest known counts."""
    plain = words.plain(text)
    if len(plain) != len(text):
        plain = text.casefold()
    for phrase in words.known("labels", column):
        found = re.search(r"(?<![a-z])" + r"[\W_]+".join(re.escape(w) for w in phrase) + r"(?![a-z])", plain)
        if found:
            return found.start(), found.end()
    return None


def _named(labels: Labels, where: str, texts: Sequence[str]) -> None:
    """Take the day in a name for the period's last; whether it is, is for a person to say."""
    found = DAY.search(texts[0])
    if found is None:
        return
    before = texts[0][: found.start()]
    shared = all(t.startswith(before) for t in texts)
    entry: dict[str, Any] = {"within": where}
    if before and shared:
        entry["after"] = before
    rest = texts[0][found.end() :]
    if rest:
        entry["until"] = rest[:1]
    labels.add("period_end", entry, found[0])
    labels.seen += [m[0] for t in texts for m in [DAY.search(t)] if m]
