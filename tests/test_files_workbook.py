"""Workbooks as senders save them: each cell by what it stores; what a person does not see is told."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from msoffcrypto.format.ooxml import OOXMLFile
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from binary_workbook import cell, row, xlsb
from opening import faults, kinds, ods, opened, packed, refusal, texts, workbook, xlsx, xlsx_parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from premium.ingest.files.sheet import Sheet

HOURS = 38.25 / 24
"""38:15, as a spreadsheet stores it."""
HALF_PAST_ONE = datetime(2025, 12, 5, 13, 30)  # noqa: DTZ001 - a sheet's days have no zone


def written(cells: dict[str, Any], formats: dict[str, str] | None = None) -> bytes:
    """A workbook by openpyxl, with these cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Crew"
    for place, value in cells.items():
        sheet[place] = value
    for place, code in (formats or {}).items():
        sheet[place].number_format = code
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def only(data: bytes, name: str = "sent.xlsx") -> Sheet:
    (sheet,) = workbook(data, name).sheets
    return sheet


def old(rows: Iterable[Iterable[tuple[Any, str]]], *, dates_1904: bool = False) -> bytes:
    """A workbook of old Excel, with these rows of values and formats."""
    book = xlwt.Workbook()
    book.dates_1904 = dates_1904
    sheet = book.add_sheet("Crew")
    for r, values in enumerate(rows):
        for c, (value, code) in enumerate(values):
            if value == "#DIV/0!":
                sheet.row(r).set_cell_error(c, 0x07)
            elif value is not None:
                sheet.write(r, c, value, xlwt.easyxf(num_format_str=code))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


# What a cell stores


def test_a_sheet_that_does_not_begin_at_a1_keeps_the_rows_and_columns_a_spreadsheet_shows() -> None:
    sheet = only(written({"C5": "Worker", "C7": "007"}))
    assert sheet.name == "Crew"
    assert sheet.cells["row"].to_list() == [1, 2, 3, 4, 5, 6, 7]
    assert texts(sheet)[4:] == [(None, None, "Worker"), (None, None, None), (None, None, "007")]


def test_each_kind_of_cell_is_spelled_exactly() -> None:
    sheet = only(written({
        "A1": "Muñoz, José", "B1": 123, "C1": 1.5, "D1": date(2025, 12, 5), "E1": HALF_PAST_ONE,
        "F1": True, "G1": 12345678901.23, "H1": 0.1, "I1": "00042", "J1": -7.0, "K1": 1e-05,
    }))  # fmt: skip
    assert texts(sheet) == [(
        "Muñoz, José", "123", "1.5", "2025-12-05", "2025-12-05 13:30:00", "true", "12345678901.23", "0.1", "00042",
        "-7", "0.00001",
    )]  # fmt: skip
    assert kinds(sheet) == ["snnddbnnsnn"]
    assert faults(sheet) == []


def test_hours_that_run_over_a_day_keep_the_day() -> None:
    sheet = only(written({"A1": HOURS, "B1": timedelta(hours=38, minutes=15, seconds=30), "C1": time(13, 30)},
                         {"A1": "[h]:mm", "B1": "[hh]:mm:ss", "C1": "h:mm AM/PM"}))  # fmt: skip
    assert texts(sheet) == [("38:15", "38:15:30", "13:30")]
    assert kinds(sheet) == ["hhh"]


def test_hours_whose_format_drops_the_days_are_told_not_believed() -> None:
    sheet = only(written({"A1": 1.5}, {"A1": "h:mm"}))
    assert faults(sheet) == [(1, 0, "hours_hidden")]
    assert "shows 12:00 and holds 36:00" in sheet.faults["reason"][0]


def test_a_moment_whose_format_shows_only_its_time_keeps_its_day() -> None:
    assert texts(only(written({"A1": HALF_PAST_ONE}, {"A1": "h:mm"}))) == [("2025-12-05 13:30:00",)]


@pytest.mark.parametrize("serial", [0, 0.25, 38.25, 59, 60, -5, 3_000_000])
def test_a_number_that_is_shown_as_a_day_and_is_none_is_told(serial: float) -> None:
    sheet = only(written({"A1": serial}, {"A1": "yyyy-mm-dd"}))
    assert faults(sheet) == [(1, 0, "not_a_day")]
    assert texts(sheet) == [(str(serial),)]


