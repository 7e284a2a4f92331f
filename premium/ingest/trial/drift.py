"""Last week's file beside this week's: what changed in how it is written, and what its profile would refuse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from premium.ingest.guess import columns, labels, marking, sample, sums, words
from premium.ingest.guess.draft import Draft
from premium.ingest.guess.measures import kind_of
from premium.ingest.sender.cells import plain
from premium.ingest.sender.header import asked_for, sources_of
from premium.money import plain as written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from premium.ingest.guess.sample import Sample
    from premium.ingest.profile import Profile

NEAR = 0.7
"""How alike a title that is gone and one that is new must be to be taken for one that was renamed."""
IN_PLACE = 0.2
"""What a new title gains by standing where the old one stood."""
DIALECT = ("format", "encoding", "delimiter", "quote", "decimal", "dates", "header_rows")


@dataclass(frozen=True, slots=True)
class Codes:
    """A coded column: which codes are new and in how many rows, and which are gone."""

    title: str
    new: tuple[tuple[str, int], ...]
    gone: tuple[str, ...]
    refused: bool
    """Whether the profile sets rows with the new codes aside."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What is different in a sender's newer file; counts and sums are told, and are no drift.

    `proposal` are lines to change in the profile, for what it would refuse.
    """

    old: str
    new: str
    dialect: tuple[tuple[str, str, str], ...]
    titles_new: tuple[str, ...]
    titles_gone: tuple[str, ...]
    titles_renamed: tuple[tuple[str, str], ...]
    titles_moved: tuple[str, ...]
    sheets_new: tuple[str, ...]
    sheets_gone: tuple[str, ...]
    codes: tuple[Codes, ...]
    records: tuple[int, int]
    sums: tuple[tuple[str, str, str], ...]
    ids: tuple[tuple[str, int, int, int], ...]
    """A column of identifiers: its title, and how many are in both files, only in the newer, only in the older."""
    proposal: tuple[str, ...]

    @property
    def same_layout(self) -> bool:
        """Whether the older file's profile reads the newer one as it read the older."""
        titles = self.titles_new or self.titles_gone or self.titles_renamed or self.titles_moved
        sheets = self.sheets_new or self.sheets_gone
        return not (self.dialect or titles or sheets or any(c.new and c.refused for c in self.codes))


def drift(
    old: Path, new: Path, profile: Profile | None = None, password: Callable[[Path], Callable[[], str]] | None = None
) -> Drift:
    """Hold two files of one sender beside each other, by its profile; without one, header and columns are guessed.

    Raises:
        InputError: a file cannot be opened, or holds no table.
    """
    before, after = (sample.gather([p], password(p) if password else None, profile) for p in (old, new))
    renamed = _renamed(before, after)
    gone = [t for t in _titles(before) if not _has(after, t) and t not in renamed]
    fresh = [t for t in _titles(after) if not _has(before, t) and t not in renamed.values()]
    changes = _dialect(before, after)
    codes = tuple(
        c for t, known in _coded(before, profile).items() if (c := _codes(before, after, t, known)) is not None
    )
    return Drift(
        old=old.name, new=new.name, dialect=changes, titles_new=tuple(fresh), titles_gone=tuple(gone),
        titles_renamed=tuple(renamed.items()), titles_moved=tuple(_moved(before, after)),
        sheets_new=_sheets(after, before), sheets_gone=_sheets(before, after), codes=codes,
        records=(len(before.records), len(after.records)), sums=tuple(_sums(before, after, profile)),
        ids=tuple(_ids(before, after, profile)),
        proposal=tuple(_proposal(changes, fresh, *_as_spelled(gone, renamed, profile), codes)),
    )  # fmt: skip


def _as_spelled(
    gone: list[str], renamed: Mapping[str, str], profile: Profile | None
) -> tuple[list[str], dict[str, str]]:
    """Write titles of the older file as the profile does."""
    said = (*profile.match.titles, *profile.ignore, *asked_for(profile)) if profile else ()
    known = {plain(title): title for title in said}
    return [known.get(plain(t), t) for t in gone], {known.get(plain(o), o): n for o, n in renamed.items()}


