"""The canonical tables as a person reads them, and as Table Schema (specs.frictionlessdata.io) for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from premium.money import MAX_DIGITS, MONEY_DECIMALS, NUMBER_DECIMALS
from premium.tables import INPUTS

if TYPE_CHECKING:
    from premium.tables import Column, Table

WORDS = {
    "id": "text, kept as it is", "text": "text", "choice": "one of a list", "date": "day, 2025-12-01",
    "money": f"dollars, at most {MONEY_DECIMALS} decimals", "number": f"number, at most {NUMBER_DECIMALS} decimals",
}  # fmt: skip
WHOSE = {"buyer": "the buyers' word", "grower": "the growers' word", "monitor": "the monitor's own"}


def as_text() -> str:
    """Return all tables, a line per column."""
    return "\n".join(_table_text(table) for table in INPUTS.values())


def _table_text(table: Table) -> str:
    head = f"{table.name} ({WHOSE[table.whose]}; a row is itself by {' and '.join(table.key)})"
    lines = [
        f"  {c.name + ('' if c.required else '?'):15} {WORDS[c.type]:30} {c.meaning}"
        + (f": {', '.join(c.choices)}" if c.choices else "")
        for c in table.columns
    ]
    return "\n".join([head, *lines, ""])


def as_table_schema() -> dict[str, Any]:
    """Return a data package with one Table Schema per table."""
    return {
        "profile": "tabular-data-package",
        "name": "premium-records",
        "resources": [
            {
                "name": t.name,
                "path": f"{t.name}.csv",
                "profile": "tabular-data-resource",
                "schema": {"fields": [_field(c) for c in t.columns], "missingValues": [""]},
            }
            for t in INPUTS.values()
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    places = {"money": MONEY_DECIMALS, "number": NUMBER_DECIMALS}.get(column.type)
    constraints: dict[str, Any] = {"required": column.required}
    if column.choices:
        constraints["enum"] = list(column.choices)
    if places is not None:
        constraints["pattern"] = rf"-?0*[0-9]{{1,{MAX_DIGITS - places}}}(\.[0-9]{{1,{places}}})?"
    kind = {"date": "date", "money": "number", "number": "number"}.get(column.type, "string")
    return {"name": column.name, "type": kind, "description": column.meaning, "constraints": constraints}
