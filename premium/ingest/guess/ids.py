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
WITH = {"line_id": "check_id"}


def numbers(draft: Draft, seen: Sample, matched: Matched) -> None:
    """Join a number that repeats with the number of the line within it, where the two together never do."""
    name = INPUTS[draft.table].identifier
    if name in draft.columns and not _repeats(seen, matched.columns[name].title) if name in matched.columns else False:
        return
    line = next(
        (t for t in (*matched.unknown, *matched.left_out) if words.of_title(t) in map(words.of_title, LINE)), None
    )
    whole = _whole(seen, matched, name)
    if line is None or not whole or _repeats(seen, whole, line):
        return
    draft.columns[name] = [{"from": [whole, line], "join": "-"}]
    draft.remarks.pop(f"columns.{name}", None)
    draft.remark(f"columns.{name}", f"{whole} repeats, and never with the same {line}")


def _whole(seen: Sample, matched: Matched, name: str) -> str:
    """Return the title of the number that lines are numbered within."""
    if name in matched.columns:
        return matched.columns[name].title
    if name == "line_id":
        return matched.columns["check_id"].title if "check_id" in matched.columns else ""
    scores = {t: words.best(t, matched.table, name) for t in (*matched.unknown, *matched.left_out)}
    return max(scores, key=lambda t: scores[t], default="") if max(scores.values(), default=0) > 0.8 else ""


def _repeats(seen: Sample, *titles: str) -> bool:
    frame = pl.DataFrame({t: seen.texts(t) for t in titles}).drop_nulls()
    return frame.is_duplicated().any() if len(frame) else True