def _titles(seen: Sample) -> list[str]:
    return [t for t in seen.titles if t]


def _has(seen: Sample, title: str) -> bool:
    return plain(title) in {plain(t) for t in seen.titles}


def _renamed(before: Sample, after: Sample) -> dict[str, str]:
    """Pair titles that are gone with new ones that are nearly the same, say the same words, or stand in their place."""
    gone = [t for t in _titles(before) if not _has(after, t)]
    fresh = [t for t in _titles(after) if not _has(before, t)]
    pairs_ = [(g, f) for g in gone for f in fresh]
    scored = [(_alike(g, f) + IN_PLACE * (before.titles.index(g) == after.titles.index(f)), g, f) for g, f in pairs_]
    scored.sort(key=lambda s: (-s[0], s[1], s[2]))
    pairs: dict[str, str] = {}
    for score, g, f in scored:
        if score >= NEAR and g not in pairs and f not in pairs.values():
            pairs[g] = f
    return pairs


def _alike(one: str, other: str) -> float:
    near = SequenceMatcher(None, words.plain(one), words.plain(other)).ratio()
    mine, theirs = words.of_title(one), words.of_title(other)
    return max(near, words.likeness(mine, theirs), words.likeness(theirs, mine))


def _moved(before: Sample, after: Sample) -> list[str]:
    """Return titles that stand in both files, in another order."""
    both = [plain(t) for t in _titles(before) if _has(after, t)]
    there = [plain(t) for t in _titles(after) if _has(before, t)]
    return [t for t in _titles(after) if _has(before, t) and both[there.index(plain(t))] != plain(t)]


def _sheets(mine: Sample, theirs: Sample) -> tuple[str, ...]:
    """Return sheets of one file that the other has not, whatever numbers and days are in their names."""
    known = {_open(p.sheet.name) for p in theirs.parts} | {_open(s) for s in theirs.other_sheets}
    if mine.writing.dialect.format != "workbook":
        return ()
    names = [*(p.sheet.name for p in mine.parts), *mine.other_sheets]
    return tuple(n for n in dict.fromkeys(names) if _open(n) not in known)


def _open(name: str) -> str:
    return re.sub(r"[0-9]+", "#", name).casefold()


def _dialect(before: Sample, after: Sample) -> tuple[tuple[str, str, str], ...]:
    """Compare how the files are written; what only one of them proves is no difference."""
    old, new = (_written(s) for s in (before, after))
    return tuple((k, old[k], new[k]) for k in DIALECT if k in old and k in new and old[k] != new[k])


def _written(seen: Sample) -> dict[str, str]:
    draft = Draft("x", "payroll")
    marking.dialect(draft, seen, columns.match(seen.evidence)[0], labels.propose(seen))
    proved = {k: str(v) for k, v in draft.dialect.items() if not _is_asked(draft, k)}
    if proved.get("encoding") == "utf-8" and not seen.writing.words:
        proved.pop("encoding")  # plain ASCII is any encoding
    if proved.get("dates") == "ymd":
        proved.pop("dates")  # the year first is read in any order
    return proved


def _is_asked(draft: Draft, entry: str) -> bool:
    return any(r.startswith("QUESTION") for r in draft.remarks.get(f"dialect.{entry}", []))


def _coded(seen: Sample, profile: Profile | None) -> dict[str, tuple[set[str], bool]]:
    """Return coded titles, the codes that the profile knows, and whether it sets others aside."""
    if profile is None:
        matched = columns.match(seen.evidence)[0]
        return {
            matched.columns[c].title: (set(), True) for c in ("pay_code", "job_class", "unit") if c in matched.columns
        }
    found: dict[str, tuple[set[str], bool]] = {}
    for _, source in sources_of(profile):
        if source.codes is not None and source.titles and len(source.titles) == 1:
            known, refused = found.get(source.titles[0], (set(), False))
            found[source.titles[0]] = known | set(source.codes), refused or source.other == "refuse"
    return {t: v for t, v in found.items() if t in seen.named}


