"""Files that mean harm, or are broken: each ends in a sentence, in little memory, and the next file opens as ever."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import subprocess
import sys
import zipfile
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import xlwt

from binary_workbook import cell, row, xlsb
from folders import ROOT
from opening import MAIN, ODS, ods, packed, refusal, texts, workbook, xlsx, xlsx_parts
from premium.errors import InputError
from premium.ingest.files.limits import LIMITS
from premium.ingest.files.open_file import open_file
from premium.ingest.profile.model import Dialect

MB = 1_000_000
MOST_MEMORY = 512 * MB
SMALL = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'


def turned_away(data: bytes, name: str = "sent.xlsx") -> str:
    """Return the sentence, and see that another file still opens."""
    told = refusal(data, name, format="workbook")
    assert texts(workbook(xlsx(SMALL)).sheets[0]) == [("x",)]
    return told


def peak(data: bytes, tmp_path: Path) -> int:
    """Return the peak memory, in bytes, of the process that reads this workbook."""
    path = tmp_path / "sent"
    path.write_bytes(data)
    request = json.dumps({"out": str(tmp_path), "limits": asdict(LIMITS), "password": None})
    # A process in between, small itself: what is measured would otherwise begin with the memory of this one.
    script = (
        "import json, os, resource, subprocess, sys\n"
        "request = json.load(sys.stdin)\n"
        "request['file'] = os.open(sys.argv[1], os.O_RDONLY)\n"
        "subprocess.run([sys.executable, '-m', 'premium.workbook'], input=json.dumps(request).encode(),\n"
        "               pass_fds=(request['file'],), stderr=subprocess.DEVNULL)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], input=request, text=True, capture_output=True, check=True,
        env={"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return int(done.stdout) * 1_024


def bomb(size: int, level: int = 9) -> bytes:
    """A workbook whose sheet is mostly spaces: tiny, and large when it is unpacked."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as file:
        for name, content in xlsx_parts("").items():
            if "sheet1" not in name:
                file.writestr(name, content)
        with file.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for _ in range(size // MB):
                part.write(b" " * MB)
            part.write(b"</sheetData></worksheet>")
    return held.getvalue()


def laughs(root: str) -> str:
    """Entities that stand for a thousand million laughs."""
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f"<?xml version='1.0'?><!DOCTYPE {root} [{entities}]><{root} xmlns='{MAIN}'>&l9;</{root}>"


def with_part(name: str, content: str | bytes) -> bytes:
    return packed(xlsx_parts(SMALL) | {name: content})


# Too large


def test_a_cell_in_the_last_column_of_a_tiny_file_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    data = xlsx('<row r="1"><c r="A1"><v>1</v></c></row><row r="200000"><c r="XFD200000"><v>1</v></c></row>')
    assert len(data) < 2_500
    assert "row 200000: a cell in column XFD; 2,000 columns are allowed" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


@pytest.mark.parametrize("size", [67 * MB, 700 * MB])
def test_a_zip_bomb_is_refused_by_its_directory(size: int, tmp_path: Path) -> None:
    data = bomb(size)
    assert len(data) * 900 < size
    assert "would grow" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_many_parts_that_are_modest_each_are_counted_together() -> None:
    data = packed(xlsx_parts(SMALL) | {f"xl/media/{i}.png": bytes(2 * MB) for i in range(450)})
    assert "would be 858 MiB when it is unpacked" in turned_away(data)


def test_a_part_that_outgrows_what_the_directory_says_is_broken() -> None:
    data = bytearray(bomb(67 * MB))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", data, at + 24, 4_000)
    assert "sent.xlsx: its part 'xl/worksheets/sheet1.xml' is broken" in turned_away(bytes(data))


def test_sixteen_thousand_columns_are_refused(tmp_path: Path) -> None:
    cells = "".join("<c><v>1</v></c>" for _ in range(16_384))
    data = xlsx(f'<row r="1">{cells}</row>')
    assert "a cell in column XFD" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_sixteen_thousand_columns_in_which_nothing_stands_are_no_harm() -> None:
    blanks = '<c r="A1"><v>7</v></c>' + "".join("<c/>" for _ in range(16_383))
    assert texts(workbook(xlsx(f'<row r="1">{blanks}</row><row r="1048576"><c r="XFD1048576"/></row>')).sheets[0]) == [
        ("7",)
    ]


def test_two_million_rows_are_refused(tmp_path: Path) -> None:
    data = xlsx('<row r="2000000"><c r="A2000000"><v>1</v></c></row>')
    assert "more than 1,048,576 rows" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_rows_without_numbers_are_counted() -> None:
    data = xlsx("<row><c><v>7</v></c></row>" * 60_000)
    assert "row 50001: more than 50,000 rows" in refusal(data, "x", replace(LIMITS, rows=50_000), format="workbook")


def test_two_cells_far_apart_spread_over_too_many_places(tmp_path: Path) -> None:
    data = xlsx('<row r="1"><c r="ALL1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>')
    assert "spreads over more than 12,000,000 places" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_many_sheets_share_the_places_that_one_file_may_have() -> None:
    far = '<row r="1"><c r="J1"><v>1</v></c></row><row r="700000"><c r="A700000"><v>1</v></c></row>'
    parts = xlsx_parts(far)
    book, links = str(parts["xl/workbook.xml"]), str(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/workbook.xml"] = book.replace("</sheets>", '<sheet name="Two" sheetId="2" r:id="r9"/></sheets>')
    again = links[links.index("<Relationship Id=") : links.index("/>") + 2]
    parts["xl/_rels/workbook.xml.rels"] = links.replace("</Rel", again.replace('"r0"', '"r9"') + "</Rel")
    assert "sheet 'Two'" in turned_away(packed(parts))


def test_a_text_that_a_million_cells_share_is_counted_as_often_as_it_stands(tmp_path: Path) -> None:
    cells = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
    data = xlsx(f"<row>{cells}</row>" * 500, strings=f"<si><t>{'ha' * 16_000}</t></si>")
    assert "characters in all cells" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY


def test_shared_texts_beyond_the_limit_are_refused() -> None:
    data = xlsx(SMALL, strings="".join(f"<si><t>worker {i}</t></si>" for i in range(100_000)))
    told = refusal(data, "x", replace(LIMITS, strings_bytes=1 << 20), format="workbook")
    assert "its cells share more than 1 MiB of text" in told


@pytest.mark.parametrize("strings", [f"<si><t>{'x' * 40_000}</t></si>", f"<si>{'<r><t>xxxxxxxx</t></r>' * 5_000}</si>"])
def test_a_cell_longer_than_a_spreadsheet_holds_is_refused(strings: str) -> None:
    assert "a cell of 40,000 characters" in turned_away(xlsx('<row r="1"><c t="s"><v>0</v></c></row>', strings=strings))


def test_a_hundred_thousand_cell_formats_are_refused(tmp_path: Path) -> None:
    data = xlsx(SMALL, styles=f"<cellXfs>{'<xf/>' * 100_000}</cellXfs>")
    assert "more than 65,490 cell formats" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"]
)
def test_elements_nested_without_end_are_refused(part: str, tmp_path: Path) -> None:
    data = with_part(part, "<a>" * 300_000 + "</a>" * 300_000)
    assert "inside each other" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_what_the_declared_dimension_says_is_not_believed() -> None:
    for lie in ("A1:XFD1048576", "A1", "Z9:A1", "nonsense"):
        data = xlsx('<row r="1"><c r="C1"><v>5</v></c></row>', before=f'<dimension ref="{lie}"/>')
        assert texts(workbook(data).sheets[0]) == [(None, None, "5")]


# XML that brings its own


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
def test_a_billion_laughs_are_refused_wherever_they_stand(part: str, tmp_path: Path) -> None:
    data = with_part(part, laughs("x"))
    assert f"its part '{part.lower()}' brings a document type or entities of its own" in turned_away(data)
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_entities_that_fetch_other_files_are_refused() -> None:
    for where in ("file:///etc/passwd", "http://127.0.0.1:9/x"):
        outside = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{where}">]><worksheet xmlns="{MAIN}">&e;</worksheet>'
        assert "entities of its own" in turned_away(with_part("xl/worksheets/sheet1.xml", outside))


def test_an_open_document_with_entities_of_its_own_is_refused() -> None:
    assert "entities of its own" in turned_away(packed({"content.xml": laughs("x")}), "sent.ods")


# Zips that no spreadsheet writes


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/passwd", "xl/../../evil", "C:\\evil.xml", "..\\evil.xml"])
def test_names_that_lead_out_of_the_file_are_refused(name: str) -> None:
    assert "leads out of the file" in turned_away(with_part(name, "x"))


def test_a_part_that_stands_there_twice_is_refused() -> None:
    held = io.BytesIO(xlsx(SMALL))
    with zipfile.ZipFile(held, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/workbook.xml", "<workbook/>")
    assert "has the part 'xl/workbook.xml' twice" in turned_away(held.getvalue())


def test_a_zip_cut_short_anywhere_is_refused() -> None:
    data = xlsx(SMALL * 1)
    for end in (30, len(data) // 2, len(data) - 30, len(data) - 1):
        assert refusal(data[:end], "sent.xlsx", format="workbook")


def test_parts_that_say_they_are_encrypted_or_packed_in_an_odd_way_are_refused() -> None:
    data = bytearray(xlsx(SMALL))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted as a zip" in turned_away(bytes(data))
    data[at + 8] &= 0xFE
    data[at + 10] = 99
    assert "packed in a way that no workbook is" in turned_away(bytes(data))


def test_parts_that_lie_over_each_other_are_refused() -> None:
    data = bytearray(packed(xlsx_parts("<row><c><v>1</v></c></row>" * 400), zipfile.ZIP_STORED))
    at = 0
    for _ in range(6):
        at = data.index(b"PK\x01\x02", at) + 4
        struct.pack_into("<II", data, at + 16, 12_000, 12_000)
    assert "overlap" in turned_away(bytes(data))


def test_ten_thousand_parts_are_refused() -> None:
    assert "10,006 parts" in turned_away(packed(xlsx_parts(SMALL) | {f"x/{i}": "" for i in range(10_000)}))


def test_a_workbook_inside_a_workbook_is_never_looked_into() -> None:
    assert texts(workbook(with_part("xl/embeddings/inner.xlsx", bomb(67 * MB))).sheets[0]) == [("x",)]


# Sheets that contradict themselves


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>', "out of order"),
        ('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>', "stands there twice"),
        ('<row r="1"><c r="A7"><v>1</v></c></row>', "the cell A7 stands there"),
        ('<row r="1"><c r="AAAA1"><v>1</v></c></row>', "a cell is named 'AAAA1'"),
        ('<row r="-1"><c r="A1"><v>1</v></c></row>', "a row is numbered '-1'"),
        ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', "points at a text that is not there"),
        ('<row r="1"><c r="A1" t="odd"><v>9</v></c></row>', "unknown type 'odd'"),
        ('<row r="1"><c r="A1"><v>9</v>', "is broken"),
    ],
)
def test_a_sheet_that_contradicts_itself_is_refused(rows: str, why: str) -> None:
    assert why in turned_away(xlsx(rows))


def test_a_number_that_is_none_is_told_and_the_others_stand() -> None:
    sheet = workbook(
        xlsx("<row>" + "".join(f"<c><v>{v}</v></c>" for v in ("1_0", "inf", "1e999", "0x10", "7")) + "</row>")
    ).sheets[0]
    assert texts(sheet) == [("1_0", "inf", "inf", "0x10", "7")]
    assert [r.partition(":")[0] for r in sheet.faults["reason"]] == ["not_a_number"] * 4


# Open documents


def test_an_open_document_that_repeats_a_filled_row_a_million_times_is_refused(tmp_path: Path) -> None:
    cells = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="100"/>'
    data = ods(f'<table:table-row table:number-rows-repeated="1048576">{cells}</table:table-row>')
    assert "spreads over more than 12,000,000 places" in turned_away(data, "sent.ods")
    assert peak(data, tmp_path) < MOST_MEMORY


@pytest.mark.parametrize("times", ["16384", "999999999", "99999999999", "-1", "1e9"])
def test_an_open_document_that_repeats_a_filled_cell_beyond_all_columns_is_refused(times: str) -> None:
    one = f'<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="{times}"/>'
    assert turned_away(ods(f"<table:table-row>{one}</table:table-row>"), "sent.ods")


def test_an_open_document_with_endless_spaces_or_a_table_in_a_cell_is_refused() -> None:
    spaces = '<text:p><text:s text:c="999999999"/></text:p>'
    inner = "<table:table><table:table-row/></table:table>"
    for content in (spaces, inner):
        one = f'<table:table-cell office:value-type="string">{content}</table:table-cell>'
        assert turned_away(ods(f"<table:table-row>{one}</table:table-row>"), "sent.ods")


def test_an_open_document_with_ten_thousand_sheets_is_refused() -> None:
    body = ODS.format(styles="", body='<table:table table:name="x"/>' * 10_000)
    assert "more than 500 sheets" in turned_away(packed({"content.xml": body}), "sent.ods")


# Old Excel


def old_workbook(rows: int = 200) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Crew")
    for i in range(rows):
        sheet.write(i, 0, f"worker {i}")
        sheet.write(i, 1, i * 1.5)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def test_old_excel_cut_short_or_spoilt_is_refused_or_read_and_never_fatal() -> None:
    whole = old_workbook()
    chance = random.Random(7)
    for end in (100, 600, len(whole) // 2):
        assert turned_away(whole[:end], "sent.xls")
    for _ in range(8):
        data = bytearray(whole)
        for _ in range(20):
            data[chance.randrange(512, len(data))] = chance.randrange(256)
        try:
            workbook(bytes(data), "sent.xls")
        except InputError as error:
            assert error.hint  # noqa: PT017 - some of these open, and that is as good


def test_old_excel_with_a_cell_far_out_is_refused() -> None:
    data = bytearray(old_workbook(2))
    at = data.index(struct.pack("<HH", 0x27E, 10))
    struct.pack_into("<HH", data, at + 4, 65_000, 60_000)
    assert "sheet 'Crew' has a cell in column" in turned_away(bytes(data), "sent.xls")


# Binary workbooks


def test_a_binary_workbook_with_a_cell_far_out_is_refused_before_room_is_made_for_it(tmp_path: Path) -> None:
    data = xlsb(row(0, [cell(0, 1.0)]) + row(200_000, [cell(16_383, 1.0)]))
    assert "sheet 'Crew' has a cell in column XFD" in turned_away(data, "sent.xlsb")
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_what_a_binary_workbook_declares_as_its_extent_is_not_believed(tmp_path: Path) -> None:
    data = xlsb(row(1, [cell(0, "Worker")]), reaches=(1_048_575, 16_383))
    assert texts(workbook(data, "sent.xlsb").sheets[0]) == [(None,), ("Worker",)]
    assert peak(data, tmp_path) < MOST_MEMORY / 8


def test_a_binary_workbook_cut_short_or_spoilt_is_refused_or_read_and_never_fatal() -> None:
    rows = b"".join(row(i, [cell(0, f"worker {i}"), cell(1, i * 1.5)]) for i in range(20))
    assert "ends amid a record" in turned_away(xlsb(rows[:-3] + b"\x05\xff\xff\xff\x7f"), "sent.xlsb")
    chance = random.Random(7)
    for _ in range(8):
        data = bytearray(rows)
        for _ in range(4):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            workbook(xlsb(bytes(data)), "sent.xlsb")
        except InputError as error:
            assert error.hint  # noqa: PT017 - some of these open, and that is as good


# Anything at all


@pytest.mark.parametrize("name", ["sent.xlsx", "sent.xls", "sent.ods", "sent.xlsb", "sent.xlsm"])
@pytest.mark.parametrize(
    "begin", [b"", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08\x10\x00"]
)
def test_random_bytes_are_refused_whatever_they_are_called(name: str, begin: bytes) -> None:
    assert refusal(begin + random.Random(3).randbytes(5_000), name, format="workbook")


@pytest.mark.parametrize("format_", ["csv", "parquet"])
def test_random_bytes_are_no_text_and_no_parquet(format_: str) -> None:
    data = random.Random(3).randbytes(5_000)
    for begin in (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"\x00"):
        try:
            refusal(begin + data, "sent", format=format_)
        except pytest.fail.Exception:
            assert (begin, format_) == (b"\x00", "csv")  # what has no sign of its own may be text, with its damage told


def test_what_is_no_plain_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    plain = tmp_path / "plain.csv"
    plain.write_text("a,b\n")
    (tmp_path / "link.csv").symlink_to(plain)
    os.mkfifo(tmp_path / "pipe.csv")
    for path, why in (
        (tmp_path / "link.csv", "is a link"), (tmp_path / "pipe.csv", "is not a plain file"),
        (Path("/dev/zero"), "is not a plain file"), (tmp_path, "is not a plain file"),
        (tmp_path / "none.csv", "cannot be opened"),
    ):  # fmt: skip
        with pytest.raises(InputError, match=why):
            open_file(path, "sent", Dialect(format="csv"))


# The process that reads


def test_a_workbook_that_takes_too_long_is_ended() -> None:
    data = xlsx("".join(f"<row><c><v>{i * 7_919 % 1_000_003}</v></c></row>" for i in range(900_000)))
    told = refusal(data, "sent.xlsx", replace(LIMITS, child_seconds=1), format="workbook")
    assert "sent.xlsx takes more than 2 seconds" in told or "it takes too long" in told


def test_a_workbook_that_needs_too_much_memory_is_ended() -> None:
    words = "".join(f"<si><t>{i}</t></si>" for i in range(500_000))
    told = refusal(xlsx(SMALL, strings=words), "sent.xlsx", replace(LIMITS, child_memory=60 << 20), format="workbook")
    assert "it needs more than 60 MiB of memory" in told


def test_a_workbook_of_which_more_is_written_than_allowed_is_refused() -> None:
    data = xlsx("<row><c><v>1234567</v></c></row>" * 5_000)
    assert refusal(data, "sent.xlsx", replace(LIMITS, child_output=10_000), format="workbook")


STORIES = {
    "it dies": "import os; os.kill(os.getpid(), 11)",
    "it gives up": "import sys; sys.exit(3)",
    "it says nothing": "",
    "it talks nonsense": "open('answer.json', 'w').write('nonsense')",
    "it says something else": "open('answer.json', 'w').write('[1]')",
    "it lies": 'open(\'answer.json\', \'w\').write(\'{"sheets": [{"name": "x"}], "warnings": []}\')',
    "it writes without end": "f = open('answer.json', 'w')\nfor _ in range(70): f.write('x' * (1 << 20))",
}


@pytest.mark.parametrize("story", STORIES)
def test_however_the_other_process_ends_it_is_a_sentence(
    story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "premium").mkdir()
    (tmp_path / "premium" / "__init__.py").touch()
    (tmp_path / "premium" / "workbook.py").write_text(STORIES[story])
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    told = refusal(xlsx(SMALL), "sent.xlsx", format="workbook")
    assert told.startswith("sent.xlsx")


def test_the_process_that_reads_workbooks_imports_none_of_the_heavy_libraries() -> None:
    heavy = "('polars', 'duckdb', 'pydantic', 'openpyxl')"
    script = f"import sys, premium.workbook.__main__; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_nothing_of_a_workbook_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    workbook(xlsx(SMALL))
    refusal(xlsx("<row>"), "sent.xlsx", format="workbook")
    assert list(tmp_path.iterdir()) == []
