"""What the lines of a profile must be to each other; each check raises ValueError with a sentence for a person."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from premium.ingest.profile.model import Profile, Source
    from premium.tables import Table

    Columns = Mapping[str, Sequence[Source]]

FITS: dict[str, tuple[str, ...]] = {
    "id": ("id", "text", "name", "date", "row"),
    "text": ("text", "id", "name", "product"),
    "choice": ("text",),
    "date": ("date",),
    "money": ("money",),
    "number": ("number", "hours_hmm"),
}
"""Which ways of reading a cell may fill which type of column; the first is meant where none is said."""
OPTIONS: dict[str, tuple[str, ...]] = {
    "digits": ("id",), "zeros": ("id",), "dates": ("date",), "add_days": ("date",), "times": ("number",),
    "rounded": ("money",), "order": ("name",), "implied": ("money", "number"),
}  # fmt: skip
"""Which ways of reading a cell heed which option; with another way it would be passed over in silence."""
JOINED = ("id", "text", "name", "product", "date")
"""Ways that may read several titles: amounts are never put together from pieces."""


def columns_fit(table: Table, columns: Columns, where: str) -> None:
    """See that the table has these columns, each read in a way that fits it and heeds all that is said of it."""
    known = {c.name: c for c in table.columns}
    for name, sources in columns.items():
        if name not in known:
            raise ValueError(f"{where}: {table.name} has no column {name}; it has {', '.join(known)}")
        for source in sources:
            if source.as_ is not None and source.as_ not in FITS[known[name].type]:
                fitting = ", ".join(FITS[known[name].type])
                raise ValueError(f'{where}: {name} cannot be read as = "{source.as_}"; it may be {fitting}')
            _heeded(f"{where}: {name}", source, source.as_ or FITS[known[name].type][0])


def _heeded(where: str, source: Source, way: str) -> None:
    """See that nothing said of a source is passed over in silence."""
    idle = [option for option, of in OPTIONS.items() if option in source.model_fields_set and way not in of]
    if idle:
        raise ValueError(f"{where} is read as {way}; {idle[0]} goes with {' or '.join(OPTIONS[idle[0]])}")
    if len(source.titles or ()) > 1 and way not in JOINED:
        raise ValueError(f"{where} is read as {way}, and that is not put together from several titles")
    if len(source.titles or ()) > 1 and way == "id" and not source.join:
        raise ValueError(f"{where}: an identifier of several titles needs a join, or 1 and 23 is as 12 and 3")


SUMMED = ("amount", "quantity", "hours", "units")
"""Columns that are added up over the lines of a row, so that each title may stand on one of them only."""


def counted_once(columns: Columns, lines: Sequence[Columns]) -> None:
    """See that no title's money, goods, hours or units are counted on two lines of one row."""
    for name in SUMMED:
        plans = [{**columns, **line}.get(name, ()) for line in lines if not _by_choice(name, line)]
        twice = _twice(
            [title for plan in plans for title in {_plain(t) for s in plan if not s.when for t in s.titles or ()}]
        )
        if twice:
            raise ValueError(
                f"line: {twice[0]!r} would be counted as {name} on several lines of one row: "
                "put it into the [[line]] that it belongs to, with when if several share it"
            )


def _by_choice(name: str, line: Columns) -> bool:
    """Say whether a line gets hours or units from [columns], and is made in some rows only: one may exclude another."""
    own = [source for measure in SUMMED for source in line.get(measure, ())]
    return name in {"hours", "units"} and name not in line and bool(own) and all(source.when for source in own)


def not_carried(table: Table, profile: Profile) -> None:
    """See that no amount or number is carried down: a blank is not what the row above earned."""
    types = {c.name: c.type for c in table.columns}
    carried = {_plain(title) for title in profile.rows.carry}
    for columns in (profile.columns, *profile.line):
        for name, sources in columns.items():
            titles = [t for source in sources for t in source.titles or () if _plain(t) in carried]
            if titles and types[name] in ("money", "number"):
                raise ValueError(f"rows.carry: {titles[0]!r} is read as {name}, and amounts are not carried down")


def named_once(profile: Profile) -> None:
    """See that labels, groups and the share do not give one name to two things; two kinds of group rows may."""
    pieces = [[_plain(cut.name) for cut in group.gives] for group in profile.rows.group]
    names = [_plain(label.name) for label in profile.label] + ([_plain(profile.share.name)] if profile.share else [])
    names += dict.fromkeys(name for group in pieces for name in group)
    twice = [name for several in (names, *pieces) for name in _twice(several)]
    if twice:
        raise ValueError(f"{twice[0]!r} is the name of two things: a label, a piece of a group row or a share")


def not_read_twice(profile: Profile) -> None:
    """See that no title is read of which a total row is said not to be read: its total would go uncompared."""
    titles = {_plain(t) for total in profile.rows.total for t in total.not_read}
    for columns in (profile.columns, *profile.line):
        for name, sources in columns.items():
            both = [title for source in sources for title in source.titles or () if _plain(title) in titles]
            if both:
                raise ValueError(f"rows.total: {both[0]!r} is in not_read, and is read as {name}")


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()


def _twice(words: list[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]
