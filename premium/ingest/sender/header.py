"""The header: where it stands, what its titles are, and whether it is the one that the profile was approved for."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from premium.errors import ProfileError
from premium.ingest.files.sheet import ROW, cell
from premium.ingest.sender.cells import OUTER, WHOLE, named, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.files.sheet import Sheet
    from premium.ingest.profile import Profile, Source
    from premium.ingest.profile.model import Group, Skip, Test, Total

LOOKED_THROUGH = 200
"""Rows in which a header is looked for."""
NEAR = 0.6
"""How alike a title that is gone and one that is new must be to be taken for one that was renamed."""


@dataclass(frozen=True, slots=True)
class Header:
    """A sheet's titles by column (empty: none), the row of the first of them, and how many rows they fill."""

    titles: tuple[str, ...]
    row: int
    rows: int

    @property
    def named(self) -> tuple[str, ...]:
        """The titles, with a name also for those columns that have none; no two are alike."""
        return _apart((ROW, *(title or f"column {i}" for i, title in enumerate(self.titles, 1))))[1:]

    @property
    def called(self) -> tuple[str, ...]:
        """The titles as a profile may call them: a column that has none is called by its place, `column 4`."""
        return tuple(title or name for title, name in zip(self.titles, self.named, strict=True))

    @property
    def last(self) -> int:
        """The last row that is not below the header."""
        return self.row + self.rows - 1


def names_given(profile: Profile) -> dict[str, str]:
    """Return the names that a profile's labels, groups and share give, as compared and in its own spelling."""
    names = [label.name for label in profile.label]
    names += [cut.name for group in profile.rows.group for cut in group.gives]
    names += [profile.share.name] if profile.share else []
    return {plain(name): name for name in names}


def asked_for(profile: Profile) -> list[str]:
    """Return every title that a profile reads from the sheet itself, in its own spelling."""
    given = names_given(profile)
    sources = [s for lines in (profile.columns, *profile.line) for many in lines.values() for s in many]
    asked = [t for source in sources for t in source.titles or ()]
    rules: list[Skip | Total | Group] = [*profile.rows.skip, *profile.rows.total, *profile.rows.group]
    tests: list[Test] = [test for rule in rules for test in rule.where]
    tests += [test for source in sources for test in source.when or ()]
    asked += [test.column for test in tests if test.column and test.column != WHOLE]
    asked += [t for total in profile.rows.total for t in total.columns]
    asked += [g.column for g in profile.rows.group if g.column and g.column != WHOLE]
    asked += profile.rows.carry
    asked += list(profile.keep_name or ())
    if profile.share:
        asked += [profile.share.count, *([profile.share.over] if profile.share.over else [])]
    return [t for t in dict.fromkeys(asked) if plain(t) not in given]


def read_from(profile: Profile) -> set[str]:
    """Return the titles from which a profile takes something, as compared; what it only tests is not of them."""
    taken = [t for _, source in sources_of(profile) for t in source.titles or ()]
    taken += [g.column for g in profile.rows.group if g.column]
    taken += profile.keep_name or ()
    if profile.share:
        taken += [profile.share.count, *([profile.share.over] if profile.share.over else [])]
    return {plain(t) for t in taken}


def find(sheet: Sheet, profile: Profile, name: str) -> Header:
    """Find a sheet's header.

    Raises:
        ProfileError: titles that the profile reads are not there, or are not as many as the columns; a label, group or
            share is called like a title; or, where it is frozen, the header is another one.
    """
    header = locate(sheet, profile, name)
    if missing(header, profile):
        raise another_header(header, profile, name)
    given = names_given(profile)
    twice = [given[plain(t)] for t in header.titles if plain(t) in given]
    if twice:
        raise ProfileError(
            f"{name}: the header has {named(twice)}, and the profile calls a label, group or share so too",
            hint="give the label, group or share another name",
        )
    _as_frozen(header, profile, name)
    return header


