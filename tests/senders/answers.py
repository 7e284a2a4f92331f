"""A sender's file read with its right profile, as plain rows, and the answer beside it in the same shape."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from premium.ingest.profile import load_profile
from premium.ingest.sender import read_sender
from premium.tables import INPUTS
from senders.make import HERE

if TYPE_CHECKING:
    from pathlib import Path

    from premium.ingest.sender import SenderFile

BESIDE = {"profile.toml", "about.md", "answer.csv", "rejects.csv", "totals.csv", "uncovered.csv", "products.csv"}
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Expected:
    """What must come out of a file: lines by column name, rejects, totals, rows of products that are none of ours."""

    lines: list[dict[str, Any]]
    rejects: list[Row]
    totals: list[Row]
    uncovered: int


def sent(layout: str) -> Path:
    """Return the one file of a layout that the sender sent."""
    (path,) = (p for p in (HERE / layout).iterdir() if p.name not in BESIDE)
    return path


def read(layout: str) -> SenderFile:
    """Read a layout's file with its right profile; the grower is given, where the file does not say it."""
    growers = {line["grower_id"] for line in expected(layout).lines}
    given = {"grower_id": growers.pop()} if len(growers) == 1 else {}
    return read_sender(sent(layout), load_profile(HERE / layout / "profile.toml"), given=given)


def expected(layout: str) -> Expected:
    """Read a layout's answer."""
    table = {c.name: c.type for c in INPUTS[load_profile(HERE / layout / "profile.toml").profile.table].columns}
    kinds = {**table, "from_sheet": "text", "from_row": "row"}
    return Expected(
        [{c: _value(kinds[c], v) for c, v in row.items()} for row in _rows(layout, "answer.csv")],
        [(r["from_sheet"], int(r["from_row"]), r["column"], r["reason"]) for r in _rows(layout, "rejects.csv")],
        [(r["from_sheet"], int(r["from_row"]), r["title"], int(r["says"])) for r in _rows(layout, "totals.csv")],
        len(_rows(layout, "uncovered.csv")),
    )


def _rows(layout: str, name: str) -> list[dict[str, str]]:
    path = HERE / layout / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(kind: str, text: str) -> str | int | date | Decimal | None:
    if kind == "row":
        return int(text)
    if kind in ("money", "number") and text:
        return Decimal(text)
    if kind == "date" and text:
        return date.fromisoformat(text)
    return text or None


def lines(file: SenderFile, columns: list[str]) -> list[dict[str, Any]]:
    """Return the lines that were taken, by these columns."""
    taken = file.lines.filter(file.lines["set_aside_reason"].is_null()).select(columns).to_dicts()
    return [{c: None if v == "" else v for c, v in row.items()} for row in taken]


def rejects(file: SenderFile) -> list[Row]:
    """Return the lines that were set aside: sheet, row, column, and the word that the reason begins with."""
    aside = file.lines.filter(file.lines["set_aside_reason"].is_not_null()).to_dicts()
    return [
        (r["from_sheet"] or "", r["from_row"], r["set_aside_column"], r["set_aside_reason"].partition(":")[0])
        for r in aside
    ]
