"""How a day is read: in the order that the profile says, or in a way that nobody can mistake."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.ingest.rules import DATE_PATTERN
from premium.ingest.sender.days import MONTHS, as_date
from sender_files import column, dialect, payments, read_text, reasons, rows, said

DAYS = {
    ("12/05/2025", "mdy"): "2025-12-05",
    ("12/05/2025", "dmy"): "2025-05-12",
    ("12/5/25", "mdy"): "2025-12-05",
    ("5.12.2025", "dmy"): "2025-12-05",
    ("5-12-25", "dmy"): "2025-12-05",
    ("25/12/05", "ymd"): "2025-12-05",
    ("2025/1/5", "ymd"): "2025-01-05",
    ("20251205", "ymd"): "2025-12-05",
    ("251205", "ymd"): "2025-12-05",
    ("12052025", "mdy"): "2025-12-05",
    ("051225", "dmy"): "2025-12-05",
    ("2025-12-05", "dmy"): "2025-12-05",
    ("2025-12-05", "mdy"): "2025-12-05",
    ("2025-12-05 00:00:00", "mdy"): "2025-12-05",
    ("2025-12-05T00:00", "mdy"): "2025-12-05",
    ("2025-12-05 00:00:00.000", "mdy"): "2025-12-05",
    ("12/5/2025 0:00", "mdy"): "2025-12-05",
    ("12/5/2025 12:00:00 AM", "mdy"): "2025-12-05",
    ("29/2/2024", "dmy"): "2024-02-29",
    ("Dec 5, 2025", "mdy"): "2025-12-05",
    ("December 5 2025", "ymd"): "2025-12-05",
    ("DEC. 5 25", "mdy"): "2025-12-05",
    ("5-Dec-25", "mdy"): "2025-12-05",
    ("05 dic. 2025", "mdy"): "2025-12-05",
    ("5 de diciembre de 2025", "dmy"): "2025-12-05",
    ("5 sept. 2025", "dmy"): "2025-09-05",
    ("5 Septiembre 2025", "dmy"): "2025-09-05",
    ("5/ene/2025", "dmy"): "2025-01-05",
    ("5 ago 2025", "dmy"): "2025-08-05",
    ("\u00a012/05/2025\u200b", "mdy"): "2025-12-05",
}
NO_DAYS = [
    ("13/05/2025", "mdy"), ("31/4/2025", "dmy"), ("29/2/2025", "dmy"), ("0/5/2025", "mdy"), ("5/0/2025", "mdy"),
    ("12/05/0000", "mdy"), ("0000-01-01", "ymd"), ("12/05/10000", "mdy"), ("10000-01-01", "ymd"), ("12/05", "mdy"),
    ("2025", "ymd"), ("45662", "mdy"), ("1012025", "mdy"), ("2025-13-01", "ymd"), ("2025-1-5T", "ymd"),
    ("today", "mdy"),
    ("5 Juillet 2025", "dmy"), ("5 marble 2025", "dmy"), ("5 decided 2025", "dmy"), ("5 ma 2025", "dmy"),
    ("-12/05/2025", "mdy"),
    ("\u0661\u0662/\u0660\u0665/\u0662\u0660\u0662\u0665", "mdy"),
    ("12/05/2025\n13", "mdy"), ("12/05/20255", "mdy"), ("12//05/2025", "mdy"),
    ("12/05/2025 Fri", "mdy"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "order", "day"), [(c, o, day) for (c, o), day in DAYS.items()])
def test_a_day_is_read_in_the_order_that_the_profile_says(cell: str, order: str, day: str) -> None:
    assert said(lambda c: as_date(c, dialect(), order, 0), [cell]) == [day]


@pytest.mark.parametrize(("cell", "order"), NO_DAYS)
def test_what_is_no_day_in_that_order_is_never_guessed(cell: str, order: str) -> None:
    assert said(lambda c: as_date(c, dialect(), order, 0), [cell]) == ["!not_a_date"]


@pytest.mark.parametrize("cell", ["2025-12-05 13:30:00", "12/5/2025 1:30 PM", "2025-12-05T00:01", "12/5/2025 12:00 PM"])
def test_a_day_with_a_time_is_told_as_such(cell: str) -> None:
    frame = read_text(payments(), rows("Day,Pay", f"{cell},5"))
    assert "time of day" in frame.lines["set_aside_reason"][0]


def test_the_century_of_two_digits_is_what_the_profile_says() -> None:
    assert said(lambda c: as_date(c, dialect(century=1900), "mdy", 0), ["12/05/25"]) == ["1925-12-05"]


@pytest.mark.parametrize(
    ("cell", "add", "day"),
    [
        ("3/1/2024", -1, "2024-02-29"), ("3/1/2025", -1, "2025-02-28"), ("12/31/2025", 1, "2026-01-01"),
        ("1/5/2025", -400, "2023-12-02"), ("12/31/9999", 1, "!not_a_date"), ("12/31/9999", 0, "9999-12-31"),
        ("1/1/0001", -1, "!not_a_date"), ("1/1/0001", 0, "0001-01-01"),
    ],
)  # fmt: skip
def test_days_are_counted_over_the_ends_of_months_and_not_beyond_the_calendar(cell: str, add: int, day: str) -> None:
    assert said(lambda c: as_date(c, dialect(), "mdy", add), [cell]) == [day]


def test_a_source_may_have_an_order_of_its_own() -> None:
    columns = """
