"""Records to canonical lines: columns from their sources, several lines of one row, and nothing that falls between."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from how_many import examples
from sender_files import (
    DIALECT,
    PAID,
    PAYROLL,
    Typed,
    column,
    payments,
    payroll,
    read_text,
    read_typed,
    reasons,
    rows,
    word,
)

WIDE = """
[[line]]
pay_code = { constant = "PC" }
kind = { constant = "piece" }
units = "Bins"
amount = "Piece"
[[line]]
pay_code = { constant = "HR" }
kind = { constant = "hourly" }
hours = "Hours"
amount = "Hourly"
[[line]]
pay_code = { constant = "FFP" }
kind = { constant = "premium" }
amount = "FFP"
"""
TITLES = "Worker,Check,Day,Bins,Piece,Hours,Hourly,FFP"


def test_one_row_gives_a_line_for_each_measure_that_says_something() -> None:
    file = read_text(
        payroll(WIDE),
        rows(
            TITLES,
            "1,c,12/5/2025,10,20.00,8,,1.50",
            "2,c,12/5/2025,,,,0.00,0",
            "3,c,12/5/2025,,,0,-5,x",
            "4,c,12/5/2025,,,,,",
        ),
    )
    assert list(zip(column(file, "from_row"), column(file, "pay_code"), strict=True)) == [
        (2, "PC"), (2, "HR"), (2, "FFP"), (4, "HR"), (4, "FFP"),
    ]  # fmt: skip
    assert reasons(file) == [(2, "amount", "missing"), (4, "amount", "not_money")]
    assert file.empty == 2


def test_a_record_whose_only_measure_is_in_the_columns_is_seen_and_not_called_empty() -> None:
    lines = '[[line]]\npay_code = { constant = "P" }\nkind = { constant = "piece" }\nunits = "Bins"\n'
    file = read_text(
        payroll('amount = "Pay"\n' + lines),
        rows("Worker,Check,Day,Bins,Pay", "1,c,12/5/2025,,50.00", "2,c,12/5/2025,,0"),
    )
    assert [str(a) for a in column(file, "amount")] == ["50.00"]
    assert file.empty == 1


def test_hours_that_no_line_is_made_of_are_set_aside_and_not_lost() -> None:
    lines = "".join(
        f'[[line]]\npay_code = {{ constant = "{t}" }}\nkind = {{ constant = "hourly" }}\n'
        f'amount = {{ from = "{t}", when = [{{ column = "{t}", empty = false }}] }}\n'
        for t in ("A", "B")
    )
    file = read_text(payroll('hours = "Hours"\n' + lines), rows("Worker,Check,Day,Hours,A,B", "1,c,12/5/2025,8,,"))
    assert reasons(file) == [(2, "amount", "missing")]
    assert file.empty == 0


def test_lines_of_one_row_have_identifiers_of_their_own_and_one_paycheck() -> None:
    columns = PAYROLL.replace('check_id = "Check"', 'check_id = { as = "row" }\nline_id = { as = "row" }')
    file = read_text(
        payroll(WIDE, columns=columns, top='ignore = ["Check"]'),
        rows(TITLES, "1,c,12/5/2025,10,20,8,9,1.50", "2,c,12/5/2025,1,2,,,"),
    )
    marks = column(file, "line_id")
    assert [m.partition(":")[2] for m in marks] == ["2", "2.2", "2.3", "3"]
    assert len({m.partition(":")[0] for m in marks}) == 1
    assert [m.partition(":")[2] for m in column(file, "check_id")] == ["2", "2", "2", "3"]


def test_rows_of_two_sheets_never_share_an_identifier() -> None:
    sheets = [Typed([["Day", "Pay"], ["12/5/2025", "1"]], name=n) for n in ("wk 1", "wk 2")]
    file = read_typed(payments(dialect='[match]\nsheets = ["wk *"]\n' + DIALECT), *sheets)
    assert [m.partition(":")[2] for m in column(file, "payment_id")] == ["2", "2:2"]
    assert column(file, "from_sheet") == ["wk 1", "wk 2"]


CODES = 'kind = { from = "Code", codes = { "Piece  Work" = "piece", FFP = "premium", "12" = "hourly" } }\n'


def kinds(source: str, *codes: Any) -> list[str | None]:  # noqa: ANN401 - texts, or (kind, text)
    profile = payroll('pay_code = { constant = "x" }\namount = "Pay"\n' + source)
    table = [["Worker", "Check", "Day", "Pay", "Code"], *(["1", "c", "12/5/2025", "5", code] for code in codes)]
    file = read_typed(profile, Typed(table))
    return [f"!{word(why)}" if why else k for k, why in file.lines.select("kind", "set_aside_reason").rows()]


def test_words_are_looked_up_exactly_and_what_nobody_knows_is_set_aside() -> None:
    assert kinds(CODES, "Piece  Work", "FFP", ("n", "12"), "ffp", "piece", None) == [
        "piece", "premium", "hourly", "!unknown_word", "!unknown_word", "!missing",
    ]  # fmt: skip
    assert kinds(CODES.replace('"hourly" }', '"hourly" }, other = "keep"'), "FFP", "piece", "x") == [
        "premium", "piece", "!not_in_list",
    ]  # fmt: skip


def test_a_word_of_ours_is_not_what_a_spreadsheet_stored() -> None:
    columns = PAYROLL.replace('"Worker"', '{ from = "Worker", codes = { "2025-02-01" = "2-1" }, other = "keep" }')
    profile = payroll('pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n', columns=columns)
    cells = [
        ["Worker", "Check", "Day", "Pay"],
        *([("d", d), "c", "12/5/2025", "1"] for d in ("2025-02-01", "2025-03-01")),
    ]
    file = read_typed(profile, Typed(cells))
    assert column(file, "worker_id") == ["2-1", None]
    assert reasons(file) == [(3, "worker_id", "not_an_id")]


def test_pieces_of_words_are_found_in_the_order_of_the_profile() -> None:
    source = 'kind = { from = "Code", contains = { "ffp  bonus" = "premium", BONUS = "bonus", "(" = "piece" } }\n'
    assert kinds(source, "Xmas FFP   Bonus", "bonus ffp", "a(b", "x", None) == [
        "premium", "bonus", "piece", "!unknown_word", "!missing",
    ]  # fmt: skip


def test_the_first_source_that_gives_something_counts_and_an_unreadable_one_never_falls_through() -> None:
    source = """amount = [
    { from = "Net", codes = { "n/a" = "" }, other = "keep" },
    { from = "Gross" },
]
"""
    file = read_text(
        payments(columns=PAID.replace('amount = "Pay"\n', source)),
        rows("Day,Net,Gross", "12/5/2025,1,bad", "12/5/2025,,2", "12/5/2025,x,2", "12/5/2025,,y", "12/5/2025,,"),
    )
    assert [None if a is None else str(a) for a in column(file, "amount")] == ["1.00", "2.00", None, None, None]
    aside = file.set_aside.select("from_row", "set_aside_value").rows()
    assert aside == [(4, "x"), (5, "y"), (6, None)]


def test_what_is_shown_is_the_cell_that_could_not_be_read_and_not_one_that_was_passed_over() -> None:
    source = 'amount = [{ from = "Net", codes = { z = "1" }, other = "empty" }, "Gross"]\n'
    file = read_text(
        payments(columns=PAID.replace('amount = "Pay"\n', source)),
        rows("Day,Net,Gross", "12/5/2025,q,bad", "12/5/2025,q,"),
    )
    assert column(file, "set_aside_value") == ["bad", "q"]


def test_a_source_with_a_condition_counts_only_in_its_rows() -> None:
    source = """amount = [
    { from = "Pay", when = [{ column = "T", equals = "x" }] },
    { from = "Other", when = [{ column = "T", equals = "y" }] },
]
"""
    file = read_text(
        payments(columns=PAID.replace('amount = "Pay"\n', source)),
        rows("Day,Pay,Other,T", "12/5/2025,1,2,X", "12/5/2025,1,2,y", "12/5/2025,bad,2,y", "12/5/2025,1,2,"),
    )
    assert [None if a is None else str(a) for a in column(file, "amount")] == ["1.00", "2.00", "2.00", None]


def test_an_identifier_of_several_titles_needs_all_of_them_and_trusts_none_that_is_spoilt() -> None:
    columns = PAYROLL.replace('check_id = "Check"', 'check_id = { from = ["Check", "Day"], join = "/" }')
    profile = payroll('pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n', columns=columns)
    table = [
        ["Worker", "Check", "Day", "Pay"], ["1", ("n", "12"), ("d", "2025-12-05"), "5"],
        ["1", None, ("d", "2025-12-05"), "5"],
        ["1", ("n", "12.5"), ("d", "2025-12-05"), "5"], ["1", ("n", "1234567890123456"), ("d", "2025-12-05"), "5"],
    ]  # fmt: skip
    file = read_typed(profile, Typed(table))
    assert column(file, "check_id")[0] == "12/2025-12-05"
    assert reasons(file) == [(3, "check_id", "missing"), (4, "check_id", "not_an_id"), (5, "check_id", "not_an_id")]


def test_a_piece_of_a_stored_number_is_text_and_a_piece_of_an_unsure_identifier_is_none() -> None:
    columns = PAYROLL.replace('worker_id = "Worker"', 'worker_id = { from = "Worker", after = "E-", until = "/" }')
    profile = payroll('pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n', columns=columns)
    table = [
        ["Worker", "Check", "Day", "Pay"],
        ["e-007/x", "c", "12/5/2025", "1"],
        ["007", "c", "12/5/2025", "1"],
        [("n", "1.5"), "c", "12/5/2025", "1"],
    ]
    file = read_typed(profile, Typed(table))
    assert column(file, "worker_id") == ["007", None, None]
    assert reasons(file) == [(3, "worker_id", "missing"), (4, "worker_id", "not_an_id")]


def test_a_name_may_stand_for_an_identifier_that_a_sender_does_not_have() -> None:
    columns = PAYROLL.replace('worker_id = "Worker"', 'worker_id = { from = ["Worker", "Check"], as = "name" }')
    profile = payroll('pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n', columns=columns)
    file = read_text(profile, rows("Worker,Check,Day,Pay", '"Garc\u00eda, Ana",,12/5/2025,1', ",,12/5/2025,1"))
    assert column(file, "worker_id") == ["Ana Garc\u00eda", None]


def test_names_are_kept_beside_only_where_the_profile_says_so_and_whole_rows_only_where_a_line_is_set_aside() -> None:
    text = rows("Day,Pay,Last,First", "12/5/2025,1,Garc\u00eda,Ana", "12/5/2025,x,Doe,", "12/5/2025,1,,")
    file = read_text(payments(top='keep_name = ["Last", "First"]'), text)
    assert column(file, "from_name") == ["Garc\u00eda Ana", "Doe", None]
    assert column(file, "from_text") == [None, '{"Day":"12/5/2025","Pay":"x","Last":"Doe","First":null}', None]
    kept = read_text(payments(top='keep_name = "Last"\nleftover = "keep"'), text)
    assert all(column(kept, "from_text"))
    assert column(kept, "from_name") == ["Garc\u00eda", "Doe", None]


def test_titles_that_look_like_our_own_names_are_kept_apart() -> None:
    table = [["Day", "Pay", "row", "column 5", None, "Pay", "Pay (2)"], ["12/5/2025", "x", "a", "b", "c", "d", "e"]]
    file = read_typed(payments(top='leftover = "drop"'), Typed(table))
    assert column(file, "from_text") == [
        '{"Day":"12/5/2025","Pay":"x","row (2)":"a","column 5":"b","column 5 (2)":"c","Pay (3)":"d","Pay (2)":"e"}'
    ]
    assert file.before.columns == ["row", "Day", "Pay", "row (2)", "column 5", "column 5 (2)", "Pay (3)", "Pay (2)"]
    assert file.left_out == ("row", "column 5", "Pay (3)", "Pay (2)", "column 5 (2)")


def test_a_constant_that_does_not_fit_sets_every_line_aside() -> None:
    file = read_text(payments(columns=PAID.replace('"b"', '"\u00a0"')), rows("Day,Pay", "12/5/2025,1"))
    assert reasons(file) == [(2, "buyer_id", "missing")]


def test_several_wrong_cells_of_a_row_are_named_and_the_first_is_shown() -> None:
    file = read_text(payments(), rows("Day,Pay", "x,y"))
    assert column(file, "set_aside_column") == ["paid_date"]
    assert column(file, "set_aside_reason")[0].endswith(" (wrong too: amount)")


def test_a_pay_period_of_which_the_end_comes_first_is_set_aside() -> None:
    columns = PAYROLL.replace("add_days = -6", "add_days = 1")
    profile = payroll('pay_code = { constant = "x" }\nkind = { constant = "piece" }\namount = "Pay"\n', columns=columns)
    assert reasons(read_text(profile, rows("Worker,Check,Day,Pay", "1,c,12/5/2025,1"))) == [
        (2, "period_end", "ends_before_start")
    ]


@pytest.mark.parametrize(
    ("amount", "why"), [("1.005", "too_many_decimals"), ("9" * 17, "too_many_digits"), ("1e3", "not_money")]
)
def test_an_amount_is_judged_by_the_grammar_of_canonical_files(amount: str, why: str) -> None:
    assert reasons(read_text(payments(), rows("Day,Pay", f"12/5/2025,{amount}"))) == [(2, "amount", why)]


MEASURE = st.sampled_from(["", "0", "0.00", "5", "-2.50", "x", "7.125", " "])


@examples(25, 250)
@given(st.lists(st.tuples(*(MEASURE,) * 5), max_size=12))
def test_every_cent_that_can_be_read_is_on_one_line_and_every_record_is_somewhere(cells: list[tuple[str, ...]]) -> None:
    table = rows(TITLES, *(",".join((str(i), "c", "12/5/2025", *row)) for i, row in enumerate(cells)))
    file = read_text(payroll(WIDE), table)
    money = [c.strip() for row in cells for c in (row[1], row[3], row[4])]
    assert sum(a for a in column(file, "amount") if a is not None) == sum(
        Decimal(c) for c in money if c not in {"", "x", "7.125"}
    )
    asked = [
        (i + 2, code)
        for i, row in enumerate(cells)
        for code, measures in (("PC", row[0:2]), ("HR", row[2:4]), ("FFP", row[4:5]))
        if any(m.strip() not in {"", "0", "0.00"} for m in measures)
    ]
    assert list(zip(column(file, "from_row"), column(file, "pay_code"), strict=True)) == asked
    assert file.empty == len(cells) - len({row for row, _ in asked})
    spoilt = [
        row
        for row, code in asked
        for cells_of in [{"PC": cells[row - 2][0:2], "HR": cells[row - 2][2:4], "FFP": cells[row - 2][4:5]}[code]]
        if "x" in cells_of or cells_of[-1].strip() in {"", "7.125"}
    ]
    assert sorted(r for r, _, _ in reasons(file)) == spoilt
