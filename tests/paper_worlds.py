"""Small worlds for the tests of papers: who worked and what their checks show, pool by pool; and what a PDF says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader

from folders import write
from premium.audit import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from premium.run_folder import RunFolder

LATE = date(2026, 6, 1)
"""A day after every deadline of these worlds."""
MONTHS = tuple(f"{2025 + (9 + m) // 12}-{(9 + m) % 12 + 1:02d}" for m in range(24))
"""October 2025 and on."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What a buyer paid a grower for a month; per worker, wages and the premium on the check (None: no line)."""

    month: str
    paid: str
    workers: Mapping[str, tuple[str, str | None]]
    grower: str = "farm"
    buyer: str = "market"


def even(count: int, premium: str | None, wages: str = "100.00") -> dict[str, tuple[str, str | None]]:
    """Workers w1 and on, all alike."""
    return {f"w{number}": (wages, premium) for number in range(1, count + 1)}


def world(
    folder: Path, pools: Sequence[Pool], as_of: date = LATE, program: str = "fair-food", **files: str
) -> RunFolder:
    """Write the records of some pools and reconcile them; `files` are tables beside payments and payroll."""
    payments = ["payment_id,buyer_id,grower_id,paid_date,amount"]
    payroll = ["grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,amount"]
    for number, pool in enumerate(pools):
        day = f"{pool.month}-07"
        payments.append(f"p{number},{_cell(pool.buyer)},{_cell(pool.grower)},{pool.month}-20,{pool.paid}")
        for worker, (wages, premium) in pool.workers.items():
            who = f"{_cell(pool.grower)},{_cell(worker)},c{number},{pool.month}-12,{pool.month}-01,{day}"
            payroll.append(f"{who},PC,piece,harvest,{wages}")
            payroll += [] if premium is None else [f"{who},FFP,premium,,{premium}"]
    tables = {"payments": "\n".join(payments), "payroll": "\n".join(dict.fromkeys(payroll)), **files}
    write(folder / "records", {f"{name}.csv": f"{text}\n" for name, text in tables.items()})
    return audit(folder / "records", program, folder / "run", as_of)


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with its line breaks as spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Text without white space: where lines break is no matter."""
    return "".join(text.split())
