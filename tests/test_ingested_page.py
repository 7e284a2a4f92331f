"""What became of a sender's file: the account adds up, and the page and its CSV say its numbers and no more."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from page import Page
from premium.ingest.profile import read_profile
from premium.ingest.sender import SenderFile, read_sender
from premium.ingest.sender.account import Account, Part, account
from premium.money import dollars
from reports import write_ingested
from reports.ingested import MOST, problem, render, sentence
from test_report import ELEMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PURCHASES = """
id = "ledger"
table = "purchases"
ignore = ["Note"]
[dialect]
format = "csv"
[[rows.skip]]
why = "freight"
where = [{ column = "What", begins = "Freight" }]
[columns]
purchase_id = { as = "row" }
buyer_id = { constant = "bluebird" }
grower_id = "From"
product = { from = "What", as = "product", table = "products.csv" }
unit = { constant = "lb" }
quantity = "Pounds"
ship_date = "Day"
"""
PRODUCTS = "text,product,decided_by,decided_on\nRounds,tomato-round,a person,2026-01-05\nKetchup,,a person,2026-01-05\n"
HEAD = "Day,From,What,Pounds,Note\n"

CREWS = """
id = "crews"
table = "payroll"
leftover = "drop"
keep_name = "Name"
[dialect]
format = "csv"
[[rows.group]]
where = [{ begins = "Crew" }]
gives = [{ name = "crew", after = "Crew" }]
[[rows.total]]
where = [{ begins = "Total" }]
columns = ["Regular", "Bonus"]
[columns]
worker_id = "No"
check_id = "Check"
check_date = { constant = "2026-01-09" }
period_start = { constant = "2025-12-29" }
period_end = { constant = "2026-01-04" }
job_class = "crew"
[[line]]
pay_code = { constant = "REG" }
kind = { constant = "hourly" }
amount = "Regular"
[[line]]
pay_code = { constant = "FFP" }
kind = { constant = "premium" }
amount = "Bonus"
"""
CREW_SHEET = """Week of 29 December,,,,
No,Name,Check,Regular,Bonus
Crew harvest,,,,
0047,Estrella Quillfeather,C1,500.00,12.50
0048,Ambrosio Thistlewood,C2,480.00,none
0049,Perpetua Winterbourne,C3,,0.00
0050,Leocadia Marshgrove,C4,-20.00,
,,,,
Total,,,960.00,12.50
"""
NAMES = ("Estrella", "Quillfeather", "Ambrosio", "Thistlewood", "Perpetua", "Leocadia", "0047", "0048", "0049", "0050")


def bought(place: Path, rows: str, *, name: str = "ledger.csv") -> SenderFile:
    (place / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    path = place / "in.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return read_sender(path, read_profile(PURCHASES.encode(), "ledger.toml", place), name=name)


def paid(place: Path, sheet: str = CREW_SHEET, top: str = "") -> SenderFile:
    path = place / "crews.csv"
    path.write_text(sheet, encoding="utf-8")
    return read_sender(path, read_profile((top + CREWS).encode(), "crews.toml", place), given={"grower_id": "alder"})


@pytest.fixture
def ledger(tmp_path: Path) -> SenderFile:
    rows = [
        "2026-01-05,alder,Rounds,1000,",
        "2026-01-06,alder,rounds,-40.5,returned",
        "2026-01-06,,Rounds,25,",
        "2026-01-07,birch,Rounds,,",
        "2026-01-07,birch,Romas,60,",
        "2026-01-08,,Romas,15,",
        "2026-01-08,birch,Ketchup,300,",
        "2026-01-08,birch,Ketchup,-3,",
        ",,,,",
        "2026-01-08,,Freight to Boston,-7,",
    ]
    return bought(tmp_path, "\n".join(rows) + "\n")


def cells(table: list[list[str]]) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in table}


def written(read: SenderFile, place: Path) -> tuple[str, list[list[str]]]:
    page, lists = write_ingested(read, place)
    with lists.open(encoding="utf-8-sig", newline="") as file:
        return page.read_text(encoding="utf-8"), list(csv.reader(file))


def test_each_row_below_the_header_has_one_place(ledger: SenderFile) -> None:
    whole = account(ledger)
    assert whole.below == (
        Part("Stands", 2, 959_5000, 1, 0),
        Part("Set aside", 4, 100_0000, 0, 1),
        Part("None of the program's products, by decision", 2, 297_0000, 1, 0),
        Part("Left out by name: freight", 1, -7_0000, 1, 0),
        Part("Blank", 1),
    )
    assert (whole.rows, whole.header, whole.accounted, whole.adds_up) == (11, 1, 11, True)
    assert (whole.measure, whole.unit) == ("quantity", "lb")


def test_a_line_that_is_wrong_twice_counts_once_by_what_is_wrong_first(ledger: SenderFile) -> None:
    aside = {part.what.split(":")[0] + ":" + part.what.split(":")[1]: part for part in account(ledger).aside}
    assert {what: part.rows for what, part in aside.items()} == {
        "grower_id: missing": 2,
        "product: unmapped_product": 1,
        "quantity: missing": 1,
    }
    assert account(ledger).unmapped == (Part("Romas", 2, 75_0000, 0, 0),)
    assert not any("wrong too" in part.what for part in account(ledger).aside)


def test_a_row_that_gives_several_lines_is_one_row_below_the_header(tmp_path: Path) -> None:
    whole = account(paid(tmp_path))
    assert whole.adds_up
    assert (whole.rows, whole.header, whole.measure) == (9, 2, "amount")
    assert whole.below == (
        Part("Stands", 2, 492_50, 1, 0),
        Part("Partly set aside: it gave several lines", 1, 480_00, 0, 0),
        Part("No line in it: every measure is blank or zero", 1),
        Part("Blank", 1),
        Part("Says something of the rows below it", 1),
        Part("Adds others up: compared with what was read", 1),
    )
    assert whole.standing == (Part("hourly", 3, 960_00, 1, 0), Part("premium", 1, 12_50, 0, 0))
    assert [(part.rows, part.not_read) for part in whole.aside] == [(1, 1)]


def test_a_row_of_which_one_line_is_of_the_program_and_another_not_counts_once(tmp_path: Path) -> None:
    (tmp_path / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    wide = PURCHASES.replace('product = { from = "What", as = "product", table = "products.csv" }\n', "")
    wide = wide.replace('quantity = "Pounds"\n', "").replace('ignore = ["Note"]\n', "")
    for what, pounds in (("What", "Pounds"), ("Note", "More")):
        wide += f'[[line]]\nproduct = {{ from = "{what}", as = "product", table = "products.csv" }}\n'
        wide += f'quantity = "{pounds}"\n'
    path = tmp_path / "in.csv"
    path.write_text(
        "Day,From,What,Pounds,Note,More\n"
        "2026-01-05,alder,Rounds,10,Rounds,5\n"
        "2026-01-05,alder,Rounds,10,Ketchup,5\n"
        "2026-01-05,alder,Ketchup,10,Ketchup,5\n",
        encoding="utf-8",
    )
    whole = account(read_sender(path, read_profile(wide.encode(), "wide.toml", tmp_path)))
    assert whole.adds_up
    assert [(part.what.split(",")[0], part.rows) for part in whole.below] == [
        ("Stands", 2),
        ("None of the program's products", 1),
    ]


def test_a_lost_row_is_said_and_nothing_may_be_done_with_the_file(ledger: SenderFile) -> None:
    lost = replace(ledger, lines=ledger.lines.head(-1))
    whole = account(lost)
    assert not whole.adds_up
    assert problem(lost, whole).startswith("This does not add up: the file has 11 rows, and 10 are accounted for.")
    assert "Do not go on with this file" in render(lost, whole, "lists.csv")
    assert problem(ledger, account(ledger)) == ""


def test_the_page_has_the_numbers_of_the_account(ledger: SenderFile, tmp_path: Path) -> None:
    html, _ = written(ledger, tmp_path)
    tables = Page(html).tables
    below = cells(tables["What became of every row below the header (quantities in lb)"])
    assert below["Stands"] == ["2", "959.5", "1", "0"]
    assert below["Blank"] == ["1", "—", "—", "—"]
    assert below["All rows below the header"] == ["10", "1,349.5", "3", "1"]
    assert_adds_up(tables["What became of every row below the header (quantities in lb)"])
    standing = tables["Lines that stand, by what they are of (quantities in lb)"]
    assert cells(standing)["tomato-round"] == cells(standing)["All lines that stand"] == ["2", "959.5", "1", "0"]
    aside = tables["Lines set aside, by reason (quantities in lb)"]
    assert cells(aside)["All lines set aside"] == ["4", "100", "0", "1"]
    assert_adds_up(aside)
    assert cells(tables["Products not decided, the largest first (quantities in lb)"])["Romas"] == ["2", "75", "0", "0"]
    none = tables["Products decided to be none of the program’s, the largest first (quantities in lb)"]
    assert cells(none)["Ketchup"] == ["2", "297", "1", "0"]
    assert sentence(ledger, account(ledger)) in html
    assert "10 rows below the header: 2 lines of purchases stand, and 4 lines are set aside." in html


def assert_adds_up(table: list[list[str]]) -> None:
    *parts, whole = ([Decimal(cell.replace(",", "").replace("—", "0")) for cell in row[1:]] for row in table[1:])
    assert [sum(column) for column in zip(*parts, strict=True)] == whole


def test_the_csv_has_every_list_whole(tmp_path: Path) -> None:
    many = "".join(f"2026-01-05,alder,Kind {number},{number},\n" for number in range(1, MOST + 51))
    read = bought(tmp_path, many)
    html, rows = written(read, tmp_path)
    assert rows[0] == ["list", "what", "rows", "quantity", "below_zero", "not_read"]
    listed = [row for row in rows if row[0] == "products not decided"]
    assert len(listed) == MOST + 50
    assert listed[0] == ["products not decided", f"Kind {MOST + 50}", "1", f"{MOST + 50}.0000", "0", "0"]
    shown = Page(html).tables["Products not decided, the largest first (quantities in lb)"]
    assert len(shown) == MOST + 1
    assert f"showing {MOST} of {MOST + 50}; the rest is in ledger.csv-{read.sha256[:8]}.ingested.csv" in html
    assert sum(int(row[2]) for row in rows if row[0] == "every row below the header") == MOST + 50


def test_the_page_of_a_payroll_names_no_worker(tmp_path: Path) -> None:
    read = paid(tmp_path)
    html, rows = written(read, tmp_path)
    everything = html + "".join(cell for row in rows for cell in row)
    assert read.lines["from_name"].drop_nulls().len()
    assert not [name for name in NAMES if name in everything]
    below = cells(Page(html).tables["What became of every row below the header"])
    assert below["Stands"] == ["2", dollars(492_50), "1", "0"]
    assert ["lines that stand", "hourly", "3", "960.00", "1", "0"] in rows


def test_a_stated_total_stands_beside_what_was_read(tmp_path: Path) -> None:
    html, _ = written(paid(tmp_path), tmp_path)
    table = Page(html).tables["Stated and read"]
    assert table[0] == ["Row", "Sheet", "Total of", "Stated", "Read", "Difference", "Remarks"]
    assert table[1:] == [
        ["9", "—", "Regular", "960", "960", "0", "—"],
        ["9", "—", "Bonus", "12.5", "12.5", "0", "1 amount in it cannot be read, and adds nothing"],
    ]
    assert "Do not go on" not in html


def test_a_total_that_is_not_what_was_read_is_loud(tmp_path: Path) -> None:
    html, _ = written(paid(tmp_path, CREW_SHEET.replace("Total,,,960.00", "Total,,,961.25")), tmp_path)
    assert "1 total that the file states is not what was read." in html
    assert ["9", "—", "Regular", "961.25", "960", "1.25", "—"] in Page(html).tables["Stated and read"]
    broken = CREW_SHEET.replace("Total,,,960.00", "Total,,,about 960")
    unread, _ = written(paid(tmp_path, broken), tmp_path)
    (row,) = [r for r in Page(unread).tables["Stated and read"] if r[2] == "Regular"]
    assert row[:6] == ["9", "—", "Regular", "—", "960", "—"]
    assert row[6].startswith("not_a_number: ")


def test_a_total_that_nothing_reads_is_loud_until_the_profile_says_so(tmp_path: Path) -> None:
    sheet = CREW_SHEET.replace("Bonus", "Bonus,Extra", 1).replace("960.00,12.50", "960.00,12.50,7.25")
    html, _ = written(paid(tmp_path, sheet, 'ignore = ["Extra"]\n'), tmp_path)
    assert "Do not go on with this file" in html
    assert "1 number in its total rows stands in columns from which nothing is read." in html
    assert Page(html).tables["Stated, not read"][1:] == [["9", "—", "Extra", "7.25", "no"]]


@pytest.fixture
def hostile(tmp_path: Path) -> SenderFile:
    texts = ["<script>alert(1)</script>", '"=HYPERLINK(""http://x"",""y"")"', "+1", "@SUM(A1)", "-2", "a" * 3_000]
    rows = "".join(f"2026-01-05,alder,{text},1,\n" for text in texts)
    return bought(tmp_path, rows, name="<b onload=alert(1)>.csv")


def test_hostile_texts_are_words_like_others(hostile: SenderFile, tmp_path: Path) -> None:
    html, rows = written(hostile, tmp_path)
    page = Page(html)
    assert page.tags <= ELEMENTS | {"em"}
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    shown = cells(page.tables["Products not decided, the largest first (quantities in lb)"])
    assert "<script>alert(1)</script>" in shown
    assert max(len(text) for text in shown) <= 160
    said = [row[1] for row in rows if row[0] == "products not decided"]
    assert '\'=HYPERLINK("http://x","y")' in said
    assert not [text for text in said if text.startswith(("=", "+", "-", "@"))]


def test_nothing_in_the_page_fetches(hostile: SenderFile, tmp_path: Path) -> None:
    html, _ = written(hostile, tmp_path)
    for tag, name, value in Page(html).attributes:
        if name in {"src", "href", "action", "data", "srcset"}:
            assert value.startswith("#"), (tag, value)
    assert "@import" not in html
    assert "url(" not in html


def test_the_documents_lie_in_the_folder_whatever_the_file_is_called(tmp_path: Path) -> None:
    inside = tmp_path / "new" / "inside"
    read = bought(tmp_path, "2026-01-05,alder,Rounds,1,\n", name="../outside.csv")
    assert {path.parent for path in write_ingested(read, inside)} == {inside}


def test_two_files_of_one_name_have_two_pages(tmp_path: Path) -> None:
    pages = {write_ingested(bought(tmp_path, f"2026-01-05,alder,Rounds,{n},\n"), tmp_path)[0] for n in (1, 2)}
    assert len(pages) == 2


def test_a_file_without_records_has_a_page(tmp_path: Path) -> None:
    html, rows = written(bought(tmp_path, ""), tmp_path)
    assert "0 rows below the header: 0 lines of purchases stand, and none is set aside." in html
    assert len(rows) == 1


def test_the_same_file_gives_the_same_bytes(ledger: SenderFile, tmp_path: Path) -> None:
    once = [path.read_bytes() for path in write_ingested(ledger, tmp_path)]
    assert [path.read_bytes() for path in write_ingested(ledger, tmp_path)] == once


def test_a_blank_cell_lacks_every_word(tmp_path: Path) -> None:
    lacking = PURCHASES.replace('begins = "Freight"', 'lacks = "ROUND"')
    (tmp_path / "products.csv").write_text(PRODUCTS, encoding="utf-8")
    path = tmp_path / "in.csv"
    path.write_text(HEAD + "2026-01-05,alder,Rounds,1,\n2026-01-05,alder,,2,\n2026-01-05,alder,Romas,3,\n", "utf-8")
    read = read_sender(path, read_profile(lacking.encode(), "ledger.toml", tmp_path))
    assert read.placed["place"].to_list() == ["header", "record", "skipped", "skipped"]


def _rows(parts: Iterable[Part]) -> int:
    return sum(part.rows for part in parts)


def test_the_closer_lists_have_as_many_lines_as_the_file(ledger: SenderFile) -> None:
    whole: Account = account(ledger)
    assert _rows(whole.standing) == len(ledger.taken)
    assert _rows(whole.aside) == len(ledger.set_aside)
    assert _rows(whole.unmapped) == ledger.unmapped["rows"].sum()
