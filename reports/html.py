"""Facts to `report.html`: one file that needs no script, no network and no other file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from premium.money import dollars
from reports import answer, kinds, pictures, spell, words
from reports.ask import ask
from reports.facts import gather
from reports.safely import written

if TYPE_CHECKING:
    from premium.run_folder import RunFolder
    from reports.facts import Facts

TEMPLATES = Path(__file__).with_name("templates")
NAME = "report.html"
WIDE = frozenset({"outcome", "reason", "remedy", "value", "title"})
"""Columns of sentences: they break into lines, the others do not."""
DRAWN = 15
"""Bars in a picture of growers or periods; the table beside it holds more."""


def write(run: RunFolder, memory: str | None = None) -> Path:
    """Write the report of a run into its folder."""
    with ask(run, memory) as asked:
        facts = gather(asked)
    target = run.path / NAME
    with written(target) as building:
        building.write_text(render(facts), encoding="utf-8")
    return target


def render(facts: Facts) -> str:
    """Return the report's HTML."""
    gap = facts.gaps
    growers = facts.listings["growers"].rows[:DRAWN]
    periods = facts.listings["periods"].rows[-DRAWN:]
    pooled = [row for row in growers if row["pool_cents"] is not None]
    return environment(facts.pool).get_template("report.html.j2").render(
        facts=facts,
        sentence=answer.sentence(facts.answer, facts.as_of, gap.no_pool_checks, gaps=gap.any),
        beside=answer.beside(facts.answer, gap.no_pool_checks),
        way=pictures.way(facts.way),
        growers=pictures.shares(pooled, [row["grower_id"] for row in pooled]),
        periods=pictures.shares(periods, [spell.period(row["period"], facts.pool) for row in periods]),
        parts=pictures.PARTS,
    )  # fmt: skip


def environment(pool: str) -> Environment:
    """Make the templates' environment: everything is escaped, and a word that is not there is an error."""
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def cell(value: Any, column: str) -> str:  # noqa: ANN401 - a value is whatever the table holds
        return _worded(column, value) or spell.cell(column, value, pool)

    env.filters |= {
        "cell": cell, "day": spell.day, "dollars": dollars, "head": words.head, "clip": spell.clip,
        "label": kinds.label, "says": kinds.sentence,
    }  # fmt: skip
    env.globals |= {
        "is_number": spell.is_number, "item": words.item, "count": spell.count, "glossary": words.GLOSSARY, "wide": WIDE
    }  # fmt: skip
    return env


def _worded(column: str, value: Any) -> str:  # noqa: ANN401 - a value is whatever the table holds
    """Put into words what the tables say in codes; nothing if the column is no code."""
    if column == "kind":
        return kinds.label(value)
    if column == "outcome":
        return words.OUTCOMES.get(value, str(value))
    if column == "answers":
        return words.ANSWERS.get(value, "")
    if column == "ref" and value is not None:
        return spell.clip(value.replace("|", " · "))
    if column in ("reason", "title", "remedy") and value is not None:
        return spell.clip(value.partition(": ")[2] if column == "reason" else value, spell.SENTENCE)
    return ""
