"""Delimited text, fixed width and Parquet as senders write them: every record kept, and no byte replaced in silence."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opening import faults, kinds, opened, packed, refusal, texts, xlsx
from premium.errors import InputError, ProfileError
from premium.ingest.files.limits import LIMITS, Limits
from premium.ingest.files.sheet import LINE

ENCODINGS = ("utf-8", "cp1252", "utf-16", "latin-1", "cp850", "mac-roman")


def only(data: bytes | str, limits: Limits = LIMITS, **dialect: object) -> list[tuple[str | None, ...]]:
    (sheet,) = opened(data if isinstance(data, bytes) else data.encode(), "sent.csv", limits, None, **dialect).sheets
    return texts(sheet)


# Records


def test_every_record_is_kept_with_its_number_also_titles_blank_lines_and_ragged_ones() -> None:
    got = opened(b'Payroll week 49\n\nid,name,pay\n007,"Rosa",1.50\n8\n9,a,b,c,d\n\n\n')
    sheet = got.sheets[0]
    assert sheet.cells["row"].to_list() == [1, 2, 3, 4, 5, 6]
    assert texts(sheet) == [
        ("Payroll week 49", None, None, None, None), (None,) * 5, ("id", "name", "pay", None, None),
        ("007", "Rosa", "1.50", None, None), ("8", None, None, None, None), ("9", "a", "b", "c", "d"),
    ]  # fmt: skip
    assert (sheet.width, len(sheet.faults), sheet.typed) == (5, 0, False)


def test_a_line_break_in_quotes_makes_no_record_and_row_numbers_are_those_of_a_spreadsheet() -> None:
    sheet = opened(b'a,b\r\n1,"x\r\ny\nz"\r\n2,w\r\n').sheets[0]
    assert sheet.cells.rows() == [(1, "a", "b"), (2, "1", "x\r\ny\nz"), (3, "2", "w")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_known_with_and_without_the_last(end: str) -> None:
    for last in ("", end):
        assert only(f"a,b{end}1,2{last}") == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    ("delimiter", "quote"), [(";", '"'), ("\t", '"'), ("|", "'"), ("^", '"'), (",", ""), (";", "")]
)
def test_any_delimiter_and_quote(delimiter: str, quote: str) -> None:
    cell = f"{quote}1.234,50{quote}" if delimiter != "," else "1.234"
    got = only(f"a{delimiter}b\n{cell}{delimiter}x\n", delimiter=delimiter, quote=quote)
    assert got[1] == (cell.strip(quote) if quote else cell, "x")


def test_quotes_are_letters_where_nothing_is_quoted() -> None:
    assert only('5" pipe,"x\n"y,z\n', quote="") == [('5" pipe', '"x'), ('"y', "z")]
    assert only('5" pipe,x\n') == [('5" pipe', "x")]


@pytest.mark.parametrize(
    ("text", "line"),
    [('a,b\n1,"x\n2,y\n3,z\n', 2), ('a,b\n1,"x"y\n', 2), ('a,"b\nc"\n1,"x" ,2\n', 3), ('"', 1)],
)
def test_a_quote_that_is_not_closed_stops_the_file_and_names_where_its_record_begins(text: str, line: int) -> None:
    assert f"sent.csv, line {line}: " in refusal(text.encode())


def test_a_refusal_holds_no_sign_that_steers_a_terminal() -> None:
    for data in (b'a\tb\n"x"\x1b[2J\ty\n', b'"\x07'):
        assert refusal(data, delimiter="\t").isprintable()


@pytest.mark.parametrize("text", ["a\rb\nc\n", "a,b\r\r\nc,d\r\r\n", "a,b\n1,2\r3,4\n"])
def test_a_lone_carriage_return_beside_other_line_ends_is_refused(text: str) -> None:
    assert "a carriage return inside a line" in refusal(text.encode())


def test_a_carriage_return_in_quotes_is_text() -> None:
    assert only('a,"x\ry"\nb,c\n') == [("a", "x\ry"), ("b", "c")]


@pytest.mark.parametrize("pair", [(",", ","), ("\n", '"'), (",", "\n")])
def test_a_delimiter_that_cannot_be_one_is_the_profiles_fault(pair: tuple[str, str]) -> None:
    with pytest.raises(ProfileError, match="two different characters"):
        opened(b"a,b\n", delimiter=pair[0], quote=pair[1])


def test_too_many_records_cells_or_characters_are_refused_with_the_row() -> None:
    few = Limits(rows=3, columns=4, cell_length=10)
    assert "more than 3 records" in refusal(b"a\n" * 4, limits=few)
    assert "row 2: 5 cells, more than 4" in refusal(b"a\n1,2,3,4,5\n", limits=few)
    assert "row 2: a cell longer than 10 characters" in refusal(b"a\nxxxxxxxxxxx\n", limits=few)
    assert "has 1 MiB; 0 are allowed" in refusal(b"x" * 1_100_000, limits=Limits(text_bytes=1_000))
    assert only("a\n1,2,3,4\n", limits=few)[1] == ("1", "2", "3", "4")


def test_a_file_in_which_nothing_stands_has_no_rows() -> None:
    assert only("\n\n\n") == []
    assert only(",,\n,\n") == []
    assert "is empty" in refusal(b"")


def test_many_records_over_several_blocks_stay_in_order_and_widen() -> None:
    got = opened("".join(f"{i},x\n" for i in range(60_000)).encode() + b"a,b,c\n").sheets[0]
    assert got.cells["c0"].to_list() == [*map(str, range(60_000)), "a"]
    assert got.cells["c2"].null_count() == 60_000


# Encodings


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_spanish_names_survive_every_encoding(encoding: str) -> None:
    assert only("nombre;pago\nMuñoz Ibáñez;1.234,50\n".encode(encoding), encoding=encoding, delimiter=";")[1] == (
        "Muñoz Ibáñez", "1.234,50",
    )  # fmt: skip


def test_byte_order_marks_are_no_text() -> None:
    assert only(b"\xef\xbb\xbfa,b\n") == [("a", "b")]
    for order in ("utf-16-le", "utf-16-be"):
        marked = "\ufeffa,ñ\n".encode(order)
        assert only(marked, encoding="utf-16") == only(marked[2:], encoding="utf-16") == [("a", "ñ")]


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        ("a,b\n".encode("utf-16"), "utf-8", "is UTF-16: it begins with that mark; the profile says utf-8"),
        ("a,b\n".encode("utf-8-sig"), "cp1252", "is UTF-8: it begins with that mark; the profile says cp1252"),
        ("a,b\n".encode("utf-32"), "utf-16", "is UTF-32"),
        ("a,b\n".encode("utf-16-le"), "utf-8", "every other byte of it is NUL"),
        (b"ab,c", "utf-16", "no byte order mark"),
    ],
)
def test_an_encoding_that_the_bytes_contradict_is_refused(data: bytes, encoding: str, told: str) -> None:
    assert told in refusal(data, encoding=encoding)


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_the_five_bytes_that_cp1252_does_not_know_are_told_in_their_cell(byte: int) -> None:
    sheet = opened(b"a;b\nx;Mu" + bytes([byte]) + b"oz\ny;z\n", encoding="cp1252", delimiter=";").sheets[0]
    assert texts(sheet)[1:] == [("x", "Mu\ufffdoz"), ("y", "z")]
    assert sheet.faults.rows() == [(2, 1, "Mu\ufffdoz", f"damaged: byte 0x{byte:02X} cannot be read as cp1252")]


def test_bytes_that_are_no_utf_8_are_told_in_their_cell_and_the_others_stand() -> None:
    sheet = opened("a,b\nMuñoz,1\n".encode() + b"Mu\xf1oz,2\n\xff\xfe,\xc3\n").sheets[0]
    assert texts(sheet)[1:] == [("Muñoz", "1"), ("Mu\ufffdoz", "2"), ("\ufffd\ufffd", "\ufffd")]
    assert faults(sheet) == [(3, 0, "damaged"), (4, 0, "damaged"), (4, 1, "damaged")]
    assert sheet.faults["reason"][1] == "damaged: bytes 0xFF, 0xFE cannot be read as utf-8"


def test_half_a_character_at_the_end_of_utf_16_is_told() -> None:
    sheet = opened("a,b\n1,2\n".encode("utf-16") + b"x", encoding="utf-16").sheets[0]
    assert faults(sheet) == [(3, 0, "damaged")]


def test_nul_and_what_the_sender_had_lost_before_are_told() -> None:
    sheet = opened("a,b\n1\x00,Mu\ufffdoz\n".encode()).sheets[0]
    assert faults(sheet) == [(2, 0, "damaged"), (2, 1, "damaged")]
    assert "had already lost a character" in sheet.faults["reason"][1]


def test_the_old_end_of_file_sign_is_left_out_and_said() -> None:
    got = opened(b"a,b\r\n1,2\r\n\x1a", encoding="cp850")
    assert texts(got.sheets[0]) == [("a", "b"), ("1", "2")]
    assert "Ctrl-Z" in got.warnings[0]


def test_latin_1_with_signs_that_only_cp1252_has_is_warned_of() -> None:
    assert "may be cp1252" in opened(b"a\n\x93x\x94\n", encoding="latin-1").warnings[0]


# What is not what it says


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (xlsx("<row/>"), "a workbook or packed"), (packed({"a.csv": "a,b"}), "a workbook or packed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a workbook of old Excel, or one with a password"),
        (b"%PDF-1.7\n", "a PDF"), (b"<!DOCTYPE html><html>", "a web page (HTML)"), (b" <table>", "a web page (HTML)"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "a spreadsheet as XML (2003)"),
        (b"PAR1....", "parquet"), (b"\x1f\x8b\x08", "packed (gzip)"), (b"{\\rtf1", "a word-processor file (RTF)"),
        ("\ufeff<html>".encode("utf-16-le"), "a web page (HTML)"), (b"MIME-Version: 1.0\n", "a saved web page (MHTML)"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("format_", ["csv", "fixed"])
def test_text_that_is_something_else_is_refused_by_name(data: bytes, what: str, format_: str) -> None:
    fields = [{"title": "a", "start": 1, "width": 3}] if format_ == "fixed" else []
    assert f"sent.csv is {what}, not text" in refusal(data, format=format_, field=fields)


# Fixed width


FIELDS = [
    {"title": "id", "start": 1, "width": 5},
    {"title": "name", "start": 7, "width": 8},
    {"title": "pay", "start": 16, "width": 7},
]


def fixed(text: str) -> list[tuple[str | None, ...]]:
    return only(text, format="fixed", field=FIELDS)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_fixed_width_is_cut_by_characters_in_every_encoding(encoding: str) -> None:
    data = "00042 Muñoz J.   12.50\n  007 Rosa\n".encode(encoding)
    got = opened(data, format="fixed", field=FIELDS, encoding=encoding)
    assert texts(got.sheets[0]) == [("00042", "Muñoz J.", "12.50"), ("007", "Rosa", None)]
    assert got.sheets[0].cells[LINE].to_list() == ["00042 Muñoz J.   12.50", "  007 Rosa"]


def test_what_stands_outside_the_fields_is_a_cell_of_its_own() -> None:
    assert fixed("00042xMuñoz   y  12.50 void\n00043 Rosa\n") == [
        ("00042", "Muñoz", "12.50", "x y void"), ("00043", "Rosa", None, None),
    ]  # fmt: skip


def test_new_pages_are_no_text_and_rows_keep_their_numbers() -> None:
    report = "Payroll   page 1\n00042 Rosa       12.50\n\f\n\fPayroll   page 2\n00043 Ana         7.25\f\n\f"
    sheet = opened(report.encode(), format="fixed", field=FIELDS).sheets[0]
    assert sheet.cells["row"].to_list() == [1, 2, 3, 4, 5]
    assert [row[0] for row in texts(sheet)] == ["Payro", "00042", None, "Payro", "00043"]
    assert "\f" not in "".join(sheet.cells[LINE])
    told = refusal(b"00042 Rosa\f00043 Ana\n", format="fixed", field=FIELDS)
    assert "line 1: a new page begins amid the line" in told


def test_a_tab_moves_every_position_so_it_is_refused() -> None:
    assert "line 2: a tab" in refusal(b"00042 Rosa\n00043\tAna\n", format="fixed", field=FIELDS)


def test_a_byte_that_cannot_be_read_moves_no_position() -> None:
    data = b"00042 Mu\x81oz      12.50\n0004\x90\n00044 \x8d\n"
    sheet = opened(data, format="fixed", field=FIELDS, encoding="cp1252").sheets[0]
    assert texts(sheet)[0] == ("00042", "Mu\ufffdoz", "12.50")
    assert faults(sheet) == [(1, 1, "damaged"), (2, 0, "damaged"), (3, 1, "damaged")]


def test_damage_between_the_fields_is_of_the_whole_line() -> None:
    sheet = opened(b"00042\x81Rosa       12.50\n", format="fixed", field=FIELDS, encoding="cp1252").sheets[0]
    assert faults(sheet) == [(1, None, "damaged")]


# Parquet


NOON = datetime(2025, 12, 5, 12)  # noqa: DTZ001 - a sheet's days have no zone


def parquet(frame: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    frame.write_parquet(held)
    return held.getvalue()


def test_parquet_has_its_titles_in_row_1_and_each_kind_spelled_exactly() -> None:
    frame = pl.DataFrame({
        "id": ["007", None], "pay": [Decimal("1.50"), None], "rate": [0.1, 123.0], "n": [5, None],
        "day": [date(2025, 12, 5), None], "at": [NOON, NOON.replace(hour=0)],
        "hours": [timedelta(hours=38, minutes=15), None], "clock": [time(6, 5), None], "paid": [True, None],
    })  # fmt: skip
    sheet = opened(parquet(frame), format="parquet").sheets[0]
    assert texts(sheet) == [
        tuple(frame.columns),
        ("007", "1.50", "0.1", "5", "2025-12-05", "2025-12-05 12:00:00", "38:15", "6:05", "true"),
        (None, None, "123", None, None, "2025-12-05", None, None, None),
    ]
    assert kinds(sheet) == ["sssssssss", "snnnddhhb", "..n..d..."]
    assert sheet.cells["row"].to_list() == [1, 2, 3]


def test_parquet_with_columns_that_are_no_cells_or_that_is_broken_is_refused() -> None:
    assert "holds List" in refusal(parquet(pl.DataFrame({"a": [[1]]})), format="parquet")
    assert "holds Struct" in refusal(parquet(pl.DataFrame({"a": [{"b": 1}]})), format="parquet")
    assert "holds Binary" in refusal(parquet(pl.DataFrame({"a": [b"x"]})), format="parquet")
    whole = parquet(pl.DataFrame({"a": [1]}))
    assert "not a Parquet file that can be read" in refusal(whole[:-5], format="parquet")
    four = parquet(pl.DataFrame({"a": [1] * 4}))
    assert "5 rows and 1 columns" in refusal(four, limits=Limits(rows=4), format="parquet")


# Any text


def words(encoding: str) -> st.SearchStrategy[str]:
    """Cells that the encoding can hold, with quotes, delimiters and line ends in them."""
    never = "\x00\x1a\ufffd\ufeff"
    letters = st.characters(codec=encoding, exclude_categories=["Cs"], exclude_characters=never)
    return st.text(st.one_of(letters, st.sampled_from('";,\n\r\t ')), max_size=12)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
def test_whatever_is_written_is_read(encoding: str, data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.lists(words(encoding), min_size=1, max_size=5), min_size=1, max_size=8))
    delimiter, end = data.draw(st.sampled_from(",;\t|")), data.draw(st.sampled_from(["\n", "\r\n", "\r"]))
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    got = only(held.getvalue().encode(encoding), encoding=encoding, delimiter=delimiter)
    width = max(map(len, rows))
    expected = [tuple(c or None for c in row) + (None,) * (width - len(row)) for row in rows]
    while expected and not any(expected[-1]):
        expected.pop()
    assert got == expected


@given(st.binary(max_size=400), st.sampled_from(ENCODINGS), st.sampled_from(",;\t"), st.sampled_from(['"', ""]))
@example(b"\xef\xbb\xbf\xef\xbb\xbf", "utf-8", ",", '"')
@example(b"\x00\x00\n\x00", "utf-16", ",", '"')
def test_any_bytes_are_opened_or_refused_in_a_sentence(data: bytes, encoding: str, delimiter: str, quote: str) -> None:
    try:
        opened(data, encoding=encoding, delimiter=delimiter, quote=quote)
    except InputError as error:
        assert error.hint  # noqa: PT017 - most of these open, and that is as good
