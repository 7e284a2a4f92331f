"""Numbers that total rows state in columns from which nothing is read: pay cannot vanish by a word in `ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from premium.errors import ProfileError
from premium.ingest.sender.stated import to_add
from sender_files import DIALECT, Typed, payments, payroll, read_text, read_typed, rows

if TYPE_CHECKING:
    from premium.ingest.sender import SenderFile

TOTAL = '[[rows.total]]\nwhere = [{ begins = "Grand" }]\n'
IGNORE = 'ignore = ["Bonus", "Note"]'
HEAD = "Day,Pay,Bonus,Note"


def unread(file: SenderFile) -> list[tuple[int, str, str, bool]]:
    return [(t.row, t.title, t.stated, t.known) for t in file.unread_totals]


def ignoring(total: str, *lines: str, dialect: str = DIALECT) -> SenderFile:
    return read_text(payments(total, top=IGNORE, dialect=dialect), rows(HEAD, *lines))


def test_a_total_of_a_column_that_is_left_out_stops_the_file_though_all_that_is_read_agrees() -> None:
    file = ignoring(TOTAL, "12/5/2025,1,7.50,x", "Grand,1,7.50,")
    assert all(t.agrees for t in file.totals)
    assert unread(file) == [(3, "Bonus", "7.50", False)]
    assert not file.totals_agree


def test_the_profile_can_say_that_a_total_is_not_read_on_purpose() -> None:
    file = ignoring(TOTAL + 'not_read = ["bonus"]\n', "12/5/2025,1,7.50,x", "Grand,1,7.50,")
    assert unread(file) == [(3, "Bonus", "7.50", True)]
    assert file.totals_agree


def test_it_says_so_of_each_kind_of_total_row_by_itself() -> None:
    sub = '[[rows.total]]\nwhere = [{ begins = "Sub" }]\nof = "group"\n'
    lines = ("12/5/2025,1,7,x", "Sub,1,7,3", "Grand,1,7,")
    file = ignoring(TOTAL + 'not_read = ["Bonus"]\n' + sub, *lines)
    assert [(t.entry, t.title, t.known) for t in file.unread_totals] == [
        (2, "Bonus", False), (2, "Note", False), (1, "Bonus", True),
    ]  # fmt: skip
    assert to_add(file) == ['[[rows.total]], entry 2: not_read = ["Bonus", "Note"]']


def test_what_to_say_holds_what_the_profile_says_already() -> None:
    file = ignoring(TOTAL + 'not_read = ["Tips", "bonus"]\n', "12/5/2025,1,7,x", "Grand,1,7,3")
    assert to_add(file) == ['[[rows.total]], entry 1: not_read = ["Tips", "bonus", "Note"]']


@pytest.mark.parametrize("leftover", ["keep", "drop"])
def test_columns_that_nothing_names_are_left_out_just_as_well(leftover: str) -> None:
    profile = payments(TOTAL, top=f'leftover = "{leftover}"')
    file = read_text(profile, rows(HEAD, "12/5/2025,1,7,x", "Grand,1,7,"))
    assert [t.title for t in file.unread_totals] == ["Bonus"]


def test_a_column_without_a_title_is_called_by_its_place() -> None:
    file = read_text(payments(TOTAL), rows("Day,Pay,", "12/5/2025,1,", "Grand,1,7"))
    assert [t.title for t in file.unread_totals] == ["column 3"]


@pytest.mark.parametrize("stated", ["7", "-7.5", "(7.50)", "$1.234,50", "38:15", "1,234.5678", "0.00", "5.00-"])
def test_a_number_counts_however_it_is_written(stated: str) -> None:
    assert len(ignoring(TOTAL, "12/5/2025,1,7,x", f'Grand,1,"{stated}",').unread_totals) == 1


@pytest.mark.parametrize("stated", ["", "see below", "12/5/2025", "crew 7", "-"])
def test_what_is_no_number_states_no_total(stated: str) -> None:
    assert ignoring(TOTAL, "12/5/2025,1,7,x", f'Grand,1,"{stated}",').unread_totals == ()


def test_a_day_is_no_total_and_a_cell_that_cannot_be_read_may_be_one() -> None:
    table = [["Day", "Pay", "Bonus", "Note"], ["12/5/2025", "1", "2", "x"],
             ["Grand", "1", ("e", "#REF!"), ("d", "2025-12-05")]]  # fmt: skip
    sheet = Typed(table, faults={(3, 2): "error_value: no"})
    file = read_typed(payments(TOTAL, top=IGNORE), sheet)
    assert unread(file) == [(3, "Bonus", "something that cannot be read", False)]


def test_what_is_read_otherwise_or_tells_a_total_row_is_none() -> None:
    profile = payroll(
        'pay_code = { constant = "x" }\nkind = { constant = "hourly" }\namount = "Pay"\nrate = "Rate"\n'
        '[[rows.total]]\nwhere = [{ column = "Type", equals = "9" }]\n',
        top='ignore = ["Type"]\nkeep_name = ["Name"]',
    )
    head = "Type,Worker,Name,Check,Day,Pay,Rate"
    file = read_text(profile, rows(head, "1,7,A,c,12/5/2025,5,2", "9,3,1,2,,5,2"))
    assert (file.unread_totals, file.totals_agree) == ((), True)


def test_a_column_that_is_only_tested_is_not_read() -> None:
    profile = payments(TOTAL).replace(
        'amount = "Pay"', 'amount = { from = "Pay", when = [{ column = "Bonus", empty = true }] }'
    )
    file = read_text(profile, rows("Day,Pay,Bonus", "12/5/2025,1,", "Grand,1,7"))
    assert [t.title for t in file.unread_totals] == ["Bonus"]


def test_what_is_read_cannot_be_said_not_to_be() -> None:
    with pytest.raises(ProfileError, match="'Pay' is in not_read, and is read as amount"):
        ignoring(TOTAL + 'not_read = ["pay"]\n', "12/5/2025,1,7,x")


def test_titles_that_nothing_names_are_refused_with_all_that_is_to_write_to_leave_them_out() -> None:
    total = '[[rows.total]]\nwhere = [{ begins = "Total" }]\n'
    with pytest.raises(ProfileError) as refused:
        read_text(payments(total), rows("Day,Pay,Gross,Net", "12/5/2025,1,2,3", "Total,1,2,3"))
    assert 'ignore = ["Gross", "Net"] and not_read = ["Gross", "Net"] in each [[rows.total]]' in str(refused.value.hint)
    with pytest.raises(ProfileError) as refused:
        read_text(payments(), rows("Day,Pay,Gross", "12/5/2025,1,2"))
    assert "not_read" not in str(refused.value.hint)
