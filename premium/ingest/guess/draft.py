"""The proposed profile before it is written down: plain data, with a remark for a person beside each entry."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

QUESTION = "QUESTION: "
Source = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A profile as it will be written; `remarks` go beside the entry that their key names, such as `columns.amount`.

    A remark that begins with QUESTION asks a person something that the files do not prove.
    """

    id: str
    table: str
    about: str = ""
    match: dict[str, Any] = field(default_factory=dict)
    dialect: dict[str, Any] = field(default_factory=dict)
    fields: list[dict[str, Any]] = field(default_factory=list)
    carry: list[str] = field(default_factory=list)
    skip: list[dict[str, Any]] = field(default_factory=list)
    group: list[dict[str, Any]] = field(default_factory=list)
    total: list[dict[str, Any]] = field(default_factory=list)
    label: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, list[Source]] = field(default_factory=dict)
    line: list[dict[str, list[Source]]] = field(default_factory=list)
    ignore: dict[str, str] = field(default_factory=dict)
    keep_name: list[str] = field(default_factory=list)
    share: dict[str, Any] | None = None
    remarks: dict[str, list[str]] = field(default_factory=dict)
    adds_up: set[str] = field(default_factory=set)
    """Titles that are left out because they add others up, in every record."""
    tried: list[str] = field(default_factory=list)
    """What the profile makes of its own files, in sentences."""

    def remark(self, entry: str, text: str) -> None:
        """Say something beside an entry."""
        self.remarks.setdefault(entry, []).append(text)

    def ask(self, entry: str, question: str) -> None:
        """Ask a person something beside an entry."""
        self.remark(entry, QUESTION + question)

    @property
    def questions(self) -> list[str]:
        """Everything that is asked, in the order of the profile's entries."""
        return [
            text.removeprefix(QUESTION)
            for texts in self.remarks.values()
            for text in texts
            if text.startswith(QUESTION)
        ]


def used_titles(draft: Draft) -> set[str]:
    """Return every title that the draft reads."""
    sources = [s for part in (draft.columns, *draft.line) for many in part.values() for s in many]
    used = {t for s in sources for t in ([s["from"]] if isinstance(s.get("from"), str) else s.get("from", []))}
    tests = [t for rule in (*draft.skip, *draft.group, *draft.total) for t in rule["where"]]
    tests += [t for s in sources for t in s.get("when", [])]
    shared = {str(v) for v in (draft.share or {}).values()}
    return used | shared | {t["column"] for t in tests if "column" in t} | set(draft.keep_name) | set(draft.carry)
