"""From evidence to a proposed profile: the whole way on one screen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from premium.errors import ProfileError
from premium.ingest.guess import (
    blocks,
    columns,
    derive,
    fill,
    goods,
    ids,
    labels,
    lines,
    marking,
    rules,
    sample,
    tried,
    words,
    write,
)
from premium.ingest.guess.draft import Draft
from premium.ingest.profile import read_profile
from premium.ingest.sender.header import find

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile import LoadedProfile

WEEK = re.compile(
    r"\b(?:(?:pay )?period|week|wk|semana)\b[ #.-]*(?:(?:no|of|ending|ended|end|del)\b[ .-]*)?[0-9]+(?:[ ./-][0-9]+)*\b"
)
"""Which week or period a file is of, as its name says it: the next one's is another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed profile: its text, what it asks, and words with accents for a person's eyes only (never written)."""

    text: str
    table: str
    questions: tuple[str, ...]
    accented: tuple[str, ...]
    warnings: tuple[str, ...]


def guess(paths: Sequence[Path], table: str | None = None, password: Callable[[], str] | None = None) -> Proposal:
    """Propose a profile for one sender's files; several are one body of evidence.

    Raises:
        InputError: a file cannot be opened, holds no table, or the files are not alike.
    """
    password = cache(password) if password else None  # files are opened again to try the proposal
    seen = sample.gather(paths, password)
    if not seen.parts[0].header.rows and table in (None, "payroll"):
        matched, close = columns.untitled(seen.evidence, seen.records), tuple[str, ...]()
    else:
        matched, close = columns.match(seen.evidence, table)
    draft = Draft(_id(paths[0].stem), matched.table)
    said = labels.propose(seen)
    seen, again = blocks.find(seen, said)
    marking.dialect(draft, seen, matched, said)
    odd = rules.propose(seen, marking.as_model(draft))
    odd.group[:0] = again.groups
    _match(draft, seen, paths)
    fill.rows(draft, seen, odd)
    fill.columns(draft, seen, matched, said, odd, again)
    if matched.table == "payroll":
        derive.worker(draft, seen, matched, odd)
        derive.days(draft)
        derive.check(draft)
        derive.share(draft, seen, matched)
        ids.numbers(draft, seen, matched)
        lines.payroll(draft, seen, matched, marking.as_model(draft))
    else:
        ids.numbers(draft, seen, matched)
        goods.fill(draft, seen, matched)
    fill.rest(draft, seen, matched, marking.as_model(draft))
    if close:
        draft.ask("table", f"the titles would also fit {' or '.join(close)}: --table says which")
    if not _is_found(draft, seen):
        draft.dialect["header_row"] = seen.parts[0].header.row
    found = tried.read(paths, _loaded(draft), password)
    tried.not_read(draft, found)
    draft.tried = tried.tell(draft, fill.unnamed(draft, seen), found)
    return Proposal(write.as_toml(draft), draft.table, tuple(draft.questions), seen.writing.words, seen.warnings)


def _loaded(draft: Draft) -> LoadedProfile:
    return read_profile(write.as_toml(draft).encode(), "the proposal", Path())


def _is_found(draft: Draft, seen: Sample) -> bool:
    """Whether the profile, left to look for its header, finds the one that was found here."""
    loaded = _loaded(draft)
    try:
        return all(find(p.sheet, loaded.profile, p.file).row == p.header.row for p in seen.parts if p.header.rows)
    except ProfileError:
        return False


def _id(stem: str) -> str:
    """Make a profile's id of a file's name, without its days, weeks and numbers."""
    bare = WEEK.sub(" ", words.plain(stem.replace("_", " ")))
    found = re.findall(r"[a-z0-9]+", re.sub(r"[0-9]{2,}", " ", bare))
    return "-".join(found) or "sender"


def _match(draft: Draft, seen: Sample, paths: Sequence[Path]) -> None:
    draft.match["files"] = _patterns([p.name for p in paths])
    if len({p.sheet.name for p in seen.parts}) > 1 or seen.other_sheets:
        draft.match["sheets"] = _sheets(seen)
    draft.match["titles"] = list(seen.titles)


def _patterns(names: Sequence[str]) -> list[str]:
    """Return file names with their numbers and days open."""
    return list(dict.fromkeys(_pattern(name) for name in names))


def _pattern(name: str) -> str:
    path = Path(name)
    return re.sub(r"[0-9][0-9._-]*", "*", path.stem.replace("[", "?").replace("]", "?")) + path.suffix


def _sheets(seen: Sample) -> list[str]:
    """Return patterns for the sheets that are alike, and none of the others."""
    names = list(dict.fromkeys(p.sheet.name for p in seen.parts))
    open_ = list(dict.fromkeys(re.sub(r"[0-9][0-9._-]*", "*", n) for n in names))
    if len(names) > 1 and not seen.other_sheets and len(open_) > 1:
        return ["*"]
    caught = any(fnmatchcase(other, pattern) for other in seen.other_sheets for pattern in open_)
    return names if caught else open_
