"""Reads the case files of `tests/cases`, whose README says how they are written. All values stay text."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from premium import money
from premium.tables import INPUTS, OUTPUTS
from small_worlds.programs import parsed, set_value, shipped, with_block, without_entries
from strategies import SmallWorld

if TYPE_CHECKING:
    from oracle.world import Cells, Rows, World

HERE = Path(__file__).with_name("cases")
FILE_WORDS = {"finding", "about", "given", "each_finding", "cases"}
CASE_WORDS = {"it", "why", "with", "plus", "without", "as_of", "program", "expect", "did_not_run", "tables"}
PROGRAM_WORDS = {"id", "set", "drop", "add"}
FIELDS = {
    "answers": "answers", "buyer": "buyer_id", "grower": "grower_id", "worker": "worker_id", "period": "period",
    "ref": "ref", "amount": "amount_cents", "quantity": "quantity",
}  # fmt: skip
"""A finding's fields as a case writes them, and the columns that they are."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case: its kind, its sentence, the world, and what must be found in it."""

    kind: str
    sentence: str
    small: SmallWorld
    runs: bool
    expected: Rows
    evidence: list[list[str] | None]
    tables: dict[str, Rows]

    def __str__(self) -> str:
        """The case as a test is called."""
        return f"{self.kind}: {self.sentence}"

    @property
    def passes(self) -> bool:
        """The finding must not be there."""
        return self.runs and not self.expected

    @property
    def fails(self) -> bool:
        """The finding must be there."""
        return bool(self.expected)


def kinds() -> list[str]:
    """Return the kinds that have a case file."""
    return sorted(path.stem for path in HERE.glob("*.yaml"))


def all_cases() -> list[Case]:
    """Return every case of every file."""
    return [case for kind in kinds() for case in cases_of(kind)]


@lru_cache
def cases_of(kind: str) -> list[Case]:
    """Return the cases of one kind's file.

    Raises:
        ValueError: the file says something that the README does not know.
    """
    page = _yaml(HERE / f"{kind}.yaml")
    _known(page, FILE_WORDS, kind)
    if page["finding"] != kind:
        raise ValueError(f"{kind}.yaml is about {page['finding']}")
    return [_case(page, case) for case in page["cases"]]


@lru_cache
def _yaml(path: Path) -> Any:  # noqa: ANN401 - a file says what it likes until it was looked at
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - the loader that makes nothing but text


def _known(said: dict[str, Any], words: set[str], where: str) -> None:
    if strange := set(said) - words:
        raise ValueError(f"{where}: nothing is called {', '.join(sorted(strange))}")


def _case(page: dict[str, Any], case: dict[str, Any]) -> Case:
    _known(case, CASE_WORDS, f"{page['finding']}, {case['it']}")
    runs = case.get("did_not_run") != "true"
    if runs != ("expect" in case):
        raise ValueError(f"{page['finding']}, {case['it']}: a case has either expect or did_not_run")
    findings = [{**page.get("each_finding", {}), **finding} for finding in case.get("expect", [])]
    return Case(
        kind=page["finding"],
        sentence=case["it"],
        small=_world(page.get("given", {}), case),
        runs=runs,
        expected=[_finding(page["finding"], finding) for finding in findings],
        evidence=[finding.get("evidence") for finding in findings],
        tables={name: [_row(name, row) for row in rows] for name, rows in case.get("tables", {}).items()},
    )


def _finding(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return a finding's row, without its id and its article; what is not said is empty."""
    _known(said, {*FIELDS, "evidence"}, kind)
    return {"kind": kind} | {column: _value("findings", column, said.get(word)) for word, column in FIELDS.items()}


def _row(table: str, said: dict[str, str]) -> dict[str, Any]:
    """Return the named columns of an output's row: `worker` is its `worker_id`, `short` its `short_cents`."""
    columns = OUTPUTS[table].columns
    named = {word: next(c for c in (word, f"{word}_id", f"{word}_cents") if c in columns) for word in said}
    return {named[word]: _value(table, named[word], text) for word, text in said.items()}


def _value(table: str, column: str, text: str | None) -> str | int | date | Decimal | None:
    kind = OUTPUTS[table].columns[column]
    if text is None or text == "":
        return None
    if column.endswith("_cents"):
        return money.scaled(Decimal(text), money.MONEY_DECIMALS)
    if kind == "DATE":
        return date.fromisoformat(text)
    if kind == "VARCHAR":
        return text
    return int(text) if kind == "BIGINT" else Decimal(text)


def _world(given: dict[str, Any], case: dict[str, Any]) -> SmallWorld:
    """Return the world of a case: what is given, less what nobody reported, with its own tables and rows."""
    said = dict(given)
    as_of = date.fromisoformat(case.get("as_of", said.pop("as_of", "2026-03-31")))
    said.pop("as_of", None)
    wanted = case.get("program", said.pop("program", {}))
    said.pop("program", None)
    text = _program(wanted)
    tables = said | case.get("with", {})
    reported = {name: block for name, block in tables.items() if name not in case.get("without", [])}
    blocks = [*reported.items(), *case.get("plus", {}).items()]
    world: World = {}
    for name, block in blocks:
        table, file = name.partition("/")[0], name if "/" in name else f"{name}.csv"
        world.setdefault(table, {}).setdefault(file, []).extend(_rows(table, block))
    _number(world)
    return SmallWorld(world, parsed(text), text, as_of, parsed(text)["id"])


def _program(wanted: dict[str, Any]) -> str:
    _known(wanted, PROGRAM_WORDS, "program")
    text = shipped(wanted.get("id", "fair-food"))
    for key, value in wanted.get("set", {}).items():
        text = set_value(text, key, int(value) if key.endswith(("_days", "_lag")) else value)
    for entry in wanted.get("drop", []):
        text = without_entries(text, entry)
    return with_block(text, wanted["add"]) if "add" in wanted else text


def _rows(table: str, block: str) -> list[Cells]:
    """Return a table's rows: those of its block, with what stands in `unless-said.yaml` for what they leave out."""
    lines = list(csv.reader(block.strip().splitlines(), skipinitialspace=True))
    if not lines:
        return []
    columns = [cell.strip() for cell in lines[0]]
    known = {column.name for column in INPUTS[table].columns}
    if set(columns) - known:
        raise ValueError(f"{table} has no column {', '.join(sorted(set(columns) - known))}")
    rows = [dict(zip(columns, (cell.strip() for cell in line), strict=True)) for line in lines[1:]]
    return [{**_unless_said(table), **_class_of(table, row), **row} for row in rows]


def _unless_said(table: str) -> dict[str, str]:
    said: dict[str, dict[str, str]] = _yaml(HERE / "common" / "unless-said.yaml")
    return said[table]


def _class_of(table: str, row: dict[str, str]) -> dict[str, str]:
    """Wages are for harvest work, unless they say otherwise."""
    wages = ("piece", "hourly", "overtime", "makeup", "other_wage")
    return {"job_class": "harvest"} if table == "payroll" and row.get("kind") in wages else {}


def _number(world: World) -> None:
    for table, letter in _yaml(HERE / "common" / "unless-said.yaml")["numbered"].items():
        key = INPUTS[table].identifier
        rows = [row for file in world.get(table, {}).values() for row in file]
        for number, row in enumerate(rows, 1):
            row.setdefault(key, f"{letter}{number}")
