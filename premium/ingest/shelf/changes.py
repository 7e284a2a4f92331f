"""What a corrected file changes: lines gone, new and changed, and the sums before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest.provenance import SET_ASIDE
from premium.ingest.shelf.lines import STANDS, measures, sums

if TYPE_CHECKING:
    from premium.tables import Table

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Changes:
    """How the lines of a file differ from those of its predecessor.

    `sums` are those of the lines that stand, per kind of pay line and measure, where they differ, in cents or
    ten-thousandths; `examples` name rows of the senders' files, never a worker.
    """

    same: int
    gone: int
    new: int
    changed: int
    sums: tuple[dict[str, Any], ...]
    examples: tuple[dict[str, Any], ...]


def compare(table: Table, says: list[str], before: pl.DataFrame, after: pl.DataFrame) -> Changes:
    """Compare two files' lines as heaps: what stands in both is the same wherever it stands.

    `says` are the columns that count. Of the lines that are not the same, those are `changed` that differ only in their
    measures, or in whether they could be read.
    """
    who = [name for name in says if name not in measures(table)]
    says = [*says, *SET_ASIDE]
    old, new = (_numbered(lines, says, "_same") for lines in (before, after))
    gone = old.join(new, on=[*says, "_same"], how="anti", nulls_equal=True, maintain_order="left")
    come = new.join(old, on=[*says, "_same"], how="anti", nulls_equal=True, maintain_order="left")
    gone, come = (_numbered(lines, who, "_like") for lines in (gone, come))
    pairs = gone.join(come, on=[*who, "_like"], how="inner", nulls_equal=True, suffix="_after", maintain_order="left")
    gone = gone.join(pairs, on=[*who, "_like"], how="anti", nulls_equal=True, maintain_order="left")
    come = come.join(pairs, on=[*who, "_like"], how="anti", nulls_equal=True, maintain_order="left")
    examples = [
        *(_changed(table, row) for row in pairs.head(SHOWN).iter_rows(named=True)),
        *(_moved(table, "gone", row) for row in gone.head(SHOWN).iter_rows(named=True)),
        *(_moved(table, "new", row) for row in come.head(SHOWN).iter_rows(named=True)),
    ]
    same = len(before) - len(pairs) - len(gone)
    told = tuple(_sums(table, before, after))
    return Changes(same, len(gone), len(come), len(pairs), told, tuple(examples[:SHOWN]))


def alike(says: list[str], lines: pl.DataFrame, others: pl.LazyFrame) -> tuple[int, list[str]]:
    """Return how many lines that stand also stand in other files, and in which, the likest first.

    `others` are the lines of those files, with `_slot`, what each is called.
    """
    mine = lines.filter(STANDS).group_by(says).len("_mine")
    theirs = others.filter(STANDS).select(*says, "_slot").join(mine.lazy(), on=says, how="inner", nulls_equal=True)
    found = theirs.collect(engine="streaming")
    per_line = found.group_by(says).agg(pl.len().alias("_theirs"), pl.col("_mine").first())
    both = int(per_line.select(pl.min_horizontal("_mine", "_theirs").sum()).item())
    slots = found.group_by("_slot").len().sort(["len", "_slot"], descending=[True, False])
    return both, slots["_slot"].to_list()


def _numbered(lines: pl.DataFrame, columns: list[str], name: str) -> pl.DataFrame:
    """Number lines that agree in these columns, so that a heap's second is met by a heap's second."""
    return lines.with_columns(pl.int_range(pl.len()).over(columns).alias(name))


def _sums(table: Table, before: pl.DataFrame, after: pl.DataFrame) -> list[dict[str, Any]]:
    kinds: list[str | None] = [None]
    if "kind" in before.columns:
        kinds = sorted({*before["kind"].drop_nulls(), *after["kind"].drop_nulls()})
    told = []
    for kind in kinds:
        of_kind = pl.lit(value=True) if kind is None else pl.col("kind") == kind
        old, new = (sums(table, lines.filter(STANDS & of_kind)) for lines in (before, after))
        told += [{"kind": kind, "of": name, "before": old[name], "after": new[name]} for name in old
                 if old[name] != new[name] and name != "rate_e4"]  # fmt: skip
    return told


def _changed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    cells = {
        name: [_text(row[name]), _text(row[f"{name}_after"])]
        for name in measures(table)
        if row[name] != row[f"{name}_after"]
    }
    if any(row[name] != row[f"{name}_after"] for name in SET_ASIDE):
        cells["set_aside"] = [_word(row["set_aside_reason"]), _word(row["set_aside_reason_after"])]
    return {
        "what": "changed", "sheet": row["from_sheet_after"], "row_before": row["from_row"],
        "row_after": row["from_row_after"], "cells": cells,
    }  # fmt: skip


def _moved(table: Table, what: str, row: dict[str, Any]) -> dict[str, Any]:
    place = {"row_before": row["from_row"]} if what == "gone" else {"row_after": row["from_row"]}
    cells = {name: _text(row[name]) for name in measures(table) if row[name] is not None}
    return {"what": what, "sheet": row["from_sheet"], **place, "cells": cells}


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _word(reason: str | None) -> str | None:
    return None if reason is None else reason.partition(":")[0]
