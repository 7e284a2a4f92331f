"""CSV as people send it: headers, ragged lines, quotes, encodings; every line is taken, set aside or refused aloud."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from folders import PAYMENTS, TakenIn, paid, payments, take_in, write
from premium.errors import InputError
from premium.ingest import file_facts

if TYPE_CHECKING:
    from pathlib import Path


def taken(text: str | bytes) -> TakenIn:
    return take_in({"payments.csv": text})


def refusal(text: str | bytes, name: str = "payments.csv") -> str:
    with pytest.raises(InputError) as refused:
        take_in({name: text})
    return f"{refused.value} | {refused.value.hint}"


# Headers


def test_columns_are_known_by_name_in_any_order() -> None:
    got = taken("amount,grower_id,for_period,paid_date,payment_id,buyer_id\n1.50,g,2025-11-01,2025-11-20,p,b\n")
    row = got.tables["payments"][0]
    assert (row["payment_id"], row["buyer_id"], row["grower_id"], row["amount_cents"]) == ("p", "b", "g", 150)


def test_an_unknown_column_is_named_and_kept_out() -> None:
    got = taken(payments(f"{paid()},call me,x", header=f"{PAYMENTS},note, amount"))
    assert got.receipt.warnings == [
        "payments.csv: the column note is not one of payments's; it was kept out",
        "payments.csv: the column ' amount' is not one of payments's; it was kept out",
    ]
    assert "note" not in got.tables["payments"][0]


def test_missing_required_columns_are_all_named_beside_what_the_header_has() -> None:
    told = refusal("payment_id,buyer_id,grower_id,date\n")
    assert "payments.csv: payments needs the columns paid_date, amount" in told
    assert "the header has payment_id, buyer_id, grower_id, date" in told


@pytest.mark.parametrize("title", ["Amount", "amount ", "AMOUNT", "amonut"])
def test_a_column_that_is_nearly_right_is_offered_and_never_guessed(title: str) -> None:
    told = refusal(f"payment_id,buyer_id,grower_id,paid_date,{title}\n")
    assert "payments needs the column amount" in told
    assert f"rename {title if title == title.strip() else repr(title)} to amount" in told


def test_a_heading_that_stands_twice_is_refused_with_both_places() -> None:
    told = refusal(f"{PAYMENTS},amount\n")
    assert "the column amount stands there twice, as column 5 and 6" in told


def test_an_unknown_heading_may_stand_twice() -> None:
    assert taken(payments(f"{paid()},x,y", header=f"{PAYMENTS},note,note")).counts == [(1, 1, 0, 0)]


def test_a_quoted_header_over_two_lines_is_one_title() -> None:
    got = taken('payment_id,buyer_id,grower_id,paid_date,amount,"two\nlines"\n' + paid() + ",x\n")
    assert got.counts == [(1, 1, 0, 0)]
    assert got.tables["payments"][0]["source_row"] == 2


@pytest.mark.parametrize("text", ["\n", "\r\n\r\n", "\ufeff", "\n" + PAYMENTS + "\n"])
def test_a_file_that_begins_with_an_empty_line_is_refused(text: str) -> None:
    assert "payments.csv begins with an empty line" in refusal(text)


def test_an_empty_file_is_refused_and_a_header_alone_is_an_empty_table() -> None:
    assert "payments.csv is empty" in refusal("")
    for text in (PAYMENTS, PAYMENTS + "\n", PAYMENTS + "\r\n", PAYMENTS + "\n\n\n"):
        got = taken(text)
        assert got.counts == [(0, 0, 0, 0)]
        assert got.receipt.reported == ["payments"]


# Ragged lines


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quoted", [False, True])
def test_short_long_and_empty_lines_are_set_aside_wherever_they_stand(end: str, quoted: bool) -> None:  # noqa: FBT001
    good = '9,"b",g,2025-11-20,1' if quoted else paid(number="9")
    odd = ["1,b", "", "2,b,g,2025-11-20,1,x,y", "", "  "]
    for where in (0, 1):
        got = taken(payments(*[good] * where, *odd, good.replace("9", "8", 1), end=end))
        assert got.counts == [(6 + where, 1 + where, 5, 0)]
        assert [(r["source_row"] - where, r["reason"]) for r in got.rejects] == [
            (2, "ragged: the row has 2 cells, the header 5"),
            (3, "ragged: the row is empty"),
            (4, "ragged: the row has 7 cells, the header 5"),
            (5, "ragged: the row is empty"),
            (6, "ragged: the row has 1 cells, the header 5"),
        ]
        assert [r["value"] for r in got.rejects] == odd
        assert got.receipt.files[0].set_aside_unread == 5


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_empty_lines_at_the_end_are_no_rows(end: str) -> None:
    for tail in ("", end, end * 3):
        assert taken(payments(paid(), end=end) + tail).counts == [(1, 1, 0, 0)]
        assert taken(payments('1,"b\n",g,2025-11-20,1', end=end) + tail).counts == [(1, 1, 0, 0)]


def test_a_last_line_without_an_end_is_a_row() -> None:
    assert taken(f"{PAYMENTS}\n{paid()}").column("payments", "amount_cents") == [100]


def test_a_line_of_empty_cells_is_a_row_whose_first_cell_is_missing() -> None:
    got = taken(payments(",,,,"))
    assert [(r["column_name"], r["value"]) for r in got.rejects] == [("payment_id", None)]
    assert got.rejects[0]["reason"].endswith("(wrong too: buyer_id grower_id paid_date amount)")


def test_one_column_alone_still_tells_an_empty_line_from_an_empty_cell() -> None:
    got = take_in({"growers.csv": 'grower_id\n\ng\n""\nh\n'})
    assert got.column("growers", "grower_id") == ["g", "h"]
    assert got.reasons == [(2, None, "ragged"), (4, "grower_id", "missing")]


# Quotes


def test_quotes_keep_commas_quotes_and_line_ends_inside_a_cell() -> None:
    rows = [
        '"1,a","b ""the"" b",g,2025-11-20,1',
        '2,"b\nb",g,2025-11-20,1',
        '3,"b\r\nb",g,2025-11-20,1',
        paid(number="4"),
    ]
    got = taken(payments(*rows))
    assert got.column("payments", "payment_id") == ["1,a", "2", "3", "4"]
    assert got.column("payments", "buyer_id") == ['b "the" b', "b\nb", "b\r\nb", "b"]
    assert got.column("payments", "source_row") == [2, 3, 4, 5], "a row is counted as a spreadsheet shows it"


def test_line_ends_inside_quotes_do_not_hide_ragged_records() -> None:
    got = taken(payments('1,"b\nb",g,2025-11-20,1', '2,"b\nb"', paid(number="3")))
    assert got.counts == [(3, 2, 1, 0)]
    assert got.reasons == [(3, None, "ragged")]


@pytest.mark.parametrize("line", ['1,"b" ,g,2025-11-20,1', '1,"b"b,g,2025-11-20,1'])
def test_a_stray_quote_after_a_quoted_cell_refuses_the_file_and_names_the_line(line: str) -> None:
    assert "payments.csv, line 3" in refusal(payments(paid(number="0"), line))


def test_a_quote_inside_an_unquoted_cell_is_a_character() -> None:
    got = taken(payments('1,5" pipe,g,2025-11-20,1', paid(number="2")))
    assert got.column("payments", "buyer_id") == ['5" pipe', "b"]


def test_a_quote_that_is_never_closed_refuses_the_file() -> None:
    told = refusal(payments('1,"b,g,2025-11-20,1', paid(number="2")))
    assert "payments.csv, line" in told
    assert "quotation mark" in told


# Encodings


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(end: str) -> None:
    text = codecs.BOM_UTF8 + payments(paid(), '2,"b",g,2025-11-20,1', end=end).encode()
    assert taken(text).column("payments", "payment_id") == ["1", "2"]
    multiline = codecs.BOM_UTF8 + payments('1,"b\nb",g,2025-11-20,1', end=end).encode()
    assert taken(multiline).column("payments", "payment_id") == ["1"]


@pytest.mark.parametrize("coding", ["utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_utf16_is_refused(coding: str) -> None:
    assert refusal(payments(paid()).encode(coding))


def test_utf16_with_its_mark_is_called_by_its_name() -> None:
    for mark, coding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        assert "UTF-16" in refusal(mark + payments(paid()).encode(coding))


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_without_its_mark_it_is_known_by_its_zeros(coding: str) -> None:
    told = refusal(payments(paid(), end="\r\n").encode(coding))
    assert "payments.csv is UTF-16 or UTF-32 text, or no text at all" in told
    assert "save it as CSV UTF-8" in told


@pytest.mark.parametrize(("mark", "called"), [(";", ";"), ("\t", "tabs"), ("|", "|")])
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_header_that_is_separated_otherwise_is_told_by_what(mark: str, called: str, quote: str) -> None:
    titles = mark.join(f"{quote}{title}{quote}" for title in PAYMENTS.split(","))
    told = refusal(f"{titles}\n1{mark}b{mark}g{mark}2025-11-20{mark}1,00\n")
    assert f"payments.csv: the header seems to be separated by {called}, not by commas" in told
    assert "save it as CSV UTF-8 with commas" in told


def test_a_header_with_commas_is_told_by_its_titles_whatever_else_is_in_it() -> None:
    assert "payments needs the columns buyer_id" in refusal("payment_id,a;b;c;d;e\n")
    assert "payments needs the columns payment_id" in refusal("whatever it is\n")


def test_bytes_of_another_encoding_set_aside_their_row_alone() -> None:
    rows = payments(paid(), "2,Muñoz,g,2025-11-20,1", "3,b,g,2025-11-20,1 €", paid(number="4")).encode("cp1252")
    got = taken(rows)
    assert got.column("payments", "payment_id") == ["1", "4"]
    assert got.reasons == [(3, "buyer_id", "damaged"), (4, "amount", "damaged")]
    assert got.rejects[0]["value"] == "Mu\ufffdoz"


def test_other_scripts_pass_whole() -> None:
    names = ["Muñoz", "ñandú 日本", "שלום", "\U0001d518", "é"]
    got = taken(payments(*(f"{i},{name},g,2025-11-20,1" for i, name in enumerate(names))))
    assert got.column("payments", "buyer_id") == names


def test_a_mark_cut_in_two_at_the_end_is_not_utf8() -> None:
    got = taken(payments(paid()).encode() + "2,b,g,2025-11-20,1é".encode()[:-1])
    assert got.reasons == [(3, "amount", "damaged")]


# Line ends and odd bytes


def test_lines_that_end_in_cr_alone_are_refused() -> None:
    assert "ends its lines in an old way (CR only)" in refusal(payments(paid(), end="\r"))


@pytest.mark.parametrize("line", ["1,b,g\r,2025-11-20,1", "1,b\rb,g,2025-11-20,1", "\r1,b,g,2025-11-20,1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_carriage_return_inside_a_line_is_refused_and_never_swallowed(line: str, end: str) -> None:
    assert "carriage return inside a line" in refusal(payments(line, paid(number="2"), end=end))


def test_mixed_line_ends_are_lines() -> None:
    assert taken(f"{PAYMENTS}\r\n{paid(number='1')}\n{paid(number='2')}\r\n").counts == [(2, 2, 0, 0)]


def test_other_line_separators_end_no_line() -> None:
    for mark in "\x0b\x0c\x1c\x85\u2028\u2029":
        assert taken(payments(f"1,b{mark}b,g,2025-11-20,1")).column("payments", "buyer_id") == [f"b{mark}b"]


@pytest.mark.parametrize("cell", ["b\0b", '"b\0\nb"'])
def test_a_nul_is_a_character_of_its_cell(cell: str) -> None:
    got = taken(payments(f"1,{cell},g,2025-11-20,1"))
    assert got.column("payments", "buyer_id") == [cell.strip('"')]


@pytest.mark.parametrize("other", ["b", '"b\nb"'])
def test_a_very_long_cell_is_judged_like_any_other_and_shown_cut(other: str) -> None:
    got = taken(payments(f"1,{other},g,2025-11-20,{'1' * 200_000}", f"2,{'b' * 200_000},g,2025-11-20,1"))
    assert got.reasons == [(2, "amount", "too_many_digits")]
    assert len(got.rejects[0]["value"]) == 500
    assert [len(b) for b in got.column("payments", "buyer_id")] == [200_000]


def test_a_comment_sign_begins_a_row_like_any_other() -> None:
    assert taken(payments("#1,b,g,2025-11-20,1")).column("payments", "payment_id") == ["#1"]


@pytest.mark.parametrize("word", ["NULL", "NA", "null", "nan", "None", "N/A", "-"])
def test_words_that_other_readers_take_for_nothing_are_text(word: str) -> None:
    got = taken(payments(f"1,{word},g,2025-11-20,1", f"2,b,g,2025-11-20,{word}"))
    assert got.column("payments", "buyer_id") == [word]
    assert got.reasons == [(3, "amount", "not_a_number")]


@pytest.mark.parametrize("size", [2, 3, 7, 64])
def test_what_is_said_of_a_file_does_not_depend_on_how_much_is_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    texts = {
        "a.csv": "a,b\r\né,2\r\n\r\n\r\n",
        "b.csv": 'a\n"x\ny"\n\n',
        "c.csv": "a",
        "d.csv": "a\n\n\nb\n\n",
        "e.csv": "日本\r\n" * 9,
    }
    write(tmp_path, texts)
    whole = {name: file_facts.examine(tmp_path / name, name) for name in texts}
    assert [facts.lines for facts in whole.values()] == [2, 3, 1, 4, 9]
    monkeypatch.setattr(file_facts, "CHUNK", size)
    assert {name: file_facts.examine(tmp_path / name, name) for name in texts} == whole
    assert all(facts.is_utf8 for facts in whole.values())


@pytest.mark.parametrize("size", [2, 3, 5])
def test_a_lone_carriage_return_is_seen_between_two_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(file_facts, "CHUNK", size)
    for before in range(6):
        path = write(tmp_path, {"a.csv": "a" * before + "\rb\n"}) / "a.csv"
        with pytest.raises(InputError, match="carriage return"):
            file_facts.examine(path, "a.csv")
        path.write_bytes(b"a" * before + b"\r\nb\r\n")
        assert file_facts.examine(path, "a.csv").lines == 2
