"""Which rows somebody wants: filters by equality on any column, days from and to, and where to go on.

Every value is handed to the engine beside the SQL, never in it; column names come from the table itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from premium.engine.on_duckdb import quoted
from premium.web.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from premium.web.api.sources import Source
    from premium.workspace.shelf import Opened

NEVER_IN_ADDRESS = frozenset({"worker_id", "is_worker_id", "line_id", "check_id", "ref", "value", "identity"})
"""Columns that name a worker, or a line or check of one: addresses are logged, and shared."""

MOST_VALUES = 50
WHOLE = re.compile(r"-?[0-9]{1,18}")
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,8})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
AFTER = re.compile(r"([0-9]{1,4})-([0-9]{1,15})")
ROW = "file_row_number"
PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of a table: a WHERE with its values, and the place after which they begin."""

    source: Source
    columns: Mapping[str, str]
    where: str
    values: Mapping[str, object]
    after: tuple[int, int] = (0, -1)

    def parts(self) -> list[tuple[int, str, Mapping[str, object]]]:
        """Return a SELECT for each file that is left, with its values; its rows end in their place in the file."""
        first, row = self.after
        parts: list[tuple[int, str, Mapping[str, object]]] = []
        for number, file in enumerate(self.source.files):
            if number < first:
                continue
            last = row if number == first else -1
            sql = f"SELECT * FROM {_read(file, places=True)} WHERE {ROW} > $after AND {self.where}"  # noqa: S608 - values are beside it
            parts.append((number, sql, {**self.values, "after": last}))
        return parts

    def all_rows(self) -> str:
        """Return one SELECT over all files, in their order."""
        parts = (f"SELECT * FROM {_read(file, places=False)} WHERE {self.where}" for file in self.source.files)  # noqa: S608 - the same
        return " UNION ALL ".join(parts)


@dataclass(slots=True)
class _Filters:
    """Conditions while they are put together."""

    conditions: list[str] = field(default_factory=list)
    values: dict[str, object] = field(default_factory=dict)

    def value(self, value: object) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f"${name}"


def wanted(  # noqa: PLR0913 - all that can be asked of a table
    opened: Opened,
    source: Source,
    filters: Mapping[str, Sequence[str]],
    *,
    empty: Sequence[str] = (),
    days: tuple[date | None, date | None] = (None, None),
    after: str | None = None,
) -> Wanted:
    """Return what is wanted of a table.

    Args:
        opened: the run or answer that is asked.
        source: the table.
        filters: for each column the values of which a row has one.
        empty: columns in which a row has nothing.
        days: the first and the last day.
        after: where the page before ended.

    Raises:
        Problem: 422, a column is not there or a value does not fit it.
    """
    with opened.beside() as engine:
        columns = engine.columns(_read(source.files[0], places=False))
    made = _Filters()
    for name, texts in filters.items():
        kind = _kind(columns, name, source)
        if len(texts) > MOST_VALUES:
            raise unfit(name, f"more than {MOST_VALUES} values")
        same = [f'"{name}" = {made.value(_typed(name, kind, text))}' for text in texts]
        made.conditions.append(f"({' OR '.join(same)})")
    for name in empty:
        _kind(columns, name, source)
        made.conditions.append(f'"{name}" IS NULL')
    for sign, day in zip((">=", "<="), days, strict=True):
        if day is not None:
            made.conditions.append(f'"{_day(source, columns)}" {sign} {made.value(day)}')
    return Wanted(source, columns, " AND ".join(made.conditions) or "true", made.values, _after(source, after))


def _read(file: Path, *, places: bool) -> str:
    return f"read_parquet('{quoted(file)}', hive_partitioning = false{f', {ROW} = true' if places else ''})"


def _kind(columns: Mapping[str, str], name: str, source: Source) -> str:
    if name not in columns:
        raise unfit(name, f"{source.name} has no such column", f"It has {', '.join(columns)}.")
    return columns[name]


def _typed(name: str, kind: str, text: str) -> object:
    """Return a value as its column holds it."""
    if kind == "DATE":
        return _date(name, text)
    if kind == "BOOLEAN" and text in {"true", "false"}:
        return text == "true"
    if kind in {"BIGINT", "INTEGER"} and WHOLE.fullmatch(text):
        return int(text)
    if kind.startswith("DECIMAL") and NUMBER.fullmatch(text):
        return Decimal(text)
    if kind == "VARCHAR":
        return text
    raise unfit(name, f"that is not a value of type {kind}")


def _date(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise unfit(name, "that is no day", "Write it as 2026-03-31.") from None


def _day(source: Source, columns: Mapping[str, str]) -> str:
    """Return the column that `from` and `to` are about: the pool period, or the day of a record."""
    dates = [name for name, kind in columns.items() if kind == "DATE"]
    for name in (PERIOD, source.day, *dates[:1]):
        if name in dates:
            return str(name)
    raise unfit("from, to", f"{source.name} has no days")


def _after(source: Source, after: str | None) -> tuple[int, int]:
    if after is None:
        return (0, -1)
    found = AFTER.fullmatch(after)
    if found is None or int(found[1]) >= len(source.files):
        raise unfit("after", "that is not what a page before this one gave", "Leave it out to begin at the first row.")
    return int(found[1]), int(found[2])


def unfit(name: str, why: str, hint: str = "") -> Problem:
    """Return the answer to a question that a table cannot be asked."""
    return Problem(422, "unfit", f"{name[:100]}: {why}", hint=hint)
