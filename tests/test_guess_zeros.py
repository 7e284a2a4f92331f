"""A flat payroll in which unused cells hold 0: whose the hours and the rate are, and what the net pay adds up."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from guessing import Guessed, guessed, payroll

if TYPE_CHECKING:
    from pathlib import Path

TITLES = (
    "Emp ID,Employee,Task,Check #,Check Date,Period Start,Period End,Reg Hrs,OT Hrs,Buckets,Rate/Bucket,Piece Earnings,"
    "Hourly Earnings,OT Earnings,Min Wage Adj,Penny Per Pound,Gross,FICA,Net Pay"
)
DAYS = "01/23/2026,01/12/2026,01/18/2026"
ROWS = (
    f'00311,"Abrego, Ines",Harvest,701,{DAYS},36,6,270,0.90,243.00,0,126.00,0,1.84,370.84,-28.37,342.47',
    f'00322,"Bonilla, Saul",Harvest,702,{DAYS},34,0,400,0.90,360.00,0,0,7.35,5.43,372.78,-28.52,344.26',
    f'00333,"Casimir, Odile",Field,703,{DAYS},40,0,0,,0,560.00,0,0,8.83,568.83,-43.52,525.31',
    f'00344,"Dorvil, Marc",Packing,704,{DAYS},40,5,0,,0,560.00,105.00,0,0,665.00,-50.87,614.13',
)


def flat(folder: Path, *rows: str, titles: str = TITLES, name: str = "Palm Hollow week ") -> Guessed:
    return guessed(folder, payroll(*(rows or ROWS), titles=titles), name=name)


@pytest.mark.parametrize("title", ["Reg Hrs", "Regular Hours", "Hrs Reg"])
def test_regular_hours_go_to_the_line_whose_pay_is_not_zero_and_to_no_other(tmp_path: Path, title: str) -> None:
    one = flat(tmp_path, titles=TITLES.replace("Reg Hrs", title))
    hours = {(r["from_row"], r["kind"]): str(r["hours"]) for r in one.read().taken.to_dicts() if r["hours"]}
    assert hours == {
        (2, "piece"): "36.0000", (2, "overtime"): "6.0000", (3, "piece"): "34.0000",
        (4, "hourly"): "40.0000", (5, "hourly"): "40.0000", (5, "overtime"): "5.0000",
    }  # fmt: skip
    assert not one.asked(title)


def test_hours_of_no_line_are_asked_with_a_when_that_zeros_do_not_fool(tmp_path: Path) -> None:
    titles = "Emp ID,Check #,Check Date,Period Start,Period End,Reg Hrs,OT Hrs,OT Earnings,Penny Per Pound"
    one = flat(tmp_path, f"00311,701,{DAYS},36,6,126.00,1.84", f"00322,702,{DAYS},30,2,42.00,0", titles=titles)
    assert one.asked("the wage checks need hours")
    assert one.asked('when = [{column = "PAY OF THAT LINE", zero = false}]')


def test_a_rate_is_of_the_line_whose_amounts_it_makes(tmp_path: Path) -> None:
    rates = {r["kind"]: r["rate"] for r in flat(tmp_path).read().taken.to_dicts() if r["rate"]}
    assert rates == {"piece": Decimal("0.9")}


def test_a_rate_that_makes_no_lines_amounts_is_asked_about(tmp_path: Path) -> None:
    one = flat(tmp_path, *(row.replace(",0.90,", ",0.85,") for row in ROWS))
    assert one.asked("'Rate/Bucket' holds amounts, and is not shown to make the amounts of one line")


@pytest.mark.parametrize("sign", ["-", ""])
def test_a_net_pay_adds_up_with_what_is_taken_whatever_its_sign(tmp_path: Path, sign: str) -> None:
    cut = [row.rpartition(",")[0].rpartition(",-") for row in ROWS]
    rows = [f"{r[0]},{sign}{r[2]},{row.rpartition(',')[2]}" for r, row in zip(cut, ROWS, strict=True)]
    one = flat(tmp_path, *rows)
    assert one.profile["ignore"] == ["Gross", "Net Pay"]
    assert f"Penny Per Pound {'+' if sign else '-'} FICA in all 4 rows" in one.proposal.text


def test_a_net_pay_that_does_not_add_up_lacks_a_deduction_and_no_pay(tmp_path: Path) -> None:
    one = flat(tmp_path, ROWS[0].replace("342.47", "300.00"), *ROWS[1:])
    assert one.asked("'Net Pay' is not what the columns that are read add up to, so a tax or a deduction is missing")


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Greenline week 3", "greenline"), ("greenline_wk_12", "greenline"), ("Palm pay period ending 1-18-26", "palm"),
     ("week 3", "sender"), ("Week End Farms", "week-end-farms")],
)  # fmt: skip
def test_a_profile_is_not_called_by_the_week_of_its_file(tmp_path: Path, name: str, id_: str) -> None:
    assert flat(tmp_path, name=name).profile["id"] == id_
