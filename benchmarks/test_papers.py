"""Statements for 1,000 workers in three languages: 3,000 pages, from a finished run to files."""

from __future__ import annotations

import shutil
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from benchmarks.conftest import LINES
from premium.audit import audit
from reports.languages import LANGUAGES
from reports.papers import write_papers
from reports.papers.statements import Wanted, statements

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from premium.run_folder import RunFolder

WORKERS = min(1_000, LINES // 40)
GROWERS = 4
MONTHS = ("2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """A run in which each worker is short in six pools, each by another sum."""
    records = tmp_path_factory.mktemp("papers") / "records"
    records.mkdir()
    payments = ["payment_id,buyer_id,grower_id,paid_date,amount"]
    payroll = ["grower_id,worker_id,check_id,check_date,period_start,period_end,pay_code,kind,job_class,amount"]
    for month in MONTHS:
        payments += [f"p{month}{g},market,grower-{g},{month}-20,{20 * WORKERS}.00" for g in range(GROWERS)]
        for number in range(WORKERS):
            who = f"grower-{number % GROWERS},{number:05d},c{month},{month}-12,{month}-01,{month}-07"
            payroll += [
                f"{who},PC,piece,harvest,{300 + number}.{number % 100:02d}",
                f"{who},FFP,premium,,{number % 7}.50",
            ]
    (records / "payments.csv").write_text("\n".join(payments) + "\n", encoding="utf-8")
    (records / "payroll.csv").write_text("\n".join(payroll) + "\n", encoding="utf-8")
    return audit(records, "fair-food", records.parent / "run", date(2026, 9, 1))


def test_statements_of_all_workers_in_three_languages(
    benchmark: BenchmarkFixture, run: RunFolder, tmp_path: Path
) -> None:
    """What `premium papers` does, without starting Python."""
    out = tmp_path / "papers"
    made = benchmark.pedantic(
        lambda: write_papers(statements(run, Wanted(LANGUAGES)), out),
        setup=lambda: shutil.rmtree(out, ignore_errors=True),
        rounds=2,
    )
    assert sum(paper.pages for paper in made) == WORKERS * len(LANGUAGES)
    first = PdfReader(BytesIO((out / made[0].file).read_bytes())).pages
    assert len(first) == made[0].pages
    assert "is missing from your paychecks." in first[0].extract_text()