[columns]
payment_id = { as = "row" }
buyer_id = { constant = "b" }
grower_id = { constant = "g" }
paid_date = "Day"
amount = "Pay"
for_period = { from = "Week", dates = "dmy", add_days = -4 }
"""
    file = read_text(
        payments(columns=columns), rows("Day,Pay,Week", "12/05/2025,5,05/12/2025", "12/05/2025,5,12/13/2025")
    )
    assert column(file, "paid_date") == [date(2025, 12, 5)] * 2
    assert column(file, "for_period") == [date(2025, 12, 1), None]
    assert reasons(file) == [(3, "for_period", "not_a_date")]


def test_months_never_contradict_each_other_and_are_known_by_three_letters_in_both_languages() -> None:
    for letters in ("janfebmaraprmayjunjulaugsepoctnovdec", "enefebmarabrmayjunjulagosetoctnovdic"):
        assert [MONTHS[letters[i : i + 3]] for i in range(0, 36, 3)] == list(range(1, 13))
    assert MONTHS["sept"] == MONTHS["septiembre"] == MONTHS["september"] == MONTHS["setiembre"] == 9


SPELLED = {
    "ymd": ["{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}{m:02}{d:02}", "{y}.{m}.{d:02}"],
    "dmy": ["{d}/{m}/{y}", "{d:02}.{m:02}.{y}", "{d:02}{m:02}{y}", "{d} {m} {y}", "{y}-{m:02}-{d:02} 00:00"],
    "mdy": ["{m}/{d}/{y}", "{m:02}-{d:02}-{y}", "{m:02}{d:02}{y}", "{y}-{m:02}-{d:02}T00:00:00"],
}


@settings(max_examples=60)
@given(st.data(), st.sampled_from(sorted(SPELLED)), st.integers(-400, 400))
def test_every_day_comes_back_from_every_spelling_of_it(data: st.DataObject, order: str, add: int) -> None:
    days = data.draw(st.lists(st.dates(date(1000, 1, 1)), max_size=40))
    texts = [data.draw(st.sampled_from(SPELLED[order])).format(y=d.year, m=d.month, d=d.day) for d in days]
    got = said(lambda c: as_date(c, dialect(), order, add), texts)
    assert got == [later(day, add) for day in days]


def later(day: date, add: int) -> str:
    try:
        return (day + timedelta(add)).isoformat()
    except OverflowError:
        return "!not_a_date"


@settings(max_examples=60)
@given(
    st.lists(st.text("0123456789-/. TdeZabc:", max_size=12), max_size=60),
    st.sampled_from(sorted(SPELLED)),
    st.integers(-9, 9),
)
def test_whatever_stands_there_is_a_day_of_the_calendar_or_none(texts: list[str], order: str, add: int) -> None:
    got = [g for g in said(lambda c: as_date(c, dialect(), order, add), texts) if g is not None and g[0] != "!"]
    assert pl.Series(got, dtype=pl.String).str.contains(DATE_PATTERN).all()
    assert [date.fromisoformat(g).isoformat() for g in got] == got
