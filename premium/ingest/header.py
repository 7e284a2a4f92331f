"""Columns by name: which of a file's columns are the table's, and what to say of the others."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from premium.tables import Table


def match(table: Table, header: list[str], name: str) -> tuple[dict[str, int], list[str]]:
    """Return where each of the table's columns stands in the header, and warnings about the columns kept out.

    Raises:
        InputError: a required column is missing, or one of the table's columns stands there twice.
    """
    places: dict[str, int] = {}
    known = [c.name for c in table.columns]
    for index, title in enumerate(header):
        if title in known and title in places:
            raise InputError(
                f"{name}: the column {title} stands there twice, as column {places[title] + 1} and {index + 1}",
                hint="rename or remove one of them: nobody can tell which one is meant",
            )
        if title in known:
            places[title] = index
    missing = [c.name for c in table.columns if c.required and c.name not in places]
    if missing:
        raise InputError(
            f"{name}: {table.name} needs the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}; "
            f"the header has {', '.join(map(_shown, header))}",
            hint=_nearest(missing, header) or f"premium schema prints the columns of {table.name}",
        )
    strangers = [title for title in header if title not in known]
    return places, [f"{name}: the column {_shown(t)} is not one of {table.name}'s; it was kept out" for t in strangers]


def _shown(title: str) -> str:
    return title if title and title == title.strip() and title.isprintable() else repr(title[:60])


def _nearest(missing: list[str], header: list[str]) -> str:
    squeezed = {title.strip().lower().replace(" ", "_"): title for title in header}
    for column in missing:
        near = difflib.get_close_matches(column, squeezed, n=1, cutoff=0.8)
        if near:
            return f"rename {_shown(squeezed[near[0]])} to {column}, if that is what it is"
    return ""
