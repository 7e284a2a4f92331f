"""The sample season's story, told with the figures of the generated world."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from benchmarks.worlds.season_cast import growers

if TYPE_CHECKING:
    import polars as pl

    from benchmarks.worlds.planted import Planted

STORY: Final = Path(__file__).with_name("season.md.template")
"""The story, with `$names` where the generated world's figures go."""


def dollars(cents: int) -> str:
    """Cents as people write them: `$1,234.50`."""
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


def _set_aside(planted: Planted) -> str:
    rows = planted.rejects.select("source_file", "source_row", "column_name", "value", "note").rows()
    return "\n".join(f"- `{file}` row {row}: {column} `{value}`, {note}" for file, row, column, value, note in rows)


def readme(planted: Planted, workers: pl.DataFrame, seed: int) -> str:
    """The README next to the records."""
    size = dict(workers.group_by("grower_id").len().rows())
    table = "\n".join(
        f"| `{kind}` | {count} | {dollars(planted.cents[kind]) if planted.cents[kind] else ''} |"
        for kind, count in planted.counts.items()
    )
    places = {name.split("-")[0]: size[name] for name in growers()["grower_id"]}
    # A seed may leave one of the rarer kinds out.
    amounts = defaultdict(lambda: dollars(0), {kind: dollars(cents) for kind, cents in planted.cents.items()})
    return Template(STORY.read_text(encoding="utf-8")).substitute(
        amounts,
        **places,
        workers=workers.height,
        lines=f"{planted.lines:,}",
        as_of=planted.as_of.isoformat(),
        seed=seed,
        pending=dollars(planted.pending_cents),
        rejects=_set_aside(planted),
        table=table,
    )
