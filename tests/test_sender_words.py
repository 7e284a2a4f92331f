"""Words of a profile, each on a file of a few rows: where a source counts, what is cut, carried, implied, added up."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from premium.ingest.profile import read_profile
from premium.ingest.sender import SenderFile, read_sender

if TYPE_CHECKING:
    from pathlib import Path

PAYROLL = """
id = "few-rows"
table = "payroll"
leftover = "keep"
[columns]
worker_id = "Who"
check_id = { constant = "1" }
check_date = { constant = "2025-12-12" }
period_start = { constant = "2025-12-01" }
period_end = { constant = "2025-12-07" }
pay_code = { constant = "X" }
kind = { constant = "piece" }
"""
AMOUNT = 'amount = "Amount"\n'
CSV = '[dialect]\nformat = "csv"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def _read(folder: Path, text: str, columns: str, rest: str = CSV) -> SenderFile:
    path = folder / "few.txt"
    path.write_text(text, encoding="utf-8")
    profile = read_profile((PAYROLL + columns + rest).encode(), "few-rows.toml", folder)
    return read_sender(path, profile, given={"grower_id": "g"})


def _column(file: SenderFile, name: str) -> list[Any]:
    return file.lines[name].to_list()


def _aside(file: SenderFile) -> list[tuple[int, str, str]]:
    rows = file.lines.filter(file.lines["set_aside_reason"].is_not_null())
    return [(r["from_row"], r["set_aside_column"], r["set_aside_reason"].partition(":")[0]) for r in rows.to_dicts()]


QUANTITY = (
    'units = { from = "Qty", when = [{ column = "Item", begins = "Piece" }] }\n'
    'hours = { from = "Qty", as = "hours_hmm", when = [{ column = "Item", begins = "Hourly" }] }\n'
)


def test_one_column_is_pieces_in_some_rows_and_hours_in_others(folder: Path) -> None:
    text = "Who,Item,Qty,Amount\na,Piece,120,9.00\nb,Hourly,8:30,9.00\nc,Tax,6%,9.00\n"
    file = _read(folder, text, AMOUNT + QUANTITY)
    assert _column(file, "units") == [Decimal(120), None, None]
    assert _column(file, "hours") == [None, Decimal("8.5"), None]
    assert _aside(file) == []


def test_a_cell_that_cannot_be_read_is_a_fault_only_where_its_source_counts(folder: Path) -> None:
    text = "Who,Item,Qty,Amount\na,Piece,6%,9.00\nb,Tax,6%,9.00\nc,,6%,9.00\n"
    assert _aside(_read(folder, text, AMOUNT + QUANTITY)) == [(2, "units", "not_a_number")]


def test_of_several_sources_the_first_that_counts_is_read_however_many_there_are(folder: Path) -> None:
    sources = [
        f'{{ from = "Qty", times = "{n}", when = [{{ column = "Item", equals = "p{n}" }}] }}' for n in range(2, 12)
    ]
    text = "Who,Item,Qty,Amount\na,p2,3,1\nb,p11,3,1\nc,other,3,1\n"
    file = _read(
        folder, text, AMOUNT + f'units = [{", ".join(sources)}, "Qty"]\n'.replace('"Qty"]', '{ from = "Qty" }]')
    )
    assert _column(file, "units") == [Decimal(6), Decimal(33), Decimal(3)]


def test_a_piece_of_a_cell_is_what_stands_between_and_nothing_where_it_does_not_stand(folder: Path) -> None:
    columns = AMOUNT + 'job_class = { from = "Job", until = " -" }\n'
    wanted = PAYROLL.replace('worker_id = "Who"', 'worker_id = { from = "Who", after = "(", until = ")" }')
    path = folder / "few.txt"
    path.write_text("Who,Job,Amount\nAna (007),harvest - north,1\nBeto,field,1\n", encoding="utf-8")
    profile = read_profile((wanted + columns + CSV).encode(), "few-rows.toml", folder)
    file = read_sender(path, profile, given={"grower_id": "g"})
    assert _column(file, "worker_id") == ["007", None]
    assert _column(file, "job_class") == ["harvest", "field"]
    assert _aside(file) == [(3, "worker_id", "missing")]


CARRY = '[rows]\ncarry = ["Who"]\n[[rows.group]]\nwhere = [{ begins = "Crew" }]\ngives = [{ name = "Crew" }]\n'


def test_a_cell_that_was_printed_once_holds_for_the_records_below_but_not_for_the_next_crew(folder: Path) -> None:
    text = "Who,Amount\nCrew 1,\n007,1\n,2\n\n,3\nCrew 2,\n,4\n008,5\n"
    file = _read(folder, text, AMOUNT, CSV + CARRY)
    assert _column(file, "worker_id") == ["007", "007", "007", None, "008"]
    assert _aside(file) == [(8, "worker_id", "missing")]


def test_what_is_carried_stays_out_of_the_row_as_it_was_sent(folder: Path) -> None:
    file = _read(folder, "Who,Amount\n007,1\n,2\n", AMOUNT, CSV + CARRY)
    assert [json.loads(t)["Who"] for t in _column(file, "from_text")] == ["007", None]


def test_a_cell_that_cannot_be_read_is_carried_as_one_that_cannot_be_read(folder: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Who", "Amount"], ["#DIV/0!", 1], [None, 2], ["008", 3], ["=A1", 4], [None, 5]):
        book.worksheets[0].append(row)
    book.save(folder / "few.xlsx")
    profile = PAYROLL + AMOUNT + CSV.replace("csv", "workbook") + CARRY
    file = read_sender(
        folder / "few.xlsx", read_profile(profile.encode(), "few-rows.toml", folder), given={"grower_id": "g"}
    )
    word = "formula_without_value"
    assert _aside(file) == [
        (2, "worker_id", "error_value"), (3, "worker_id", "error_value"),
        (5, "worker_id", word), (6, "worker_id", word),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "meant"),
    [("0003425", "34.25"), ("0003425-", "-34.25"), ("-3425", "-34.25"), ("5", "0.05"), ("0", "0"), ("$1234", "12.34")],
)
def test_where_points_are_implied_the_last_digits_are_decimals(folder: Path, written: str, meant: str) -> None:
    file = _read(folder, f"Who,Amount\na,{written}\n", 'amount = { from = "Amount", implied = 2 }\n')
    assert _column(file, "amount") == [Decimal(meant)]


@pytest.mark.parametrize("written", ["34.25", '"1,234"', "12A4", "1 2", "."])
def test_where_points_are_implied_anything_but_digits_is_set_aside(folder: Path, written: str) -> None:
    file = _read(folder, f"Who,Amount\na,{written}\n", 'amount = { from = "Amount", implied = 2 }\n')
    assert _aside(file) == [(2, "amount", "not_a_number")]


TOTALS = """
[[rows.total]]
where = [{ equals = "sub" }]
of = "since_last"
[[rows.total]]
where = [{ equals = "page" }]
of = "since_last"
[[rows.total]]
where = [{ equals = "all" }]
"""


def test_totals_of_two_kinds_cross_each_other(folder: Path) -> None:
    text = "Who,Amount\na,1\nb,2\nsub,3\nc,4\npage,7\nd,8\nsub,12\ne,16\npage,24\nsub,16\nall,31\n"
    file = _read(folder, text, AMOUNT, CSV + TOTALS)
    assert [(t.row, t.stated, t.read) for t in file.totals] == [
        (4, 300, 300), (6, 700, 700), (8, 1200, 1200), (10, 2400, 2400), (11, 1600, 1600), (12, 3100, 3100),
    ]  # fmt: skip


def test_a_total_over_implied_points_is_in_cents_as_well(folder: Path) -> None:
    file = _read(folder, "Who,Amount\na,150\nall,0150\n", 'amount = { from = "Amount", implied = 2 }\n', CSV + TOTALS)
    assert [(t.stated, t.read) for t in file.totals] == [(150, 150)]


def test_a_total_that_says_nothing_is_none_only_where_there_is_nothing_to_add_up(folder: Path) -> None:
    named = '[[rows.total]]\nwhere = [{ equals = "sub" }]\nof = "since_last"\ncolumns = ["Amount"]\n'
    file = _read(folder, "Who,Amount\nsub,\na,1\nsub,\n", AMOUNT, CSV + named)
    assert [(t.row, t.stated, t.read) for t in file.totals] == [(4, None, 100)]


PRINTED = """
[dialect]
format = "fixed"
header_row = 3
header_rows = 1
field = [{ title = "Who", start = 1, width = 6 }, { title = "Amount", start = 7, width = 8 }]
[[label]]
name = "Ending"
after = "PERIOD ENDING"
until = "CHECK"
[[rows.group]]
where = [{ column = "*", begins = "EMPLOYEE " }]
column = "*"
gives = [{ name = "Employee", after = "EMPLOYEE ", until = "  " }]
"""


def test_headings_of_a_printed_page_are_read_across_the_places_of_its_columns(folder: Path) -> None:
    text = "PERIOD ENDING 2025-12-07 CHECK 9\n\nWHO    AMOUNT\nEMPLOYEE 00412  ANA\n x      12.50\n"
    wanted = PAYROLL.replace('worker_id = "Who"', 'worker_id = "Employee"')
    wanted = wanted.replace('period_end = { constant = "2025-12-07" }', 'period_end = "Ending"\njob_class = "Who"')
    path = folder / "few.txt"
    path.write_text(text, encoding="utf-8")
    file = read_sender(
        path, read_profile((wanted + AMOUNT + PRINTED).encode(), "few-rows.toml", folder), given={"grower_id": "g"}
    )
    assert _aside(file) == []
    line = file.lines.to_dicts()[0]
    assert (line["worker_id"], str(line["period_end"]), line["amount"]) == ("00412", "2025-12-07", Decimal("12.50"))