def test_days_counted_from_1904_are_four_years_later() -> None:
    cells = '<row r="1"><c r="A1" s="1"><v>45996</v></c></row>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    assert texts(only(xlsx(cells, styles=styles))) == [("2025-12-05",)]
    assert texts(only(xlsx(cells, styles=styles, book='<workbookPr date1904="1"/>'))) == [("2029-12-06",)]


@pytest.mark.parametrize("digits", ["1000000000000000", "12345678901234567890"])
def test_a_number_longer_than_a_spreadsheet_keeps_has_lost_digits(digits: str) -> None:
    assert faults(only(written({"A1": int(digits), "B1": 999999999999999}))) == [(1, 0, "digits_lost")]


@pytest.mark.parametrize(
    "code", ["0.00", '#,##0.00 "days"', "[Red]-0.00", "[$-409]0.0", r"0.0\d", "General", "@", "_d0", "0.00E+00"]
)
def test_letters_that_are_only_shown_make_no_day_of_a_number(code: str) -> None:
    assert kinds(only(written({"A1": 45996.5}, {"A1": code}))) == ["n"]


@pytest.mark.parametrize(
    ("code", "text"),
    [("dd/mm/yyyy", "2025-12-05"), ("[$-409]d mmm yy;@", "2025-12-05"), ("mmm-yy", "2025-12-05"),
     ("[h]:mm", "1103904:00"), ("mm:ss", "2025-12-05"), ('yyyy"-W"', "2025-12-05")],
)  # fmt: skip
def test_a_format_that_shows_a_day_or_hours_makes_one_of_a_number(code: str, text: str) -> None:
    assert texts(only(written({"A1": 45996}, {"A1": code}))) == [(text,)]


# What a person does not see


def test_an_error_is_told_and_is_no_blank() -> None:
    sheet = only(written({"A1": "=1/0", "B1": "#DIV/0!", "C1": "#N/A"}))
    assert texts(sheet) == [(None, "#DIV/0!", "#N/A")]
    assert faults(sheet) == [(1, 0, "formula_without_value"), (1, 1, "error_value"), (1, 2, "error_value")]
    assert sheet.faults["value"].to_list() == [None, "#DIV/0!", "#N/A"]


def test_a_formula_with_a_stored_result_is_that_result_and_an_empty_text_is_nothing() -> None:
    sheet = only(xlsx(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>IF(A1,"","")</f><v></v></c>'
        '<c r="C1" t="str"><f>"x"</f><v>x</v></c><c r="D1"><f>1/0</f></c></row>'
    ))  # fmt: skip
    assert texts(sheet) == [("2", None, "x", None)]
    assert faults(sheet) == [(1, 3, "formula_without_value")]


def test_hidden_sheets_rows_and_columns_are_read_and_named() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["B3"] = "a", "b", "c"
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Old").sheet_state = "hidden"
    held = io.BytesIO()
    book.save(held)
    got = workbook(held.getvalue())
    assert [s.name for s in got.sheets] == ["Sheet", "Old"]
    assert texts(got.sheets[0]) == [("a", None), ("b", None), (None, "c")]
    assert got.warnings == (
        "sent.xlsx: sheet 'Sheet': 1 row is hidden and was read: 2",
        "sent.xlsx: sheet 'Sheet': some columns are hidden; they were read",
        "sent.xlsx: sheet 'Old' is hidden; it was read",
    )


def test_formulas_that_were_left_to_be_calculated_are_told_because_what_is_stored_is_zero() -> None:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet("Crew").write_formula("A1", "=38.25+1")
    got = workbook(held.getvalue())
    assert texts(got.sheets[0]) == [("0",)]
    assert "to be calculated on opening" in got.warnings[0]


def test_merged_ranges_are_named_within_what_is_filled() -> None:
    sheet = only(xlsx(
        '<row r="1"><c r="B1" t="str"><v>Week 49</v></c></row><row r="2"><c r="D2"><v>1</v></c></row>',
        after='<mergeCells><mergeCell ref="B1:D1"/><mergeCell ref="C2:XFD1048576"/><mergeCell ref="F7:G8"/>'
        "</mergeCells>",
    ))  # fmt: skip
    assert sheet.merged == ((1, 1, 1, 3), (2, 2, 2, 3))


