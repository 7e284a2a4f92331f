"""What a file says once: the pay period and the day of payment, above the table, in the sheet's or the file's name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from premium.ingest.guess import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.guess.sample import Sample

DAY = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|(?i:\d{1,2}[- ](?:de )?[a-z]{3,10}\.?,?[- ](?:de )?\d{4}|[a-z]{3,9}\.? \d{1,2},? \d{4})"
)
NAMES = {"period_start": "Period start", "period_end": "Period end", "check_date": "Check date", "check_id": "Number"}


@dataclass(slots=True)
class Labels:
    """Labels to propose: entries of [[label]], the canonical column that each is for, and what they say now."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    """Every day that labels say, in all files and sheets."""

    def add(self, column: str, entry: dict[str, Any], says: str) -> None:
        """Add a label for a column, unless there is one."""
        if column not in self.columns:
            self.entries.append({"name": NAMES[column], **entry})
            self.columns[column] = NAMES[column]
            self.says[column] = says
            self.seen.append(says)


def propose(sample: Sample) -> Labels:
    """Look for days above the table, then in the sheet's name, then in the file's."""
    labels = Labels()
    part = sample.parts[0]
    rows = part.above()
    for row in rows:
        _row(labels, row, rows)
    names = [("file_name", [PurePath(p.file).stem for p in sample.parts])]
    if sample.writing.dialect.format == "workbook":
        names.insert(0, ("sheet_name", [p.sheet.name for p in sample.parts]))
    for where, texts in names:
        if all(DAY.search(t) for t in texts) and not labels.columns and texts:
            _named(labels, where, texts)
    return labels


def _row(labels: Labels, row: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for index, text in enumerate(row):
        following = " ".join(row[index + 1 :])
        taken: list[tuple[int, int]] = []
        for column in ("check_id", "check_date", "period_end", "period_start", "period"):
            phrase = _phrase(text, column)
            if phrase is None or any(a <= phrase[0] < b for a, b in taken):
                continue
            taken.append(phrase)
            if column == "check_id":
                _number(labels, text, phrase, following)
                continue
            tail = text[phrase[1] :]
            days = list(DAY.finditer(tail)) or list(DAY.finditer(following))
            within = tail if DAY.search(tail) else days[0][0] if days else ""
            if days:
                days = days if within == tail else list(DAY.finditer(within))
                _day(labels, column, text[phrase[0] : phrase[1]], days, within, rows)


def _number(labels: Labels, text: str, phrase: tuple[int, int], following: str) -> None:
    """Take the number that follows for the number of all checks."""
    rest = text[phrase[1] :].strip(" .:#")
    after = text[phrase[0] :].rstrip(": ") if not rest else text[phrase[0] : phrase[1]]
    said = re.match(r"(\S*\d\S*)", rest or following)
    if said:
        labels.add("check_id", {"after": after}, said[1])


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


def _day(  # noqa: PLR0913, PLR0917 - everything that is known of a label
    labels: Labels, column: str, phrase: str, days: Sequence[re.Match[str]], within: str, rows: Sequence[Sequence[str]]
) -> None:
    if column != "period":
        labels.add(column, _entry(phrase, within, days[0]), days[0][0])
        return
    if len(days) == 1:
        labels.add("period_end", _entry(phrase, within, days[0]), days[0][0])
        return
    between = within[days[0].end() : days[1].start()]
    labels.add("period_start", {"after": phrase, "until": between if between.strip() else "  "}, days[0][0])
    entry = _entry(between, within, days[1])
    if between.strip() and not _is_earlier(between, days[1][0], rows):
        labels.add("period_end", entry, days[1][0])


def _entry(after: str, within: str, day: re.Match[str]) -> dict[str, Any]:
    """Return a label's entry; it ends where something else follows the day."""
    rest = re.match(r"\s*([^\W\d_]+|\S)?", within[day.end() :])
    until = rest[1] if rest and rest[1] else ""
    return {"after": after} | ({"until": until} if until else {})


def _is_earlier(between: str, day: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether the sign between two days stands somewhere before, so that it can't tell where the second begins."""
    for row in rows:
        for text in row:
            if between.casefold() in text.casefold():
                after = text[text.casefold().index(between.casefold()) + len(between) :]
                return not after.strip().startswith(day)
    return True


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