def locate(sheet: Sheet, profile: Profile, name: str) -> Header:
    """Return where a profile says that a sheet's header is, or the rows in which most of its titles stand.

    Raises:
        ProfileError: the profile has more titles for a sheet without a header than that has columns.
    """
    dialect = profile.dialect
    if dialect.field or not dialect.header_rows:
        return _stated(sheet, profile, name)
    if dialect.header_row:
        return header_at(sheet, dialect.header_row, dialect.header_rows)
    return _look(sheet, dialect.header_rows, asked_for(profile))


def missing(header: Header, profile: Profile) -> list[str]:
    """Return the titles that a profile reads and that a header has not."""
    here = {plain(t) for t in header.called}
    return [t for t in asked_for(profile) if plain(t) not in here]


def _stated(sheet: Sheet, profile: Profile, name: str) -> Header:
    """Return the header that the profile itself states, as wide as the sheet."""
    dialect = profile.dialect
    titles = tuple(f.title for f in dialect.field) or profile.match.titles
    if len(titles) > sheet.width and not dialect.field:
        raise ProfileError(
            f"{name}: profile {profile.id} has {len(titles)} titles for a sheet without a header, and the sheet has "
            f"{sheet.width} columns",
            hint="match.titles names every column, in order",
        )
    titles += ("",) * (sheet.width - len(titles))
    return Header(_apart(titles), dialect.header_row or 1, dialect.header_rows if dialect.header_row else 0)


def _look(sheet: Sheet, rows: int, asked: list[str]) -> Header:
    """Return the first header in which all titles stand, or the one in which most do."""
    wanted = {plain(t) for t in asked}
    best, most = Header((), 1, rows), -1
    for row in sheet.cells[ROW].head(LOOKED_THROUGH).to_list():
        header = header_at(sheet, row, rows)
        there = len(wanted & {plain(t) for t in header.called})
        if there > most:
            best, most = header, there
        if there == len(wanted):
            break
    return best


def header_at(sheet: Sheet, row: int, rows: int) -> Header:
    """Join the titles of some rows: top to bottom, a merged title over all the columns that it spans."""
    frame = sheet.cells.filter((sheet.cells[ROW] >= row) & (sheet.cells[ROW] < row + rows))
    lines = {int(r[ROW]): [r[cell(i)] or "" for i in range(sheet.width)] for r in frame.to_dicts()}
    for top, left, _, right in sheet.merged:
        if top in lines and left < min(right, sheet.width) and lines[top][left].strip():
            lines[top][left : right + 1] = [lines[top][left]] * (min(right, sheet.width - 1) - left + 1)
    columns = zip(*(lines[r] for r in sorted(lines)), strict=True)
    joined = [" ".join(dict.fromkeys(" ".join(t.split()) for t in texts if t.strip(OUTER))) for texts in columns]
    return Header(_apart(tuple(joined)), row, rows)


def _apart(titles: tuple[str, ...]) -> tuple[str, ...]:
    """Tell titles apart that stand there more than once: Hours, Hours (2), Hours (3)."""
    taken, times, apart = {plain(t) for t in titles}, dict[str, int](), []
    for title in titles:
        called, name = plain(title), title
        again = called in times
        while title and again and plain(name) in taken:
            times[called] += 1
            name = f"{title} ({times[called]})"
        times.setdefault(called, 1)
        taken.add(plain(name))
        apart.append(name)
    return tuple(apart)


def _as_frozen(header: Header, profile: Profile, name: str) -> None:
    """See that no title is new, gone, or unspoken of, as far as the profile cares."""
    if profile.freeze and any(profile.match.titles) and any(changed(header, profile)):
        raise another_header(header, profile, name)
    spoken = spoken_of(profile)
    left = [t for t in header.titles if t and plain(t) not in spoken]
    if left and profile.leftover == "refuse":
        raise ProfileError(
            f"{name}: profile {profile.id} does not say what becomes of {named(left)}",
            hint=_left_open(left, profile),
        )


def _left_open(left: list[str], profile: Profile) -> str:
    """Say what to write of titles that a profile does not name, also where its total rows may state them."""
    listed = ", ".join(f'"{t}"' for t in left)
    stated = f" and not_read = [{listed}] in each [[rows.total]] whose rows state them" if profile.rows.total else ""
    return (
        f"name them in [columns] or a [[line]]; or leave them out, with ignore = [{listed}]{stated}; "
        'or say leftover = "keep" or "drop"'
    )


