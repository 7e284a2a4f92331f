"""The workbook's first sheet: what it is of, its totals, and what was not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from reports import csv_files
from reports.cells import Cell, day, money, text, whole
from reports.gaps import gaps
from reports.words import head

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet; `format` is how its cells look, if not like their values."""

    values: tuple[Cell, ...]
    format: str = ""


def lines(manifest: dict[str, Any], rows: dict[str, int], long: list[str]) -> Iterator[Line]:
    """Give the sheet's rows, from top to bottom."""
    yield Line((text("Premium findings"),), "title")
    yield Line((text("Program"), text(manifest["program"]["name"])))
    yield Line((text("As of"), day(date.fromisoformat(manifest["as_of"]))))
    if "only_grower" in manifest:
        yield Line((text("Only grower"), text(manifest["only_grower"])))
    yield Line((text("Made by"), text(f"premium {manifest['versions']['premium']}")))
    yield from _not_looked_at(manifest)
    yield Line(())
    yield Line((text("Totals"),), "head")
    for name, value in manifest["totals"].items():
        known = text("not known") if value is None else money(value) if name.endswith("_cents") else whole(value)
        yield Line((text(head(name)), known))
    yield Line(())
    yield Line((text("Sheet"), text("Rows")), "head")
    for table, count in rows.items():
        beyond = f"{count:,} rows, more than a sheet holds: all of them are in {csv_files.name(table)}"
        yield Line((text(table), text(beyond) if table in long else whole(count)))


def _not_looked_at(manifest: dict[str, Any]) -> Iterator[Line]:
    gap = gaps(manifest)
    yield Line(())
    if gap.any:
        yield Line((text("Not looked at"),), "loud")
    else:
        yield Line((text("Every check ran, and no row was set aside"),), "head")
    said = (("Check", gap.not_run), ("Place", gap.unchecked), ("Set aside", gap.set_aside), ("Warning", gap.warnings))
    for what, sentences in said:
        for sentence in sentences:
            yield Line((text(what), text(sentence)))
    for what, count in gap.more.items():
        if count:
            yield Line((text(what.capitalize()), text(f"… and {count:,} more: see run.json")))
    if gap.later:
        yield Line((text("Later"), text(f"Dated after the day of this run: {', '.join(gap.later)}.")))
