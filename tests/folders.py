"""Small records folders for tests: written from text, taken in by the reader, looked at as rows."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from premium.ingest import ingest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from premium.ingest import Receipt

ROOT = Path(__file__).resolve().parents[1]
VALLEY = ROOT / "data" / "samples" / "small-valley"
VALLEY_DAY = date(2026, 3, 31)
SEASON = ROOT / "data" / "samples" / "season"
FAR = date(2030, 1, 1)
"""A day after everything that these tests write."""

PAYMENTS = "payment_id,buyer_id,grower_id,paid_date,amount"
PURCHASES = "purchase_id,buyer_id,grower_id,product,unit,quantity,ship_date"
RECEIPTS = "receipt_id,buyer_id,grower_id,received_date,amount"
PAYROLL = (
    "line_id,grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,units,hours,rate,"
    "amount,for_period"
)

Content = str | bytes | pl.DataFrame


@dataclass(frozen=True)
class TakenIn:
    """What the reader made of a folder: its receipt, and the tables and rejects as plain rows."""

    receipt: Receipt
    tables: dict[str, list[dict[str, Any]]]
    rejects: list[dict[str, Any]]

    def column(self, table: str, column: str) -> list[Any]:
        """One column of a clean table, in its order."""
        return [row[column] for row in self.tables[table]]

    @property
    def reasons(self) -> list[tuple[Any, Any, str]]:
        """Each reject's row, column and the word that its reason begins with."""
        return [(r["source_row"], r["column_name"], r["reason"].partition(":")[0]) for r in self.rejects]

    @property
    def counts(self) -> list[tuple[int, int, int, int]]:
        """Each file's rows: read, taken, set aside, later."""
        files = self.receipt.files
        return [(f.rows_read, f.rows_taken, f.rows_set_aside, f.rows_later) for f in files]


def write(folder: Path, files: Mapping[str, Content]) -> Path:
    """Write files below a folder: text as UTF-8 with its line ends kept, bytes as they are, frames as Parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, pl.DataFrame):
            content.write_parquet(path)
        else:
            path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def take_in(files: Mapping[str, Content], as_of: date = FAR) -> TakenIn:
    """Write a records folder, and read it as an audit would."""
    with tempfile.TemporaryDirectory(prefix="records-") as place:
        return take_in_folder(write(Path(place, "records"), files), as_of)


def take_in_folder(records: Path, as_of: date = FAR) -> TakenIn:
    """Read a records folder as an audit would."""
    with tempfile.TemporaryDirectory(prefix="clean-") as out:
        receipt = ingest(records, Path(out), as_of)
        tables = {name: pl.read_parquet(path, glob=False).to_dicts() for name, path in receipt.tables.items()}
        rejects = [row for frame in receipt.rejects for row in frame.to_dicts()]
    return TakenIn(receipt, tables, rejects)


def payments(*rows: str, header: str = PAYMENTS, end: str = "\n") -> str:
    """A payments file of these lines."""
    return "".join(line + end for line in (header, *rows))


def paid(amount: str = "1.00", number: str = "1", day: str = "2025-11-20") -> str:
    """A line of the payments file: buyer b paid grower g."""
    return f"{number},b,g,{day},{amount}"


def lines(*rows: dict[str, str]) -> str:
    """A payroll file of wage lines, each given by what differs from an ordinary one."""
    usual = {
        "grower_id": "g", "worker_id": "w", "check_id": "c", "check_date": "2025-12-05", "period_start": "2025-11-24",
        "period_end": "2025-11-30", "pay_code": "X", "kind": "piece", "job_class": "harvest", "amount": "10.00",
    }  # fmt: skip
    titles = PAYROLL.split(",")
    return "\n".join([PAYROLL, *(",".join({**usual, **row}.get(t, "") for t in titles) for row in rows)]) + "\n"