def changed(header: Header, profile: Profile) -> tuple[list[str], list[str]]:
    """Return the titles that are new to a profile, and those that are gone, as far as it says which it knows."""
    here, stated = {plain(t): t for t in header.titles if t}, [t for t in _apart(profile.match.titles) if t]
    used = missing(header, profile)
    known = {plain(t): t for t in (*stated, *used)}
    read = {plain(t) for t in (() if stated else (*asked_for(profile), *profile.ignore))}
    new = [t for p, t in here.items() if p not in known and p not in read]
    return new, [t for p, t in known.items() if p not in here and (t in stated or t in used)]


def another_header(header: Header, profile: Profile, name: str) -> ProfileError:
    """Say what is new and what is gone in a header that is not the profile's, and which may be the other's new name."""
    asked, (new, gone), without = asked_for(profile), changed(header, profile), missing(header, profile)
    said = [f"the header is not the one that profile {profile.id} was made for"]
    if without:
        there = f"{len(asked) - len(without)} of the {len(asked)} titles in use"
        taken = "" if profile.dialect.header_row else f", taken for it as {there} stand there,"
        said = [f"the header in row {header.row}{taken} has no {named(without)}"]
    told = dict(zip(_apart(profile.match.titles), profile.match.titles, strict=True))
    twice = [told[t] for t in gone if told.get(t, t) != t]
    said += [f"{named(twice)} stands twice in match.titles"] * bool(twice)
    gone = [t for t in gone if told.get(t, t) == t]
    others = [t for t in gone if t not in without]
    said += [f"new: {named(new)}"] * bool(new) + [f"gone: {named(others)}"] * bool(others)
    pairs = renamed(gone, new)
    said += [f"is {old!r} now called {now!r}?" for old, now in pairs.items()]
    return ProfileError(
        f"{name}: {'; '.join(said)}",
        hint=_proposal(new, gone, pairs, twice),
    )


def renamed(gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
    """Pair titles that are gone with new ones that are nearly the same."""
    near = {plain(t): t for t in new}
    pairs: dict[str, str] = {}
    for old in gone:
        for like in get_close_matches(plain(old), [p for p, t in near.items() if t not in pairs.values()], 1, NEAR):
            pairs[old] = near[like]
    return pairs


def _proposal(new: list[str], gone: list[str], pairs: dict[str, str], twice: list[str]) -> str:
    new, gone = [t for t in new if t not in pairs.values()], [t for t in gone if t not in pairs]
    words = [f"write {now!r} wherever the profile has {old!r}" for old, now in pairs.items()]
    words += [f"add {named(new)} to match.titles and to ignore or [columns]"] * bool(new)
    words += [f"take {named(gone)} out of match.titles and [columns]"] * bool(gone)
    words += [f"let {named(twice)} stand in match.titles as often as in the header"] * bool(twice)
    return (
        "premium profile diff OLD NEW --profile PROFILE shows what changed; if that is right, "
        f"{' and '.join(words)}, and raise the version; premium profile guess FILE proposes one for a new layout"
    )


def spoken_of(profile: Profile) -> set[str]:
    """Return the titles that a profile reads or leaves out by name, as compared."""
    return {plain(t) for t in (*asked_for(profile), *profile.ignore)}


def left_out(header: Header, profile: Profile) -> tuple[str, ...]:
    """Return the titles that the profile leaves out; of columns that have none, those that it names by their place."""
    read, spoken = {plain(t) for t in asked_for(profile)}, spoken_of(profile)
    columns = zip(header.titles, header.called, strict=True)
    return tuple(name for title, name in columns if plain(name) not in read and (title or plain(name) in spoken))


def sources_of(profile: Profile) -> list[tuple[str, Source]]:
    """Return each canonical column's sources, in [columns] and in every [[line]]."""
    return [(c, s) for lines in (profile.columns, *profile.line) for c, many in lines.items() for s in many]
