"""Titles and phrases as words: without accents, capitals, signs and short forms, so that two spellings are one."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from premium.tables import INPUTS

HERE = Path(__file__).parent
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
SIGNS = re.compile(r"#|n°|n\.º|nº", re.IGNORECASE)
DOLLARS = re.compile(r"\$")
NUMBERED = re.compile(r"^\s*(\(\s*[0-9a-z]{1,2}\s*\)|[0-9]{1,2}\.)\s*", re.IGNORECASE)
NEAR = 0.84
"""How alike two titles' letters must be to be taken for a slip of the pen."""
LONG_ENOUGH = 5
"""Letters below which alike says nothing: `from` and `form`."""

Words = tuple[str, ...]


def plain(text: str) -> str:
    """Return a text in small letters without accents, every run of blanks one space."""
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def tokens(text: str) -> Words:
    """Return the bare words of a text, short forms as they stand: for codes and the beginnings of rows."""
    return tuple(re.findall(r"[a-z0-9]+", plain(text)))


@cache
def of_title(title: str) -> Words:
    """Return the words of a title, its short forms written out: `Emp #` is `employee number`."""
    short, dropped = vocabulary()["short"], set(vocabulary()["ignored"]["words"])
    bare = NUMBERED.sub("", title)  # forms number their titles: "(5) Total Hours"
    spread = DOLLARS.sub(" dollars ", SIGNS.sub(" # ", CAMEL.sub(" ", bare)))
    found: list[str] = []
    for written in plain(spread).split():
        piece = written.strip(".:,;()")
        parts = [piece] if piece in short else re.findall(r"[a-z0-9]+|#", piece)
        found += [word for part in parts for word in str(short.get(part, part)).split()]
    kept = tuple(w for w in found if w not in dropped)
    return kept or tuple(found)


def likeness(title: Words, phrase: Words) -> float:
    """Say how well a title says a phrase: 1 the same, 0 not at all."""
    if title == phrase:
        return 1.0
    if set(title) == set(phrase):
        return 0.97
    mine, theirs = set(title), set(phrase)
    if theirs <= mine:  # the title says more: "Gross Pay Amount"
        return max(0.0, 0.88 - 0.11 * (len(mine) - len(theirs)) - (0.1 if len(theirs) == 1 else 0))
    if mine <= theirs:  # the title says less: "Check" for "check number"
        return 0.8 * len(mine) / len(theirs)
    joined, other = "".join(title), "".join(phrase)
    if min(len(joined), len(other)) < LONG_ENOUGH:
        return 0.0
    near = SequenceMatcher(None, joined, other).ratio()
    return 0.9 * near if near >= NEAR else 0.0


@cache
def vocabulary() -> dict[str, Any]:
    """Return `titles.toml`."""
    return tomllib.loads((HERE / "titles.toml").read_text(encoding="utf-8"))


LIKE = {"sales": "purchases", "payments": "purchases", "receipts": "purchases"}
"""Tables whose columns are called as those of the same name in another, where nothing else is said."""


def entries(table: str) -> tuple[str, ...]:
    """Return what is known by its titles in a table: its columns, and what stands beside them."""
    known = vocabulary()
    said = [c.name for c in INPUTS[table].columns if c.name != "kind"]
    return tuple(dict.fromkeys([*known[table], *said]))


@cache
def phrases(section: str, entry: str) -> tuple[tuple[Words, int], ...]:
    """Return the phrases of an entry (`payroll`, `worker_id`) as words, each with its place among its language's."""
    own = vocabulary()[section]
    languages = own[entry] if entry in own else vocabulary()[LIKE.get(section, section)].get(entry, {})
    ours = [(of_title(entry), 0)] if section in INPUTS else []  # a column's own name
    theirs = [(of_title(p), i) for tongue in ("en", "es") for i, p in enumerate(languages.get(tongue, ()))]
    return (*ours, *theirs)


@cache
def best(title: str, section: str, entry: str) -> float:
    """Return how well a title says an entry, in any language; of its phrases the earlier say it better."""
    mine = of_title(title)
    return max((likeness(mine, p) - 0.004 * place for p, place in phrases(section, entry)), default=0.0)


@cache
def row_words() -> dict[str, Any]:
    """Return `words.toml`."""
    return tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))


@cache
def known(section: str, entry: str) -> tuple[Words, ...]:
    """Return phrases of rows, labels or kinds as bare words, the longest first."""
    return tuple(sorted((tokens(p) for p in row_words()[section][entry]), key=lambda w: (-len(w), w)))


def begins(text: str, section: str, entry: str) -> Words | None:
    """Return the known phrase that a text begins with, if any."""
    mine = tokens(text)
    return next((p for p in known(section, entry) if p and mine[: len(p)] == p), None)


def holds(text: str, section: str, entry: str) -> Words | None:
    """Return the known phrase that stands somewhere in a text as whole words, if any."""
    mine = tokens(text)
    for phrase in known(section, entry):
        size = len(phrase)
        if phrase and any(mine[i : i + size] == phrase for i in range(len(mine) - size + 1)):
            return phrase
    return None
