"""Totals that a file states itself: compared to the cent with what was read, and never taken for records."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.errors import ProfileError
from premium.ingest.sender import ControlTotal
from sender_files import (
    DIALECT,
    PAID,
    Typed,
    payments,
    payroll,
    places,
    read_text,
    read_typed,
    rows,
    totals,
)

TOTALS = """
[[rows.group]]
where = [{ begins = "Crew" }]
gives = [{ name = "Crew" }]
[[rows.total]]
where = [{ begins = "Sub" }]
of = "group"
[[rows.total]]
where = [{ begins = "Page" }]
of = "since_last"
[[rows.total]]
where = [{ begins = "Grand" }]
"""
HOURLY = 'pay_code = { constant = "x" }\nkind = { constant = "hourly" }\namount = "Pay"\n'


def test_a_total_of_a_group_of_a_page_and_of_all_each_adds_its_own_records_up() -> None:
    file = read_text(
        payments(TOTALS),
        rows(
            "Day,Pay", "12/5/2025,1", "Crew A", "12/5/2025,2", "12/5/2025,4", "Sub,6", "12/5/2025,8",
            "Page,15", "12/5/2025,16", "Sub,24", "Crew B", "Sub,0", "12/5/2025,32", "Page,48",
            "Grand,63", "12/5/2025,64", "Grand,127",
        ),
    )  # fmt: skip
    assert totals(file) == [
        (6, "Pay", 600, 600), (8, "Pay", 1500, 1500), (10, "Pay", 2400, 2400), (12, "Pay", 0, 0),
        (14, "Pay", 4800, 4800), (15, "Pay", 6300, 12700), (17, "Pay", 12700, 12700),
    ]  # fmt: skip
    assert not file.totals_agree
    assert len(file.lines) == 7


@pytest.mark.parametrize(
    ("lines", "stated", "read"),
    [
        (["12/5/2025,1", "bad day,2", "Grand,3"], 300, 300),
        (["12/5/2025,1", "12/5/2025,bad", "Grand,3"], 300, 100),
        (["12/5/2025,1.005", "Grand,1.01"], 101, 0),
        (["12/5/2025,1", "Grand,bad"], None, 100),
        (["12/5/2025,(1.50)", "12/5/2025,", "Grand,-1.50"], -150, -150),
        (["Grand,0"], 0, 0),
        (["12/5/2025,1", "12/6/2025,2,50", "Grand,3.50"], 350, 100),
    ],
)
def test_what_was_set_aside_still_counts_and_what_cannot_be_read_never_agrees(
    lines: list[str], stated: int | None, read: int
) -> None:
    file = read_text(payments(TOTALS), rows("Day,Pay", *lines))
    assert totals(file) == [(len(lines) + 1, "Pay", stated, read)]
    assert file.totals_agree == (stated == read)


def test_a_named_title_is_compared_also_where_the_total_row_says_nothing_of_it() -> None:
    columns = 'columns = ["pay"]\n'
    file = read_text(payments(TOTALS + columns), rows("Day,Pay", "12/5/2025,1", "Grand,"))
    assert totals(file) == [(3, "Pay", None, 100)]
    assert not file.totals_agree
    assert totals(read_text(payments(TOTALS + columns), rows("Day,Pay", "12/5/2025,0", "Grand,"))) == []


def test_a_total_of_a_title_that_nothing_reads_is_a_fault_of_the_profile() -> None:
    with pytest.raises(ProfileError, match="total rows add up 'Note', and reads no amount or number from it"):
        read_text(payments(TOTALS + 'columns = ["Note", "Pay"]\n'), rows("Day,Pay,Note", "12/5/2025,1,x"))


def test_hours_and_minutes_are_added_up_before_they_are_rounded() -> None:
    profile = payroll(HOURLY + 'hours = { from = "Hours", as = "hours_hmm" }\n' + TOTALS)
    lines = ["1,c,12/5/2025,1,0:01"] * 3
    file = read_text(profile, rows("Worker,Check,Day,Pay,Hours", *lines, "Grand,,,3,0:03"))
    assert sum(file.lines["hours"]) == Decimal("0.0501")
    assert totals(file) == [(5, "Pay", 300, 300), (5, "Hours", 500, 500)]


def test_parts_of_cents_are_added_up_before_they_are_rounded() -> None:
    columns = PAID.replace('amount = "Pay"', 'amount = { from = "Pay", rounded = true }')
    table: list[list[Any]] = [
        ["Day", "Pay"],
        *[["12/5/2025", ("n", "33.333333333333336")]] * 3,
        ["12/5/2025", ("n", "0.00000000000000000001")],
    ]
    file = read_typed(
        payments(TOTALS, columns=columns), Typed([*table, ["Grand", ("n", "100")], ["Grand", ("n", "100.005")]])
    )
    assert [str(a) for a in file.lines["amount"]] == ["33.33"] * 3 + ["0.00"]
    assert totals(file) == [(6, "Pay", 10_000, 10_000), (7, "Pay", 10_001, 10_000)]


def test_parts_of_cents_are_added_up_with_all_their_decimals() -> None:
    columns = PAID.replace('amount = "Pay"', 'amount = { from = "Pay", rounded = true }')
    table = [["Day", "Pay"], *[["12/5/2025", ("n", "0.001666666666666667")]] * 3, ["Grand", "0.01"]]
    assert totals(read_typed(payments(TOTALS, columns=columns), Typed(table))) == [(5, "Pay", 1, 1)]


def test_containers_are_compared_as_the_file_counts_them_and_a_rate_is_no_measure() -> None:
    profile = payroll(HOURLY + 'units = { from = "Bins", times = "25" }\nrate = "Rate"\n' + TOTALS)
    file = read_text(profile, rows("Worker,Check,Day,Pay,Bins,Rate", "1,c,12/5/2025,5,2.5,7", "Grand,,,5,2.5,7"))
    assert file.lines["units"].to_list() == [Decimal("62.5")]
    assert totals(file) == [(3, "Pay", 500, 500), (3, "Bins", 25_000, 25_000)]


def test_pieces_of_cells_and_implied_points_are_compared_as_they_are_read() -> None:
    columns = PAID.replace('amount = "Pay"', 'amount = { from = "Pay", after = "USD", implied = 2 }')
    file = read_text(payments(TOTALS, columns=columns), rows("Day,Pay", "12/5/2025,USD 00150", "Grand,usd 150"))
    assert totals(file) == [(3, "Pay", 150, 150)]


def test_sums_beyond_64_bits_are_exact() -> None:
    lines = ["12/5/2025,9999999999999999.99"] * 200
    file = read_text(payments(TOTALS), rows("Day,Pay", *lines, "Grand,1"))
    assert totals(file) == [(202, "Pay", 100, 200 * (10**18 - 1))]


def test_several_sheets_are_added_up_each_for_itself() -> None:
    sheets = [Typed([["Day", "Pay"], ["12/5/2025", "1"], ["Grand", "1"]], name=n) for n in "ab"]
    file = read_typed(payments(TOTALS, dialect='[match]\nsheets = ["*"]\n' + DIALECT), *sheets)
    assert [(t.sheet, t.agrees) for t in file.totals] == [("a", True), ("b", True)]


def test_a_title_that_looks_like_another_or_like_our_own_names_is_added_up_by_itself() -> None:
    columns = PAID.replace('amount = "Pay"', 'amount = ["Pay (2)", "Pay"]')
    file = read_text(
        payments(TOTALS, columns=columns), rows("Day,Pay,Pay", "12/5/2025,1,", "12/5/2025,4,2", "Grand,5,2")
    )
    assert totals(file) == [(4, "Pay (2)", 200, 200), (4, "Pay", 500, 500)]
    assert [str(a) for a in file.lines["amount"]] == ["1.00", "2.00"]


def test_a_total_agrees_only_with_its_very_amount() -> None:
    assert ControlTotal("", 1, "Pay", "amount", 5, 5).agrees
    assert not ControlTotal("", 1, "Pay", "amount", 5, 6).agrees
    assert not ControlTotal("", 1, "Pay", "amount", None, 0).agrees


ROW = st.one_of(
    st.tuples(st.just("12/5/2025"), st.integers(-(10**15), 10**15)),
    st.tuples(st.sampled_from(["Sub", "Page", "Grand"]), st.integers(-(10**15), 10**15)),
    st.tuples(st.just("Crew"), st.just(0)),
)


@settings(max_examples=60)
@given(st.lists(ROW, max_size=25))
def test_every_total_is_compared_with_what_python_adds_up(table: list[tuple[str, int]]) -> None:
    file = read_text(
        payments(TOTALS),
        rows("Day,Pay", *(f"{w},{Decimal(c).scaleb(-2):f}" if w != "Crew" else "Crew" for w, c in table)),
    )
    every = sum(cents for what, cents in table if what[0] == "1")
    crew, page, asked = 0, 0, []
    for number, (what, cents) in enumerate(table, 2):
        crew, page = (crew + cents, page + cents) if what[0] == "1" else (0 if what == "Crew" else crew, page)
        if what in {"Sub", "Page", "Grand"}:
            asked.append((number, "Pay", cents, {"Sub": crew, "Page": page, "Grand": every}[what]))
        crew, page = 0 if what == "Sub" else crew, 0 if what == "Page" else page
    assert totals(file) == asked
    assert places(file).count("record") == len(file.lines)


ROUNDED = PAID.replace('amount = "Pay"', 'amount = { from = "Pay", rounded = true }')


def test_what_lines_add_up_to_is_told_where_their_amounts_were_rounded_one_by_one() -> None:
    lines = [
        "12/5/2025,0.005",
        "12/5/2025,0.005",
        "Sub,0.01",
        "12/5/2025,-1.0025",
        "12/5/2025,2",
        "Sub,1",
        "Grand,1.01",
    ]
    file = read_text(payments(TOTALS, columns=ROUNDED), rows("Day,Pay", *lines))
    assert [(t.stated, t.read, t.lines, t.rounded, t.rounded_by) for t in file.totals] == [
        (1, 1, 2, 2, "0.01"), (100, 100, 100, 1, "0.0025"), (101, 101, 102, 3, "0.0125"),
    ]  # fmt: skip
    assert sum(file.lines["amount"]) == Decimal("1.02")
    assert file.totals_agree


def test_nothing_is_told_of_rounding_where_nothing_was_rounded() -> None:
    file = read_text(payments(TOTALS, columns=ROUNDED), rows("Day,Pay", "12/5/2025,1.500", "Grand,1.50"))
    assert [(t.lines, t.rounded, t.rounded_by) for t in file.totals] == [(None, 0, "")]


def test_hours_that_minutes_make_uneven_are_rounded_too() -> None:
    profile = payroll(HOURLY + 'hours = { from = "Hours", as = "hours_hmm" }\n' + TOTALS)
    lines = ["1,c,12/5/2025,1,0:01"] * 3
    (_, hours) = read_text(profile, rows("Worker,Check,Day,Pay,Hours", *lines, "Grand,,,3,0:03")).totals
    assert (hours.read, hours.lines, hours.rounded, hours.rounded_by) == (500, 501, 3, "")


@pytest.mark.parametrize(
    ("lines", "word", "unread"),
    [
        (["12/5/2025,1.005", "Grand,1.005"], "too_many_decimals", 1),
        (["12/5/2025,1", "12/5/2025,x", "Grand,bad"], "not_a_number", 1),
        (["12/5/2025,1", "12/5/2025,", "Grand,1"], "", 0),
    ],
)
def test_a_total_that_cannot_be_read_says_why_and_how_many_of_its_amounts_cannot(
    lines: list[str], word: str, unread: int
) -> None:
    (total,) = read_text(payments(TOTALS), rows("Day,Pay", *lines)).totals
    assert (total.why.partition(":")[0], total.unread) == (word, unread)
    assert ("rounded = true" in total.why) == (word == "too_many_decimals")


def test_a_total_that_the_file_itself_cannot_read_says_why() -> None:
    table: list[list[Any]] = [["Day", "Pay"], ["12/5/2025", "1"], ["Grand", ("e", "#REF!")]]
    (total,) = read_typed(payments(TOTALS), Typed(table, faults={(3, 1): "error_value: no"})).totals
    assert (total.stated, total.why) == (None, "error_value: no")
