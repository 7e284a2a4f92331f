"""What an explanation says where there is no share, and of days that are still to come."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from folders import PURCHASES, lines, paid, payments, write
from premium.audit import audit
from premium.explain import explain_finding, explain_worker
from reports.text import tell_explanation

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

DAY = date(2026, 3, 31)
PREMIUM = {"kind": "premium", "job_class": "", "amount": "5.00", "line_id": "L1", "pay_code": "P"}
DECEMBER = {"period_start": "2025-12-01", "period_end": "2025-12-07", "check_date": "2025-12-12", "check_id": "d"}


def made(place: Path, payroll: str, day: date = DAY, **more: str) -> RunFolder:
    tables = {"payments.csv": payments(paid("100.00")), "payroll.csv": payroll}
    write(place / "records", tables | {f"{name}.csv": text for name, text in more.items()})
    return audit(place / "records", "fair-food", place / "run", day)


def told(run: RunFolder, kind: str) -> str:
    """The first finding of a kind, explained."""
    found = pl.read_parquet(run.table("findings")).filter(kind=kind)["finding_id"]
    return tell_explanation(explain_finding(run, found[0]))


def test_premium_out_of_no_known_pool_is_not_for_want_of_work(tmp_path: Path) -> None:
    said = told(made(tmp_path, lines({}, DECEMBER, DECEMBER | PREMIUM)), "premium_orphan")
    assert "No premium money is known for it." in said
    assert (
        "  No pool is known for that period: there is no share to work out.\n          $10.00  piece, harvest" in said
    )
    assert "No qualifying work" not in said


def test_money_that_no_pool_has_taken_is_said_to_be_in_none(tmp_path: Path) -> None:
    line = DECEMBER | PREMIUM | {"for_period": "2025-12-01"}
    bought = payments(paid("100.00"), paid("50.00", "2", "2025-12-20"))
    run = made(tmp_path, lines({}, line), payments=bought)
    said = told(run, "premium_orphan")
    assert "It has found no payroll to be shared over; it was due by" in said
    assert "  The money of that period is in no pool: there is no share to work out.\n" in said
    assert "was due by" in said
    early = told(made(tmp_path / "early", lines({}, line), date(2025, 12, 21), payments=bought), "premium_orphan")
    assert "it is due by" in early
    assert "was due by" not in early


def test_who_has_no_qualifying_work_has_no_share(tmp_path: Path) -> None:
    leader = {"worker_id": "v", "job_class": "crew_leader"}
    said = told(made(tmp_path, lines({}, leader, leader | PREMIUM | {"job_class": ""})), "premium_unqualified")
    assert "  No qualifying work in that period: no share in the pool.\n" in said
    assert "crew_leader" not in said


def test_work_without_what_the_pool_is_shared_by_is_work_all_the_same(tmp_path: Path) -> None:
    growers = "grower_id,name,basis\ng,G,hours\n"
    own = {"worker_id": "v", "kind": "piece"}
    run = made(tmp_path, lines({"hours": "8"}, own, own | PREMIUM), growers=growers)
    (story,) = explain_worker(run, "v")
    said = tell_explanation(story)
    assert (
        "  Qualifying work in that period, but nothing in it that this pool is shared by: no share in the pool.\n"
        in said
    )
    assert "$10.00  piece, harvest" in said


def test_terms_that_have_not_run_out_still_run(tmp_path: Path) -> None:
    bought = f"{PURCHASES}\n1,b,g,tomato-round,bushel,100,2025-11-10\n"
    write(tmp_path / "records", {"payments.csv": payments(paid("100.00")), "purchases.csv": bought})
    for day, tense in ((date(2025, 11, 30), "run"), (DAY, "ran")):
        run = audit(tmp_path / "records", "fair-food", tmp_path / tense, day)
        assert f"the buyer's terms {tense} until 20" in told(run, "rate_missing")


def test_one_day_is_one_day(valley_run: RunFolder) -> None:
    found = pl.read_parquet(valley_run.table("findings")).filter(pl.col("article").is_not_null())
    story = explain_finding(valley_run, found["finding_id"][0])
    assert story.finding
    for days, said in ((1, "within 1 day:"), (14, "within 14 days:")):
        story.finding["remedy_days"] = days
        assert said in tell_explanation(story)
