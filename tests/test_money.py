"""Text to whole numbers and back, with nothing rounded and nothing guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium import money

BAD = [
    "",
    " ",
    "1e3",
    "1E3",
    "$5",
    "(5)",
    " 1",
    "1 ",
    "1\n",
    "\n1",
    "1_000",
    "1,000",
    ".5",
    "5.",
    "+5",
    "--5",
    "-",
    ".",
    "NaN",
    "inf",
    "\u0665",
    "\uff15",
    "\u00b2",
    "0x1",
    "1.2.3",
    "1.-2",
    "\u22125",
]


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a plain number such as 12, -0\.5 or 0\.0125"):
        money.exact(text)


@pytest.mark.parametrize("text", ["0", "12", "-0.5", "0.0125", "007", "-0", "9" * 40, "0." + "0" * 30 + "1"])
def test_a_plain_number_is_read_exactly(text: str) -> None:
    assert money.exact(text) == Decimal(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("100", 0),
        ("0.0120", 3),
        ("0.10", 1),
        ("1.00", 0),
        ("-0.5", 1),
        ("1E+3", 0),
        ("1E-7", 7),
        ("0", 0),
        ("120E-4", 3),
    ],
)
def test_decimals_are_counted_without_the_zeros_at_their_end(text: str, places: int) -> None:
    assert money.decimals(Decimal(text)) == places


@pytest.mark.parametrize(
    ("text", "places", "whole"),
    [
        ("12.34", 2, 1234),
        ("-12.3", 2, -1230),
        ("1E+3", 2, 100_000),
        ("0.0100", 2, 1),
        ("-0", 2, 0),
        ("5", 0, 5),
        ("0.5", 4, 5000),
        ("120E-4", 3, 12),
        ("10.00", 0, 10),
        ("0", 4, 0),
        ("-0.0001", 4, -1),
    ],
)
def test_a_number_is_scaled_to_a_whole_one(text: str, places: int, whole: int) -> None:
    assert money.scaled(Decimal(text), places) == whole


def test_more_decimals_than_asked_for_are_refused_and_never_rounded() -> None:
    for text, places in (("12.345", 2), ("0.001", 2), ("-0.5", 0), ("1.00001", 4)):
        with pytest.raises(ValueError, match=f"{text} has more than {places} decimals"):
            money.scaled(Decimal(text), places)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"{text} is not a finite number"):
        money.scaled(Decimal(text), 2)


@settings(max_examples=200)
@given(st.integers(-(10**18), 10**18), st.integers(0, 8))
def test_scaling_is_exact_for_any_whole_number(whole: int, places: int) -> None:
    assert money.scaled(Decimal(whole).scaleb(-places), places) == whole
    assert money.scaled(money.exact(money.plain(whole, places).replace(",", "")), places) == whole


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0, "$0.00"),
        (1, "$0.01"),
        (-1, "-$0.01"),
        (123_450, "$1,234.50"),
        (-123_450, "-$1,234.50"),
        (99, "$0.99"),
        (100, "$1.00"),
        (123_456_789_012_345, "$1,234,567,890,123.45"),
        (-100, "-$1.00"),
        (9, "$0.09"),
    ],
)
def test_cents_are_written_as_a_pay_stub_writes_them(cents: int, said: str) -> None:
    assert money.dollars(cents) == said


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (125_000, 4, "12.5"),
        (120_000, 4, "12"),
        (-5, 4, "-0.0005"),
        (0, 4, "0"),
        (12_345_678, 4, "1,234.5678"),
        (1000, 0, "1,000"),
        (-10, 1, "-1"),
        (100, 0, "100"),
    ],
)
def test_scaled_numbers_are_written_without_zeros_at_their_end(value: int, places: int, said: str) -> None:
    assert money.plain(value, places) == said


def test_the_limits_are_those_of_the_contract() -> None:
    assert (money.MONEY_DECIMALS, money.NUMBER_DECIMALS, money.MAX_DIGITS) == (2, 4, 18)
    assert 10**money.MAX_DIGITS < 2**63