def _codes(before: Sample, after: Sample, title: str, known: tuple[set[str], bool]) -> Codes | None:
    there = next((t for t in after.named if plain(t) == plain(title)), None)
    if there is None:
        return None
    old = set(before.texts(title).drop_nulls().to_list()) | known[0]
    counted = after.texts(there).drop_nulls().value_counts(sort=True, name="n")
    pairs = [(str(code), int(n)) for code, n in counted.iter_rows() if code not in old]
    gone = sorted(set(before.texts(title).drop_nulls().to_list()) - set(after.texts(there).drop_nulls().to_list()))
    return Codes(title, tuple(sorted(pairs, key=lambda p: (-p[1], p[0]))), tuple(map(str, gone)), known[1])


def _sums(before: Sample, after: Sample, profile: Profile | None) -> list[tuple[str, str, str]]:
    """Return the sums of what the files measure, as plain numbers."""
    if profile is None:
        found = columns.match(before.evidence)[0]
        names = [found.columns[c].title for c in ("units", "hours", "quantity", "amount") if c in found.columns]
        names += [t for t, m in found.measures.items() if m.measure in ("units", "hours", "amount")]
    else:
        names = [s.titles[0] for c, s in sources_of(profile)
                 if c in ("units", "hours", "quantity", "amount") and s.titles and len(s.titles) == 1]  # fmt: skip
    both = [t for t in dict.fromkeys(names) if _has(before, t) and _has(after, t)]
    return [(t, _sum(before, t, profile), _sum(after, t, profile)) for t in both]


def _sum(seen: Sample, title: str, profile: Profile | None) -> str:
    if profile is None:
        draft = Draft("x", "payroll")
        marking.dialect(draft, seen, columns.match(seen.evidence)[0], labels.propose(seen))
        dialect = marking.as_model(draft)
    else:
        dialect = profile.dialect
    e = next(e for t, e in seen.named.items() if plain(t) == plain(title))
    return written(int(sums.scaled(seen.records, e.index, dialect).sum() or 0), sums.FINE)


def _ids(before: Sample, after: Sample, profile: Profile | None) -> list[tuple[str, int, int, int]]:
    """Count identifiers in both files and in one; which they are is nobody's business here."""
    if profile is None:
        found = columns.match(before.evidence)[0]
        titles = [found.columns["worker_id"].title] if "worker_id" in found.columns else []
    else:
        titles = [
            s.titles[0] for c, s in sources_of(profile) if c in ("worker_id", "grower_id", "buyer_id") and s.titles
        ]
    told = []
    for title in dict.fromkeys(t for t in titles if _has(before, t) and _has(after, t)):
        here = next(t for t in after.named if plain(t) == plain(title))
        old, new = (set(s.texts(t).drop_nulls().to_list()) for s, t in ((before, title), (after, here)))
        told.append((title, len(old & new), len(new - old), len(old - new)))
    return told


def _proposal(
    changes: tuple[tuple[str, str, str], ...], fresh: list[str], gone: list[str], renamed: Mapping[str, str],
    codes: tuple[Codes, ...],
) -> list[str]:  # fmt: skip
    """Write the lines of the profile that would change."""
    lines = [f"[dialect] {key} = {_toml(new)}" for key, _, new in changes if key != "format"]
    lines += [
        f"match.titles, and wherever it is used: {_toml(old)} becomes {_toml(new)}" for old, new in renamed.items()
    ]
    lines += [f"match.titles: add {_toml(t)}, and name it in [columns], [[line]] or ignore" for t in fresh]
    lines += [f"match.titles: take out {_toml(t)}, and what reads it" for t in gone]
    for coded in codes:
        if coded.refused:
            lines += [
                f"codes of {_toml(coded.title)}: {_toml(code)} = {_toml(kind_of(code) or '?')}" for code, _ in coded.new
            ]
    if lines:
        lines.append("version: one more, and who approved it, and when")
    return lines


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"' if not text.isdigit() else text
