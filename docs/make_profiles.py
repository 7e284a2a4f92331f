"""The language of profiles as tables, made of the model: what stands between the marks in `docs/profiles.md`.

`python docs/make_profiles.py` writes it; with `--check` it says whether it is in step.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from premium.ingest.profile import Profile

PAGE = Path(__file__).resolve().parent / "profiles.md"
BEGIN, END = "<!-- Made by docs/make_profiles.py of the model: change that. -->\n", "<!-- end -->"
SECTIONS = {
    "": "A profile", "Match": "`[match]`", "Dialect": "`[dialect]`", "FixedField": "`[[dialect.field]]`",
    "Rows": "`[rows]`",
    "Skip": "`[[rows.skip]]`", "Group": "`[[rows.group]]`", "Total": "`[[rows.total]]`",
    "Test": "A test, in `where` and `when`",
    "Cut": "A piece, in `gives`", "Label": "`[[label]]`", "Source": "A source, in `[columns]` and `[[line]]`",
    "Share": "`[share]`",
}  # fmt: skip
OF_THEIR_OWN = {
    "": {"match", "dialect", "rows", "label", "columns", "line", "share"}, "Dialect": {"field"},
    "Rows": {"skip", "group", "total"},
}  # fmt: skip
"""Entries that are told as sections of their own."""
MEANINGS = {
    "id": "what the profile is called", "table": "the table that its files become", "about": "for people",
    "version": "raise it with every change", "approved_by": "who looked at it", "approved_on": "when",
    "why": "what the receipt calls such rows", "title": "what [columns] calls it", "start": "its first character",
    "width": "its characters", "where": "all of it must hold", "gives": "the pieces", "as": "how its cells are read",
    "dates": "the order of day, month and year, where it is not the dialect's", "order": "of a name with a comma",
    "add_days": "days that are added", "equals": "the whole cell is this", "begins": "it begins so",
    "contains": "it holds this", "lacks": "it does not hold this",
    "empty": "nothing stands in it, or (false) something; a 0 is something",
    "after": "what stands before it", "until": "what stands behind it", "within": "where it is looked for",
    "encoding": "of a text file", "format": "what the file is", "delimiter": "between cells",
    "decimal": "before decimals",
    "name": "what [columns] calls it, like a title", "column": "a title, or `*` for the whole row",
}  # fmt: skip
"""What entries mean of which the model says nothing, for their names say it."""


def made() -> str:
    """Return the reference: a table for each section."""
    schema = Profile.model_json_schema(by_alias=True)
    return "\n".join(_section(name, schema["$defs"][name] if name else schema) for name in SECTIONS)


def _section(section: str, schema: dict[str, Any]) -> str:
    told = OF_THEIR_OWN.get(section, set())
    entries = {name: entry for name, entry in schema["properties"].items() if name not in told}
    needed = schema.get("required", [])
    rows = [_row(name, entry, needed=name in needed) for name, entry in entries.items()]
    head = f"### {SECTIONS[section]}\n\n{schema['description'].splitlines()[0]}\n\n"
    head += "| entry | may be | without it | what |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _row(name: str, entry: dict[str, Any], *, needed: bool) -> str:
    without = "it must be there" if needed else _default(entry.get("default"))
    meaning = str(entry.get("description") or MEANINGS.get(name, ""))
    return f"| `{name}` | {_kind(entry)} | {without} | {meaning.replace('|', chr(92) + '|')} |"


def _default(value: object) -> str:
    return "" if value in (None, "", [], {}) else f"`{json.dumps(value, ensure_ascii=False)}`"


def _kind(entry: dict[str, Any]) -> str:
    """Say in words what an entry may be."""
    choices = entry.get("anyOf", [entry])
    entry = next(c for c in choices if c.get("type") != "null")
    if "enum" in entry:
        return ", ".join(f"`{json.dumps(v, ensure_ascii=False)}`" for v in entry["enum"])
    if "$ref" in entry:
        return "a section"
    if entry.get("type") == "array":
        inner = entry["items"]
        return "a list of sections" if "$ref" in inner else "a text, or a list of texts"
    if "patternProperties" in entry or "additionalProperties" in entry:
        return "words = words"
    if entry.get("type") == "integer":
        return f"{entry.get('minimum', '')} to {entry['maximum']:,}" if "maximum" in entry else "a whole number"
    return {"boolean": "true or false", "string": "a day" if entry.get("format") == "date" else "a text"}[entry["type"]]


def filled(text: str) -> str:
    """Return the page with its reference made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{made()}{END}{after}"


def main() -> None:
    """Write the page, or say whether it is in step."""
    text = PAGE.read_text(encoding="utf-8")
    if "--check" not in sys.argv:
        PAGE.write_text(filled(text), encoding="utf-8")
    elif filled(text) != text:
        sys.exit("docs/profiles.md is out of step: run `python docs/make_profiles.py`, and read what changed")


if __name__ == "__main__":
    main()