def test_macros_and_links_to_other_files_are_left_alone_and_named() -> None:
    parts = xlsx_parts('<row r="1"><c r="A1"><f>[1]Sheet1!A1</f><v>5</v></c></row>')
    parts |= {"xl/vbaProject.bin": b"\x01", "xl/externalLinks/externalLink1.xml": "<externalLink/>"}
    got = workbook(packed(parts), "sent.xlsm")
    assert texts(got.sheets[0]) == [("5",)]
    assert [w.partition(": ")[2] for w in got.warnings] == [
        "it has macros, which were left alone",
        "it has links to other files, which were not followed; their last known values were read",
    ]


# How writers differ


def test_shared_and_rich_texts_are_whole_and_how_they_are_spoken_is_left_out() -> None:
    sheet = only(xlsx(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>'
        '<c r="D1" t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c></row>',
        strings="<si><r><t>Ro</t></r><r><t>sa</t></r></si><si><t>東京</t><rPh><t>トウキョウ</t></rPh></si>"
        "<si><t>a_x000D__x005F_x_xD83D_</t></si>",
    ))  # fmt: skip
    assert texts(sheet) == [("Rosa", "東京", "a\r_x_xD83D_", "in line")]


def test_cells_and_rows_without_their_own_numbers_stand_where_they_follow() -> None:
    sheet = only(
        xlsx('<row><c><v>1</v></c><c><v>2</v></c></row><row r="3"><c r="C3"><v>3</v></c><c><v>4</v></c></row>')
    )
    assert texts(sheet) == [("1", "2", None, None), (None,) * 4, (None, None, "3", "4")]


def test_a_workbook_whose_elements_have_a_prefix_and_whose_parts_have_odd_names_is_read() -> None:
    parts = xlsx_parts("")
    body = '<x:row r="1"><x:c r="A1"><x:v>5</x:v></x:c></x:row>'
    parts["XL\\Worksheets\\Sheet1.xml"] = (
        f'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>{body}'
        "</x:sheetData></x:worksheet>"
    )
    del parts["xl/worksheets/sheet1.xml"]
    assert texts(only(packed(parts))) == [("5",)]


def test_days_stored_as_text_in_the_strict_format_are_days() -> None:
    sheet = only(xlsx(
        '<row r="1"><c r="A1" t="d"><v>2025-12-05</v></c><c r="B1" t="d"><v>2025-12-05T13:30:00Z</v></c>'
        '<c r="C1" t="d"><v>13:30:00</v></c><c r="D1" t="d"><v>soon</v></c></row>'
    ))  # fmt: skip
    assert texts(sheet) == [("2025-12-05", "2025-12-05 13:30:00", "13:30", "soon")]
    assert faults(sheet) == [(1, 3, "not_a_day")]


def test_many_rows_come_back_in_order_over_several_blocks() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}"><v>{r}</v></c><c r="T{r}" t="str"><v>a\n"{r}",</v></c></row>'
        for r in range(1, 25_001)
    )
    sheet = only(xlsx(rows))
    assert sheet.cells["c0"].to_list() == [str(r) for r in range(1, 25_001)]
    assert sheet.cells["c19"].to_list() == [f'a\n"{r}",' for r in range(1, 25_001)]


# The other kinds of workbook


OLD_ROWS: list[list[tuple[Any, str]]] = [
    [("Worker", "@"), ("Muñoz\nJosé", "@"), (7, "0")],
    [(None, "")],
    [(date(2025, 12, 5), "yyyy-mm-dd"), (HOURS, "[h]:mm"), (12345678901.23, "0.00"), (True, "0"), ("#DIV/0!", "0")],
]


def test_old_excel_is_read_with_its_hours_and_errors() -> None:
    sheet = only(old(OLD_ROWS), "sent.xls")
    assert texts(sheet) == [
        ("Worker", "Muñoz\nJosé", "7", None, None), (None,) * 5,
        ("2025-12-05", "38:15", "12345678901.23", "true", "#DIV/0!"),
    ]  # fmt: skip
    assert kinds(sheet) == ["ssn..", ".....", "dhnbe"]
    assert faults(sheet) == [(3, 4, "error_value")]


def test_old_excel_that_counts_from_1904_is_four_years_later() -> None:
    assert texts(only(old([[(45996, "yyyy-mm-dd")]]), "sent.xls")) == [("2025-12-05",)]
    assert texts(only(old([[(45996, "yyyy-mm-dd")]], dates_1904=True), "sent.xls")) == [("2029-12-06",)]


