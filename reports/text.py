"""What the terminal says: the story of a run on one screen, and an explanation in sentences."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import polars as pl

from premium.money import dollars, plain

if TYPE_CHECKING:
    from premium.explain import Explanation
    from premium.run_folder import RunFolder

TEMPLATES = Path(__file__).parent / "templates"
BAR = 30
WORST = ("premium_missing", "premium_short")


def tell_run(run: RunFolder, shown_as: str | None = None) -> str:
    """Return the story of a run: due, reached, missing, where, the worst cases, and what was not checked."""
    flow = pl.read_parquet(run.table("flow"), glob=False).sort("place").to_dicts()
    growers = pl.read_parquet(run.table("grower_totals"), glob=False)
    findings = pl.scan_parquet(run.table("findings"), glob=False)
    worst = findings.filter(pl.col("kind").is_in(WORST)).sort(["amount_cents", "finding_id"], descending=[True, False])
    return (
        _templates()
        .get_template("story.txt.j2")
        .render(
            run=run.manifest,
            flow=flow,
            widest=max([abs(f["amount_cents"] or 0) for f in flow], default=0),
            growers=growers.sort("short_cents", "grower_id", descending=[True, False], nulls_last=True).to_dicts(),
            worst=worst.head(3).collect().to_dicts(),
            rows=sum(file["rows_read"] for file in run.manifest["files"]),
            folder=shown_as or run.path,
        )
    )


def tell_explanation(story: Explanation) -> str:
    """Return an explanation in sentences with numbers, each with the file and row it comes from."""
    return _templates().get_template("explain.txt.j2").render(story=story)


@cache
def _templates() -> jinja2.Environment:
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=False,  # noqa: S701 - plain text; `finalize` keeps a terminal from being told anything else
        undefined=jinja2.StrictUndefined,
        finalize=harmless,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters |= {"dollars": _dollars, "basis": _basis, "quantity": lambda n: plain(n, 4), "bar": _bar, "row": _row}
    return env


def harmless(value: object) -> str:
    """Return text for a terminal: control and direction characters show as what they are, and do nothing."""
    text = "-" if value is None else str(value)
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} else f"\\u{ord(c):04x}" for c in text
    )


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


def _row(entry: dict[str, Any]) -> str:
    return f"{entry['source_file']} row {entry['source_row']}"
