"""The one grammar of numbers, days, words and identifiers, as text and as stored types."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folders import PAYMENTS, PURCHASES, lines, payments, take_in
from premium import money

GOOD_MONEY = {
    "0": 0,
    "5": 500,
    "5.1": 510,
    "12.30": 1230,
    "-12.30": -1230,
    "-0": 0,
    "-0.00": 0,
    "-0.01": -1,
    "00012.30": 1230,
    "0.5": 50,
    "9999999999999999.99": 999_999_999_999_999_999,
    "-9999999999999999.99": -999_999_999_999_999_999,
    "0" * 60 + "1.00": 100,
}
BAD_MONEY = {
    "1e3": "not_a_number",
    "1E3": "not_a_number",
    "$5.00": "not_a_number",
    "5.00 USD": "not_a_number",
    "(5.00)": "not_a_number",
    " 12.30": "not_a_number",
    "12.30 ": "not_a_number",
    "12.30\t": "not_a_number",
    "1_000": "not_a_number",
    "1 000": "not_a_number",
    "1\u00a0000": "not_a_number",
    '"1,000.00"': "not_a_number",
    '"12,30"': "not_a_number",
    ".5": "not_a_number",
    "5.": "not_a_number",
    "+5": "not_a_number",
    "--5": "not_a_number",
    "-": "not_a_number",
    ".": "not_a_number",
    "5-": "not_a_number",
    "\u22125": "not_a_number",
    "NaN": "not_a_number",
    "nan": "not_a_number",
    "inf": "not_a_number",
    "-Infinity": "not_a_number",
    "0x10": "not_a_number",
    "\u0665": "not_a_number",
    "\uff15": "not_a_number",
    "\u00bd": "not_a_number",
    "1.2.3": "not_a_number",
    '"5\n"': "not_a_number",
    '"5\n.00"': "not_a_number",
    "#DIV/0!": "not_a_number",
    "true": "not_a_number",
    "12.345": "too_many_decimals",
    "12.300": "too_many_decimals",
    "-0.001": "too_many_decimals",
    "10000000000000000.00": "too_many_digits",
    "10000000000000000": "too_many_digits",
    "-12345678901234567": "too_many_digits",
    "9" * 400: "too_many_digits",
}


@pytest.mark.parametrize(("cell", "cents"), GOOD_MONEY.items())
def test_money_that_is_a_plain_number_is_read_exactly(cell: str, cents: int) -> None:
    got = take_in({"payments.csv": payments(f"1,b,g,2025-11-20,{cell}")})
    assert got.column("payments", "amount_cents") == [cents]


def test_money_that_is_anything_else_is_set_aside_with_its_reason() -> None:
    rows = [f"{i},b,g,2025-11-20,{cell}" for i, cell in enumerate(BAD_MONEY)]
    got = take_in({"payments.csv": payments(*rows)})
    assert got.tables["payments"] == []
    told = {cell: (r["reason"].partition(":")[0], r["value"]) for cell, r in zip(BAD_MONEY, got.rejects, strict=True)}
    assert told == {cell: (why, cell.strip('"')) for cell, why in BAD_MONEY.items()}


def test_an_empty_or_blank_amount_is_missing_and_never_zero() -> None:
    rows = payments(*(f"{i},b,g,2025-11-20,{cell}" for i, cell in enumerate(["", " ", "\t", "\u00a0", '""'])))
    got = take_in({"payments.csv": rows})
    assert {(r["column_name"], r["value"], r["reason"]) for r in got.rejects} == {
        ("amount", None, "missing: this cell must be filled in")
    }
    assert len(got.rejects) == 5


def test_quantities_hours_units_and_rates_have_four_decimals_and_eighteen_digits() -> None:
    row = {"units": "0.0001", "hours": "-8.25", "rate": "99999999999999.9999"}
    got = take_in({"payroll.csv": lines(row, {"hours": "1.00001"}, {"units": "100000000000000"})})
    first = got.tables["payroll"][0]
    assert [first[c] for c in ("units_e4", "hours_e4", "rate_e4")] == [1, -82_500, 999_999_999_999_999_999]
    assert got.reasons == [(3, "hours", "too_many_decimals"), (4, "units", "too_many_digits")]


GOOD_DAYS = ["2025-01-05", "2024-02-29", "0001-01-01", "9999-12-31", "0099-01-01", "0100-01-01"]
BAD_DAYS = [
    "2025-1-5",
    "2025-01-5",
    "25-01-05",
    "0025-1-05",
    "2025-02-29",
    "2025-02-30",
    "2025-13-01",
    "2025-00-10",
    "2025-01-00",
    "2025-01-32",
    "0000-01-01",
    "10000-01-01",
    "2025-01-05T00:00:00",
    "2025-01-05 00:00:00",
    "2025/01/05",
    "01/05/2025",
    "05.01.2025",
    "20250105",
    "2025-01-05 ",
    " 2025-01-05",
    "-2025-01-05",
    "+2025-01-05",
    "2025-W01-1",
    "45662",
    "\u0662\u0660\u0662\u0665-01-05",
    "\uff12025-01-05",
    "2025\u201101\u201105",
    "Jan 5 2025",
    '"2025-01-05\n"',
    "today",
]


@pytest.mark.parametrize("cell", GOOD_DAYS)
def test_a_day_is_written_as_year_month_day(cell: str) -> None:
    got = take_in({"payments.csv": payments(f"1,b,g,2025-11-20,1,{cell}", header=f"{PAYMENTS},for_period")})
    assert got.column("payments", "for_period") == [date.fromisoformat(cell)]


def test_a_day_that_is_anything_else_is_set_aside() -> None:
    rows = payments(*(f"{i},b,g,{cell},1" for i, cell in enumerate(BAD_DAYS)))
    got = take_in({"payments.csv": rows})
    assert got.tables["payments"] == []
    assert [(r["value"], r["reason"].partition(":")[0]) for r in got.rejects] == [
        (cell.strip('"'), "not_a_date") for cell in BAD_DAYS
    ]


def test_an_optional_day_may_be_absent_but_not_wrong() -> None:
    rows = payments("1,b,g,2025-11-20,1,", "2,b,g,2025-11-20,1,x", header=f"{PAYMENTS},for_period")
    got = take_in({"payments.csv": rows})
    assert got.column("payments", "for_period") == [None]
    assert got.reasons == [(3, "for_period", "not_a_date")]


def test_a_kind_outside_its_list_is_set_aside_also_in_another_case() -> None:
    got = take_in({"payroll.csv": lines({}, {"kind": "Piece"}, {"kind": " piece"}, {"kind": "salary"}, {"kind": ""})})
    assert got.reasons == [
        (3, "kind", "not_in_list"),
        (4, "kind", "not_in_list"),
        (5, "kind", "not_in_list"),
        (6, "kind", "missing"),
    ]
    assert "piece, hourly, overtime, makeup, other_wage, premium" in got.rejects[0]["reason"]


def test_an_absent_value_is_what_every_rule_reads_there() -> None:
    got = take_in(
        {
            "payroll.csv": lines({"job_class": "", "units": "", "hours": " ", "rate": ""}),
            "purchases.csv": f"{PURCHASES}\n1,b,g,p,lb,2,2025-11-20\n",
        }
    )
    line, purchase = got.tables["payroll"][0], got.tables["purchases"][0]
    assert [line[c] for c in ("job_class", "units_e4", "hours_e4", "rate_e4", "line_id", "for_period")] == [
        "",
        0,
        0,
        None,
        None,
        None,
    ]
    assert purchase["payment_mode"] == "separate"


def test_a_pay_period_that_ends_before_it_starts_is_set_aside_and_one_of_a_day_is_not() -> None:
    got = take_in(
        {
            "payroll.csv": lines(
                {"period_start": "2025-12-01", "period_end": "2025-11-30"},
                {"period_start": "2025-11-30", "period_end": "2025-11-30"},
                {"period_start": "x", "period_end": "2025-11-30"},
            )
        }
    )
    assert got.reasons == [(2, "period_end", "ends_before_start"), (4, "period_start", "not_a_date")]
    assert got.rejects[0]["value"] == "2025-11-30"


PRINTABLE = st.text("0123456789.-+e_ ,$", max_size=22)
PLAIN = st.from_regex(r"-?[0-9]{1,20}(\.[0-9]{1,6})?", fullmatch=True)


@settings(max_examples=25, deadline=None)
@given(st.lists(PLAIN | PRINTABLE, max_size=30))
def test_a_number_is_read_exactly_as_pythons_decimal_reads_it_or_set_aside(cells: list[str]) -> None:
    cells = [cell for cell in cells if "," not in cell]
    got = take_in({"payments.csv": payments(*(f"{i},b,g,2025-11-20,{cell}" for i, cell in enumerate(cells)))})
    values = {row["source_row"] - 2: row["amount_cents"] for row in got.tables["payments"]}
    assert values == {i: cents for i, cell in enumerate(cells) if (cents := python_reads(cell)) is not None}


def python_reads(cell: str) -> int | None:
    """Cents by another road: Python's decimals, and the same grammar said in other words."""
    whole, point, part = cell.removeprefix("-").partition(".")
    if not whole.isdecimal() or (point and not part.isdecimal()) or len(part) > 2 or len(whole.lstrip("0")) > 16:
        return None
    try:
        return int(Decimal(cell) * 100)
    except InvalidOperation:
        return None


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(codec="utf-8"), max_size=6)
    | PLAIN
    | st.sampled_from(["1\n", "1\r", "\u0665", "\uff15", "1e3"])
)
def test_the_program_file_and_the_records_share_one_grammar_of_a_number(text: str) -> None:
    import polars as pl  # noqa: PLC0415 - beside the one place that needs it

    matched = bool(pl.select(pl.lit(text).str.contains(money.NUMBER_PATTERN)).item())
    assert matched == reads(text)


def reads(text: str) -> Any:  # noqa: ANN401 - a truth value
    try:
        money.exact(text)
    except ValueError:
        return False
    return True