@pytest.mark.parametrize(("value", "code"), [(1.5, "h:mm"), (60, "yyyy-mm-dd")])
def test_old_excel_that_shows_hours_as_a_day_is_told(value: float, code: str) -> None:
    assert faults(only(old([[(value, code)]]), "sent.xls")) == [(1, 0, "not_a_day")]


def test_old_excel_cannot_tell_an_empty_text_from_a_formula_that_was_never_calculated_and_says_so() -> None:
    got = workbook(old([[(1, "0"), (xlwt.Formula("1/0"), "0")]]), "sent.xls")
    assert texts(got.sheets[0]) == [("1",)]
    assert "never calculated (this kind of file does not tell): 1" in got.warnings[0]


def test_a_binary_workbook_is_read_with_its_hours_and_errors_also_in_places_where_only_errors_stand() -> None:
    rows = row(1, [cell(0, "Worker"), cell(2, HOURS, 2)]) + row(
        3,
        [cell(0, 45996.0, 1), cell(1, 12345678901.23), cell(2, True), cell(3, "#DIV/0!"), cell(4, 2.5, formula=True),  # noqa: FBT003 - a cell
         cell(5, "x", formula=True), cell(6, "", formula=True), cell(7, "#N/A", formula=True), cell(8, None)],
        hidden=True,
    ) + row(5, [cell(9, "#DIV/0!")])  # fmt: skip
    got = workbook(xlsb(rows, hidden=True), "sent.xlsb")
    (sheet,) = got.sheets
    assert texts(sheet)[1][:3] == ("Worker", None, "38:15")
    assert texts(sheet)[3] == (
        "2025-12-05", "12345678901.23", "true", "#DIV/0!", "2.5", "x", None, "#N/A", None, None,
    )  # fmt: skip
    assert kinds(sheet) == [".........." if i in {0, 2, 4} else k for i, k in enumerate(
        ["", "s.h.......", "", "dnbens.e..", "", ".........e"]
    )]  # fmt: skip
    assert faults(sheet) == [(4, 3, "error_value"), (4, 7, "error_value"), (6, 9, "error_value")]
    assert [w.partition(": ")[2] for w in got.warnings[:2]] == [
        "sheet 'Crew' is hidden; it was read", "sheet 'Crew': 1 row is hidden and was read: 4",
    ]  # fmt: skip
    assert "never calculated (this kind of file does not tell): 1" in got.warnings[2]


def test_an_open_document_by_another_program_is_read() -> None:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Crew")
    table_row = TableRow()
    cells = [
        ({"valuetype": "string"}, "Rosa"), ({"valuetype": "float", "value": "123.0"}, "123"),
        ({"valuetype": "currency", "value": "12345678901.23"}, "$12,345,678,901.23"),
        ({"valuetype": "date", "datevalue": "2025-12-05"}, "5/12/25"),
        ({"valuetype": "time", "timevalue": "PT38H15M00S"}, "38:15"),
        ({"valuetype": "boolean", "booleanvalue": "true"}, "TRUE"),
    ]  # fmt: skip
    for attributes, shown in cells:
        one = TableCell(**attributes)
        one.addElement(P(text=shown))
        table_row.addElement(one)
    table.addElement(table_row)
    document.spreadsheet.addElement(table)
    held = io.BytesIO()
    document.write(held)
    sheet = only(held.getvalue(), "sent.ods")
    assert texts(sheet) == [("Rosa", "123", "12345678901.23", "2025-12-05", "38:15", "true")]
    assert kinds(sheet) == ["snndhb"]


def test_an_open_document_says_many_cells_and_rows_with_one() -> None:
    sheet = only(ods(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    ), "sent.ods")  # fmt: skip
    assert texts(sheet) == [(None, None, "7", "7")] * 2


def test_an_open_document_tells_errors_notes_spaces_and_what_is_merged() -> None:
    sheet = only(ods(
        '<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string">'
        "<office:annotation><text:p>a note</text:p></office:annotation>"
        '<text:p> Week<text:s text:c="2"/>49\n <text:span>A</text:span></text:p><text:p>B</text:p></table:table-cell>'
        '<table:covered-table-cell/><table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        '<table:table-cell table:formula="of:=[.A1]"/></table:table-row>'
    ), "sent.ods")  # fmt: skip
    assert texts(sheet) == [("Week  49 A\nB", None, "#DIV/0!", None)]
    assert faults(sheet) == [(1, 2, "error_value"), (1, 3, "formula_without_value")]
    assert sheet.merged == ((1, 0, 1, 1),)


