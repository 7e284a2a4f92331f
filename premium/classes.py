"""The classes of work in a run's wage lines beside those that the program says qualify: what a misspelt word costs."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from premium.tables import WAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.engine import Engine

UNSAID = "no wage line has a class of work (job_class), so nobody knows whose work qualifies"
NEAR = 0.8
"""How alike a word must be to one that qualifies to be taken for it, misspelt."""
CLASSES = f"""
SELECT p.job_class, COUNT(*) AS lines, MAX(CASE WHEN q.job_class IS NULL THEN 0 ELSE 1 END) AS qualifies
FROM payroll p LEFT JOIN qualifying q ON q.job_class = p.job_class
WHERE p.kind IN ({", ".join(f"'{kind}'" for kind in sorted(WAGE_KINDS))})
GROUP BY p.job_class ORDER BY p.job_class
"""  # noqa: S608 - our own words


def classes(engine: Engine, qualifying: Sequence[str]) -> dict[str, Any]:
    """Return which classes qualify, and of the wage lines' classes (empty: none) how many lines each has."""
    rows = engine.rows(CLASSES)
    return {
        "qualifying": sorted(set(qualifying)),
        "lines": {row["job_class"]: row["lines"] for row in rows},
    }


def nobodys(told: dict[str, Any]) -> str:
    """Return why no premium can be shared at all: there are wage lines, and none says its class; empty otherwise."""
    lines = told.get("lines") or {}
    return UNSAID if lines and set(lines) == {""} else ""


def warnings(told: dict[str, Any]) -> list[str]:
    """Warn of classes that are none of the program's and seem to be meant for one, or where none at all qualifies."""
    words, used = told["qualifying"], [c for c in told["lines"] if c]
    others = [c for c in used if c not in words]
    if others and len(others) == len(used):
        return [f"classes of work: the program's are {', '.join(words)}, and none of {', '.join(others)} qualifies"]
    meant = {c: word for c in others if (word := _meant(c, words))}
    if not meant:
        return []
    told_of = ", ".join(f"{c} (does it mean {word}?)" for c, word in meant.items())
    return [f"classes of work: {', '.join(words)} qualify; {told_of} does not"]


def _meant(word: str, words: Sequence[str]) -> str:
    """Return the class that a word seems to mean: spelled nearly so, or a known word for it; empty without one."""
    from premium.ingest.guess.classes import class_of  # noqa: PLC0415 - only where words are strange

    near = get_close_matches(word.casefold(), words, n=1, cutoff=NEAR)
    known = class_of(word)
    return near[0] if near else known if known in words else ""
