"""The workbook: every value of every table comes back, to the cent, and nothing in it is a formula."""

from __future__ import annotations

import csv
import warnings
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl.reader.excel import load_workbook
from openpyxl.utils.escape import unescape

from premium.tables import OUTPUTS
from report_runs import LONG, Written, many, rows
from reports import workbook, write_workbook
from reports.cells import LONGEST, cells, cents_text, day, money, number, text, whole

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

pytest_plugins = ["report_fixtures"]

Sheet = list[tuple[Any, ...]]


def opened(path: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        # openpyxl leaves the file to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        book = load_workbook(path)
    return {sheet.title: sheet for sheet in book}


def values(sheet: Any) -> Sheet:  # noqa: ANN401 - openpyxl's sheet
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("name", ["valley", "season", "evil"])
def test_every_value_comes_back_to_the_cent(name: str, request: pytest.FixtureRequest) -> None:
    run: RunFolder = request.getfixturevalue(name).run
    sheets = opened(write_workbook(run)[0])
    assert list(sheets) == ["About", "findings", *(table for table in OUTPUTS if table != "findings")]
    for table, output in OUTPUTS.items():
        expected = rows(run, table)
        read = values(sheets[table])[1:]
        for given, wanted in zip(read, expected, strict=True):
            for column, back, value in zip(output.columns, given, wanted, strict=True):
                assert as_stored(column, back) == value, (table, column, back)


def as_stored(column: str, back: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    if back is None:
        return None
    if column.endswith("_cents"):
        return int(Decimal(repr(round(back, 2))).scaleb(2))
    if isinstance(back, datetime):
        return back.date()
    if column == "quantity":
        return Decimal(repr(back))
    # A control character stands in the file as _x0007_, which Excel reads back and openpyxl leaves to us.
    return unescape(back) if isinstance(back, str) else back


def test_cells_are_what_they_say(season: Written) -> None:
    sheet = opened(write_workbook(season.run)[0])["findings"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:O{sheet.max_row}"
    for row in range(2, sheet.max_row + 1):
        assert sheet.cell(row, heads["Finding"]).data_type == "s"
        amount = sheet.cell(row, heads["Amount"])
        assert amount.value is None or (amount.data_type == "n" and "$" in amount.number_format)
        period = sheet.cell(row, heads["Period"])
        assert period.value is None or (period.is_date and period.number_format == "yyyy-mm-dd")


def test_no_name_is_a_formula_a_link_or_a_number(evil: Written) -> None:
    sheets = opened(write_workbook(evil.run)[0])
    found = [cell for sheet in sheets.values() for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} == {"s", "n", "d"}
    assert not any(cell.hyperlink for cell in found)
    texts = {cell.value for cell in found if cell.data_type == "s"}
    assert {"=1+1", "007", "@SUM(A1)", '=HYPERLINK("http://evil.example","click")', LONG} <= texts


@pytest.mark.parametrize("cents", [0, 1, -1, 29, 123456, -7, 10**14 - 1, 10**15 - 1, -(10**15) + 1])
def test_money_of_fifteen_digits_is_a_number_that_keeps_each_cent(cents: int) -> None:
    cell = money(cents)
    assert cell.kind == "money"
    assert isinstance(cell.value, Decimal)
    written = f"{float(cell.value):.16G}"
    assert Decimal(repr(round(float(written), 2))).scaleb(2) == cents


@pytest.mark.parametrize(
    ("cents", "said"),
    [(10**15, "10000000000000.00"), (-(2**63), "-92233720368547758.08"), (9007199254740993, "90071992547409.93")],
)
def test_money_beyond_fifteen_digits_is_text(cents: int, said: str) -> None:
    assert (money(cents).kind, money(cents).value) == ("text", said)


def test_what_a_sheet_cannot_keep_is_text() -> None:
    assert whole(10**15).value == "1000000000000000"
    assert whole(10**15 - 1).value == 10**15 - 1
    assert number(Decimal("12345678901234.50000000")).value == Decimal("12345678901234.5")
    assert number(Decimal("12345678901234.56000000")).value == "12345678901234.56"
    assert number(Decimal("1200.00000000")).value == 1200
    assert day(date(1899, 12, 31)).value == "1899-12-31"
    assert day(date(1900, 2, 28)).value == "1900-02-28"
    assert day(date(1900, 3, 1)).kind == "day"
    assert len(str(text("x" * 40_000).value)) == LONGEST
    assert cents_text(-5) == "-0.05"


def test_a_column_is_told_by_its_name_and_type() -> None:
    spell = cells({"worker_id": "VARCHAR", "paid_cents": "BIGINT", "source_row": "BIGINT", "period": "DATE"})
    kinds = [c.kind for c in spell({"worker_id": "007", "paid_cents": 7, "source_row": 7, "period": date(2026, 1, 1)})]
    assert kinds == ["text", "money", "whole", "day"]


def test_a_table_longer_than_a_sheet_says_so_and_is_a_file(evil: Written, tmp_path: Path) -> None:
    run = many(evil.run, tmp_path / "run", 2)
    paths = workbook.write(run, row_limit=20)
    total = len(rows(run, "entitlements", "1"))
    assert total > 20
    sheets = opened(paths[0])
    sheet = values(sheets["entitlements"])
    assert (
        sheet[0][0] == f"This sheet holds the first 18 of {total} rows; all of them are in findings-entitlements.csv."
    )
    assert len(sheet) == 20
    assert sheet[1][:2] == ("Grower", "Period")
    about = {row[0]: row[1] for row in values(sheets["About"])}
    assert "findings-entitlements.csv" in about["entitlements"]
    assert about["rejects"] == 2 * len(rows(evil.run, "rejects", "1"))
    file = run.path / "findings-entitlements.csv"
    assert file in paths
    with file.open(encoding="utf-8-sig", newline="") as opened_file:
        lines = list(csv.reader(opened_file))
    assert len(lines) == total + 1
    for line, row in zip(lines[1:], rows(run, "entitlements"), strict=True):
        assert line[2].removeprefix("'") == row[2]
        assert line[2][0] not in "=+-@"
        assert line[4] == cents_text(row[4])


def test_a_sheet_that_is_just_full_needs_no_file(valley: Written) -> None:
    longest = max(len(rows(valley.run, table, "1")) for table in OUTPUTS)
    assert len(workbook.write(valley.run, row_limit=longest + 1)) == 1
    assert len(workbook.write(valley.run, row_limit=longest)) == 2


def test_the_first_sheet_says_what_was_not_looked_at(season: Written) -> None:
    about = values(opened(write_workbook(season.run)[0])["About"])
    said = {(row[0], row[1]) for row in about}
    assert ("Program", "Fair Food Program") in said
    assert ("As of", datetime(2026, 4, 15)) in said  # noqa: DTZ001 - a day in a workbook has no zone
    assert ("Set aside", "1 row of purchases set aside.") in said
    assert ("Reached", 43950.78) in said


def test_the_same_run_gives_the_same_workbook(valley: Written) -> None:
    first = write_workbook(valley.run)[0].read_bytes()
    assert write_workbook(valley.run)[0].read_bytes() == first