def test_hidden_sheets_and_rows_of_an_open_document_are_named() -> None:
    hide = (
        '<office:automatic-styles><style:style style:name="t1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    filtered = (
        '<table:table-row table:visibility="filter"><table:table-cell office:value-type="float" office:value="7"/>'
        "</table:table-row>"
    )
    got = workbook(ods(filtered, hide, 'table:name="Old" table:style-name="t1"'), "sent.ods")
    assert got.warnings == (
        "sent.ods: sheet 'Old' is hidden; it was read", "sent.ods: sheet 'Old': 1 row is hidden and was read: 1",
    )  # fmt: skip


# Passwords and disguises


def locked(password: str) -> bytes:
    held, plain = io.BytesIO(), io.BytesIO(written({"A1": "007"}))
    OOXMLFile(plain).encrypt(password, held)
    return held.getvalue()


def test_a_workbook_under_a_password_is_opened_with_it_and_asked_for_once() -> None:
    asked = []

    def ask() -> str:
        asked.append(1)
        return "tomato 49"

    assert texts(workbook(locked("tomato 49"), password=ask).sheets[0]) == [("007",)]
    assert asked == [1]


def test_a_workbook_without_a_lock_asks_for_no_password() -> None:
    def never() -> str:
        raise AssertionError

    assert texts(workbook(written({"A1": "007"}), password=never).sheets[0]) == [("007",)]


def test_a_workbook_that_was_only_marked_as_read_only_opens_without_asking() -> None:
    assert texts(workbook(locked("VelvetSweatshop")).sheets[0]) == [("007",)]


def test_no_password_and_a_wrong_one_are_told_apart_and_never_shown() -> None:
    data = locked("tomato 49")
    told = refusal(data, "sent.xlsx", format="workbook")
    assert "sent.xlsx: it is protected by a password" in told
    assert "PREMIUM_WORKBOOK_PASSWORD" in told
    told = refusal(data, "sent.xlsx", format="workbook", password=lambda: "pepper 50")
    assert "the password does not open it" in told
    assert "pepper" not in told


def test_an_open_document_under_a_password_is_refused_with_a_way_out() -> None:
    manifest = '<manifest:manifest xmlns:manifest="m"><manifest:encryption-data/></manifest:manifest>'
    data = packed({"content.xml": b"\x00", "META-INF/manifest.xml": manifest})
    assert "protected by a password in a way that we cannot open" in refusal(data, "sent.ods", format="workbook")


def test_a_file_that_is_no_workbook_is_told_what_it_is() -> None:
    assert "is text, not a workbook" in refusal(b"a,b\n1,2\n", "sent.xls", format="workbook")
    page = b"<html><table><tr><td>1</td></tr></table>"
    assert "is a web page (HTML), not a workbook" in refusal(page, "sent.xls", format="workbook")
    assert "is a PDF, not a workbook" in refusal(b"%PDF-1.7 ", "sent.xlsx", format="workbook")
    assert "no workbook" in refusal(packed({"a.txt": "x"}), "sent.xlsx", format="workbook")


# Any cells


CELLS = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20),
    st.integers(-(10**14), 10**14),
    st.floats(allow_nan=False, allow_infinity=False, width=16),
    st.dates(date(1905, 1, 1), date(9999, 12, 31)),
    st.booleans(),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5))
def test_whatever_is_written_is_read(rows: list[list[Any]]) -> None:
    held = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for r, values in enumerate(rows, 1):
        for c, value in enumerate(values, 1):
            one = sheet.cell(r, c)
            one.value = value
            if isinstance(value, str):
                one.data_type = "s"
    book.save(held)
    got = only(held.getvalue())
    for r, values in enumerate(rows):
        for c, value in enumerate(values):
            there = r < len(got.cells) and c < got.width
            text = texts(got)[r][c] if there else None
            assert same(text, value), (text, value)


def same(text: str | None, value: object) -> bool:
    if value is None or value == "":
        return text is None
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, date):
        return text == value.isoformat()
    if isinstance(value, int | float):
        return text is not None and float(text) == float(value)
    return text == value


def test_the_first_sheet_and_the_file_are_known_by_what_they_are() -> None:
    data = written({"A1": 1})
    got = opened(data, "week 49.xlsx", format="workbook")
    assert (got.name, got.size, len(got.sha256)) == ("week 49.xlsx", len(data), 64)
