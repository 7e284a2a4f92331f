"""The proposed profile as TOML that a person reads: what is known beside each line, and what is asked."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

import tomlkit
from tomlkit import TOMLDocument, aot, comment, document, inline_table, nl, table

if TYPE_CHECKING:
    from tomlkit.items import Array, InlineTable, Table

    from premium.ingest.guess.draft import Draft, Source

WIDE = 100
LONGEST = 160
"""Characters of a line; a source that is longer becomes a section with a line for each of its codes."""


def as_toml(draft: Draft) -> str:
    """Write a draft down."""
    doc = document()
    _head(doc, draft)
    _section(doc, "match", _match(draft))
    _section(doc, "dialect", _dialect(draft))
    _rows(doc, draft)
    _many(doc, "label", [_plain(entry) for entry in draft.label])
    doc["columns"] = _columns(draft.columns, "columns", draft)
    _many(doc, "line", [_line(draft, i) for i in range(len(draft.line))])
    if draft.share:
        section = table()
        _above(section, draft.remarks.get("share", []), LONGEST)
        for key, value in draft.share.items():
            section.add(key, value)
        doc["share"] = section
    return re.sub(r"\n{3,}", "\n\n", tomlkit.dumps(doc))


def _head(doc: TOMLDocument, draft: Draft) -> None:
    doc.add(comment("Proposed by premium profile guess. Read every line; answer every QUESTION; then try it with"))
    doc.add(comment("premium profile check THIS_FILE FILE --grower ID, and write who approved it, and when."))
    questions = len(draft.questions)
    doc.add(comment(f"{questions} question{'s' if questions != 1 else ''} below." if questions else "No questions."))
    doc.add(nl())
    for text in draft.tried:
        doc.add(comment(_kept(text)))
    if draft.tried:
        doc.add(nl())
    doc.add("id", tomlkit.item(draft.id))
    doc.add("table", tomlkit.item(draft.table))
    _beside(doc, "table", draft.remarks.get("table", []))
    doc.add("version", tomlkit.item(1))
    doc.add("approved_by", tomlkit.item(""))
    doc["approved_by"].comment("with approved_on = 2026-01-31 below it")
    doc.add("freeze", tomlkit.boolean("true"))
    if draft.keep_name:
        doc.add("keep_name", _list(draft.keep_name))
    for text in draft.remarks.get("ignore", []):
        doc.add(comment(text))
    if draft.ignore:
        doc.add("ignore", _ignored(draft))
    doc.add(nl())


def _ignored(draft: Draft) -> Array:
    """Write the titles that are left out, a line for each with why."""
    listed = tomlkit.array()
    for title, why in draft.ignore.items():
        listed.add_line(title, comment=_safe(why))
    listed.add_line(indent="")
    return listed


def _beside(doc: Any, key: str, remarks: list[str]) -> None:  # noqa: ANN401 - a document or a table
    if remarks:
        doc[key].comment(_safe("; ".join(remarks)))


def _safe(text: str) -> str:
    """Return a text as it may stand in a comment: one line, no control characters."""
    return "".join(c if c.isprintable() else "\u00b7" for c in " ".join(text.split()))


def _kept(text: str) -> str:
    """Return a safe text with the blanks that it begins with."""
    return " " * (len(text) - len(text.lstrip(" "))) + _safe(text)


def _section(doc: TOMLDocument, name: str, entries: Table) -> None:
    doc[name] = entries


def _match(draft: Draft) -> Table:
    entries = table()
    for key in ("files", "sheets"):
        if key in draft.match:
            entries.add(key, _list(draft.match[key]))
    titles = tomlkit.array()
    titles.extend(draft.match["titles"])
    if len(titles.as_string()) > WIDE:
        titles.multiline(True)  # noqa: FBT003 - tomlkit's own
    entries.add("titles", titles)
    entries.add(nl())
    return entries


def _dialect(draft: Draft) -> Table:
    entries = table()
    for key, value in draft.dialect.items():
        for text in draft.remarks.get(f"dialect.{key}", []):
            if text.startswith("QUESTION"):
                entries.add(comment(_safe(text)))
        entries.add(key, value)
        told = [t for t in draft.remarks.get(f"dialect.{key}", []) if not t.startswith("QUESTION")]
        if told:
            entries[key].comment(_safe("; ".join(told)))
    for key in draft.remarks:
        if key.startswith("dialect.") and key.removeprefix("dialect.") not in draft.dialect:
            for text in draft.remarks[key]:
                entries.add(comment(_safe(text)))
    entries.add(nl())
    if draft.fields:
        entries.add("field", _tables([_plain(f) for f in draft.fields]))
    return entries


def _rows(doc: TOMLDocument, draft: Draft) -> None:
    parts = {"skip": draft.skip, "group": draft.group, "total": draft.total}
    if not any(parts.values()) and not draft.carry:
        return
    section = table(is_super_table=not draft.carry)
    if draft.carry:
        section.add("carry", _list(draft.carry))
    for name, rules in parts.items():
        if rules:
            made = [_plain(rule) for rule in rules]
            for i, entry in enumerate(made):
                for text in draft.remarks.get(f"{name}.{i}", []):
                    entry.add(comment(_safe(text)))
            section.add(name, _tables(made))
    doc["rows"] = section


def _many(doc: TOMLDocument, name: str, made: list[Table]) -> None:
    if made:
        doc[name] = _tables(made)


def _tables(made: list[Table]) -> Any:  # noqa: ANN401 - tomlkit's array of tables
    listed = aot()
    for entry in made:
        entry.add(nl())
        listed.append(entry)
    return listed


def _plain(values: dict[str, Any]) -> Table:
    entry = table()
    for key, value in values.items():
        entry.add(key, _value(value))
    return entry


def _value(value: Any) -> Any:  # noqa: ANN401 - whatever a profile holds
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list):
        return _list(value)
    return tomlkit.item(value)


def _inline(values: dict[str, Any]) -> InlineTable:
    made = inline_table()
    for key, value in values.items():
        made.append(key, _value(value))
    return made


def _list(values: list[Any]) -> Array:
    listed = tomlkit.array()
    for value in values:
        listed.append(_value(value))
    return listed


def _columns(columns: dict[str, list[Source]], entry: str, draft: Draft) -> Table:
    """Write columns: those of one line first, then those with more codes than fit, each a section of its own."""
    made = table()
    for name, remarks in draft.remarks.items():
        if name.startswith(f"{entry}.") and name.removeprefix(f"{entry}.") not in columns:
            _above(made, [t for t in remarks if t.startswith("QUESTION")], LONGEST)
    _fill(made, columns, entry, draft)
    return made


def _fill(made: Table, columns: dict[str, list[Source]], entry: str, draft: Draft) -> None:
    shorts = {name: _short(many) for name, many in columns.items()}
    long = [n for n, short in shorts.items() if len(short.as_string()) > LONGEST]
    for name, short in shorts.items():
        if name not in long:
            trailing = _above(made, draft.remarks.get(f"{entry}.{name}", []), len(name) + len(short.as_string()))
            made.add(name, short)
            if trailing:
                made[name].comment(trailing)
    made.add(nl())
    for name in long:
        _above(made, draft.remarks.get(f"{entry}.{name}", []), LONGEST)
        sections = [_source(s) for s in columns[name]]
        made.add(name, sections[0] if len(sections) == 1 else _tables(sections))


def _above(made: Table, remarks: list[str], width: int) -> str:
    """Write remarks as lines above an entry; return what is short enough to stand behind it."""
    told = _safe("; ".join(t for t in remarks if not t.startswith("QUESTION")))
    behind = told if len(told) + width < LONGEST else ""
    lines = [] if behind or not told else textwrap.wrap(told, LONGEST)
    for text in [t for t in remarks if t.startswith("QUESTION")]:
        lines += textwrap.wrap(_safe(text), LONGEST)
    for text in lines:
        made.add(comment(text))
    return behind


def _short(many: list[Source]) -> Any:  # noqa: ANN401 - a title, a source, or a list of them
    if len(many) == 1 and set(many[0]) == {"from"} and isinstance(many[0]["from"], str):
        return tomlkit.item(many[0]["from"])
    return _inline(many[0]) if len(many) == 1 else _list(many)


def _source(source: Source) -> Table:
    made = table()
    for key, value in source.items():
        if key not in ("codes", "contains"):
            made.add(key, _value(value))
    for key in ("codes", "contains"):
        if key in source:
            codes = table()
            for code, ours in source[key].items():
                codes.add(tomlkit.key(code), ours)
            made.add(key, codes)
    return made


def _line(draft: Draft, number: int) -> Table:
    made = table()
    _above(made, draft.remarks.get(f"line.{number}", []), LONGEST)
    _fill(made, draft.line[number], f"line.{number}", draft)
    return made
