"""Why lines were set aside, for a person: what is wrong first, where it came from, and what stood there."""

from __future__ import annotations

import pytest

from premium.ingest.sender.reasons import NUMBERS, WORDS, Reason, reasons
from sender_files import loaded, payments, payroll, read_text, rows

HOURLY = 'pay_code = "Code"\nkind = { from = "Code", codes = { H = "hourly" } }\namount = "Pay"\n'
IGNORE = 'ignore = ["Worker"]'
HEAD = "Worker,Check,Day,Pay,Code"


def told(profile: str, *lines: str) -> tuple[Reason, ...]:
    file = read_text(profile, rows(*lines))
    return reasons(file.table, file.lines, loaded(profile).profile)


def test_words_that_nobody_explained_are_told_with_their_counts_and_what_they_come_to() -> None:
    (reason,) = told(payroll(HOURLY), HEAD, *["1,c,12/5/2025,2.50,ZZ"] * 2, "1,c,12/5/2025,1,YY", "1,c,12/5/2025,1,H")
    assert (reason.column, reason.reason.partition(":")[0], reason.sources) == ("kind", "unknown_word", ("Code",))
    assert (reason.found, reason.texts, reason.rows) == ((("ZZ", 2), ("YY", 1)), 2, ("row 2", "row 3", "row 4"))
    assert (reason.sum.lines, reason.sum.amount_cents) == (3, 600)


def test_what_a_label_gave_is_shown_and_the_order_of_days_is_not_blamed() -> None:
    label = '[[label]]\nname = "Week"\nafter = "Week"\n[dialect]'
    profile = payments(top='ignore = ["Other"]').replace("[dialect]", label).replace('"Day"', '"Week"')
    (reason,) = told(profile, "Week / of 12/5", "Other,Pay", "12/5/2025,1")
    assert (reason.sources, reason.found) == (("Week",), (("/ of 12/5", 1),))
    assert reason.reason.startswith("not_a_date: this does not look like a day")


@pytest.mark.parametrize("day", ["31/12/2025", "2025-13-01", "20251301", "13.1.25"])
def test_the_order_of_days_is_blamed_where_it_is_a_day_in_another(day: str) -> None:
    (reason,) = told(payments(), "Day,Pay", f"{day},1")
    assert "in the order that the profile says" in reason.reason


def test_lines_are_counted_by_what_is_wrong_first() -> None:
    (reason,) = told(payments(), "Day,Pay", "bad,1", "bad,x")
    assert (reason.column, reason.sum.lines, reason.reason.count("wrong too")) == ("paid_date", 2, 0)


def test_parts_of_cents_are_told_with_what_the_profile_could_say() -> None:
    (reason,) = told(payments(), "Day,Pay", "12/5/2025,1.005")
    assert reason.reason.startswith("too_many_decimals: at most 2")
    assert "rounded = true" in reason.reason
    (hours,) = told(payroll(HOURLY + 'hours = "Hours"\n'), HEAD + ",Hours", "1,c,12/5/2025,1,H,1.00005")
    assert hours.reason == "too_many_decimals: at most 4; nothing is rounded here"


@pytest.mark.parametrize(
    "profile",
    [
        payroll(HOURLY.replace("codes", 'after = "#", codes'), top='keep_name = ["Code"]'),
        payroll(HOURLY, top=IGNORE).replace('worker_id = "Worker"', 'worker_id = { from = "Code", as = "name" }'),
        payroll(HOURLY, top=IGNORE).replace('worker_id = "Worker"', 'worker_id = "Code"'),
    ],
)
def test_nothing_is_told_of_what_is_read_from_a_workers_name_or_number(profile: str) -> None:
    (reason,) = told(profile, HEAD, "1,c,12/5/2025,1,#Ana")
    assert (reason.column, reason.found, reason.texts) == ("kind", (), 0)


def test_nothing_is_told_of_identifiers_nor_of_whole_rows() -> None:
    found = told(payroll(HOURLY), HEAD, "a\ufffdb,c,12/5/2025,1,H", "Ana,c,12/5/2025,1,H,too,many")
    assert [(r.column, r.found) for r in found] == [("worker_id", ()), ("", ())]


def test_only_the_commonest_are_told() -> None:
    lines = [f"1,c,12/5/2025,1,Z{i:02d}" for i in range(20)]
    (words,) = told(payroll(HOURLY), HEAD, *lines)
    assert (len(words.found), words.texts) == (WORDS, 20)
    (days,) = told(payments(), "Day,Pay", *(f"x{i},1" for i in range(20)))
    assert (len(days.found), days.texts) == (NUMBERS, 20)
