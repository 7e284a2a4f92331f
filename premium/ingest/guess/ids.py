"""Numbers that make a line itself: joined of two titles where neither alone tells lines apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from premium.ingest.guess import words
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.ingest.guess.columns import Matched
    from premium.ingest.guess.draft import Draft
    from premium.ingest.guess.sample import Sample

LINE = ("line", "line number", "sequence", "seq", "item number", "renglon", "linea", "numero de linea")
SURE = 0.8
"""How well a title must say the number that lines are numbered within."""


def numbers(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Join a number that repeats with the number of the line within it, where the two together never do."""
    name = INPUTS[draft.table].identifier
    own = matched.title(name)
    if own and not _repeats(seen, own):
        return
    known = set(map(words.of_title, LINE))
    line = next((t for t in matched.beside if words.of_title(t) in known), "")
    whole = own or _whole(matched, name)
    if not line or not whole or _repeats(seen, whole, line):
        return
    draft.columns[name] = [{"from": [whole, line], "join": "-"}]
    draft.remarks[f"columns.{name}"] = [f"{whole} repeats, but never with the same {line}"]


def _whole(matched: Matched, name: str) -> str:
    """Return the title of the number that lines are numbered within: the check's, or one of the name's words."""
    if name == "line_id":
        return matched.title("check_id")
    scores = {t: words.best(t, matched.table, name) for t in matched.beside}
    best = max(scores, key=lambda t: scores[t], default="")
    return best if best and scores[best] > SURE else ""


def _repeats(seen: Sample, *titles: str) -> bool:
    frame = pl.DataFrame({t: seen.texts(t) for t in titles}).drop_nulls()
    return bool(frame.is_duplicated().any()) if len(frame) else True
