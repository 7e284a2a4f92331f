"""Made-up files of senders as they come out of reading: for tests of what becomes of them afterwards."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from premium.ingest.profile.load import LoadedProfile, read_profile
from premium.ingest.sender.file import LEFT_SCHEMA, PLACED_SCHEMA, ControlTotal, SenderFile
from premium.ingest.shelf.lines import schema
from premium.tables import INPUTS

MONDAY = date(2025, 11, 24)
PROFILE = """
id = "crews"
table = "payroll"
version = {version}
approved_by = "{by}"
{on}
[match]
files = ["crew*.csv"]
[dialect]
format = "csv"
[columns]
grower_id = "Grower"
worker_id = "Worker"
check_id = "Check"
check_date = "Paid"
period_start = "From"
period_end = "To"
pay_code = "Code"
kind = "Kind"
amount = "Amount"
"""


def crews(version: int = 1, by: str = "Ana") -> LoadedProfile:
    """A profile of a payroll; without `by` nobody has approved it."""
    text = PROFILE.format(version=version, by=by, on="approved_on = 2026-01-05" if by else "")
    return read_profile(text.encode(), "crews.toml", Path())


def pay(worker: str, amount: str | None = "10.00", week: int = 0, **other: Any) -> dict[str, Any]:  # noqa: ANN401 - cells
    """A pay line; without an amount it is one that was set aside."""
    start = MONDAY + timedelta(weeks=week)
    aside = {
        "set_aside_column": "amount", "set_aside_value": "=1+1", "set_aside_reason": "not_a_number: write a number",
        "from_text": f'["{worker}", "=1+1"]',
    }  # fmt: skip
    return {
        "grower_id": "g", "worker_id": worker, "check_id": f"c{week}", "check_date": start + timedelta(days=11),
        "period_start": start, "period_end": start + timedelta(days=6), "pay_code": "FED", "kind": "piece",
        "job_class": "harvest", "amount": None if amount is None else Decimal(amount),
        **(aside if amount is None else {}), **other,
    }  # fmt: skip


def sent(name: str, *rows: dict[str, Any], text: str = "", totals: tuple[ControlTotal, ...] = ()) -> SenderFile:
    """A sender's file of these lines; its bytes are told apart by its lines, or by `text`."""
    table = INPUTS["payroll"]
    numbered = [{"from_file": name, "from_sheet": "Crew 1", "from_row": i, **row} for i, row in enumerate(rows, 4)]
    lines = pl.DataFrame(numbered, schema=schema(table), orient="row")
    content = (text or repr(rows)).encode()
    placed = [("Crew 1", 3, "header", None), *(("Crew 1", i, "record", None) for i in range(4, 4 + len(rows)))]
    nothing = pl.DataFrame(schema=LEFT_SCHEMA)
    return SenderFile(
        name=name, table="payroll", sha256=hashlib.sha256(content).hexdigest(), size=len(content), lines=lines,
        placed=pl.DataFrame(placed, schema=PLACED_SCHEMA, orient="row"), totals=totals, unread_totals=(), not_read=(),
        empty=0, skipped=nothing, uncovered=nothing, unmapped=nothing, left_out=(), warnings=(), before=pl.DataFrame(),
    )  # fmt: skip
