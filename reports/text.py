"""What the terminal says: the story of a run on one screen, and an explanation in sentences."""

from __future__ import annotations

import shlex
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from premium.harmless import harmless
from premium.money import dollars, plain
from reports import answer, words
from reports.answer import Answer
from reports.ask import ask
from reports.gaps import gaps
from reports.spell import count

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.explain import Explanation
    from premium.run_folder import RunFolder

TEMPLATES = Path(__file__).parent / "templates"
BAR = 30
GROWERS = 10
"""Growers that fit on the screen; the report has them all."""


def tell_run(run: RunFolder, shown_as: str | None = None) -> str:
    """Return the story of a run on one screen, in the words of its report; `shown_as` is what the folder is called."""
    with ask(run) as asked:
        story = Answer(**asked.rows("answer")[0])
        flow = asked.rows("waterfall")
        growers = asked.listing("growers", GROWERS)
        worst = asked.rows("worst_cases")
    gap = gaps(run.manifest)
    as_of = date.fromisoformat(run.manifest["as_of"])
    return (
        templates()
        .get_template("story.txt.j2")
        .render(
            run=run.manifest,
            sentence=answer.sentence(story, as_of, gap.no_pool_checks, gaps=gap.any),
            beside=answer.beside(story, gap.no_pool_checks),
            flow=flow,
            widest=max([abs(f["amount_cents"] or 0) for f in flow], default=0),
            growers=growers,
            worst=worst,
            gap=gap,
            rows=sum(file["rows_read"] for file in run.manifest["files"]),
            folder=shown_as or run.path,
        )
    )


def tell_explanation(story: Explanation) -> str:
    """Return an explanation in sentences with numbers, each with the file and row it comes from."""
    return templates().get_template("explain.txt.j2").render(story=story, place=_places())


@cache
def templates() -> jinja2.Environment:
    """Return the texts for a terminal; whatever they are filled with can do nothing to it."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 - plain text; `finalize` keeps a terminal from being told anything else
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.globals |= {"count": count}
    env.filters |= {
        "dollars": _dollars,
        "basis": _basis,
        "quantity": lambda n: plain(n, 4),
        "bar": _bar,
        "id": lambda worker: shlex.quote(str(worker)),
        "item": lambda name: words.item(name)[0],
    }
    return env


def _dollars(cents: int | None) -> str:
    return "unknown" if cents is None else dollars(cents)


def _basis(value: int, kind: str) -> str:
    """Write a basis in the words of what the pool is shared by."""
    if kind == "gross":
        return f"{dollars(value)} of qualifying wages"
    if kind == "equal":
        return f"{value:,} equal part{'s' if value != 1 else ''}"
    return f"{plain(value, 4)} {'hours' if kind == 'hours' else 'piece units'}"


def _bar(cents: int | None, widest: int) -> str:
    return "█" * (BAR * abs(cents or 0) // widest) if widest else ""


def _places() -> Callable[[dict[str, Any]], str]:
    """Return what says where a row stands in the records, and where its sender wrote it, if that is another place.

    A sender's file is named in full where it comes first; its other rows only say their number there.
    """
    named = set[tuple[str, str, str]]()

    def place(entry: dict[str, Any]) -> str:
        here = f"{entry['source_file']} row {entry['source_row']}"
        if entry["from_file"] is None:
            return here
        sheet = f", sheet {entry['from_sheet']}" if entry["from_sheet"] else ""
        sent = (entry["source_file"], entry["from_file"], sheet)
        known = sent in named
        named.add(sent)
        return (
            f"{here} (row {entry['from_row']} as sent)"
            if known
            else f"{here} ({sent[1]}{sheet}, row {entry['from_row']})"
        )

    return place
