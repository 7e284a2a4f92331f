"""How a cell is read: amounts, numbers, hours, identifiers and names, in the sender's own spelling."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.ingest.rules import judge
from premium.ingest.sender.cells import OUTER, Cell
from premium.ingest.sender.days import as_date
from premium.ingest.sender.values import (
    Read,
    as_hours_hmm,
    as_id,
    as_money,
    as_name,
    as_number,
    as_text,
    pointed,
    scaled_e4,
    times_of,
    unsure_id,
)
from premium.tables import PAYROLL
from sender_files import dialect, said

if TYPE_CHECKING:
    from premium.ingest.profile.model import Dialect

US, SPANISH = dialect(group=","), dialect(decimal=",", group=".")
FRENCH, SWISS, BARE = dialect(decimal=",", group=" "), dialect(group="'"), dialect()

MONEY = {
    "1,234.50": "1234.50",
    "1234.50": "1234.50",
    "$1,234.50": "1234.50",
    "US$ 1,234.50": "1234.50",
    "1,234.50 USD": "1234.50",
    "5 $": "5",
    "-5.00": "-5.00",
    "5.00-": "-5.00",
    "- 5.00": "-5.00",
    "(5.00)": "-5.00",
    "( 5.00 )": "-5.00",
    "-$5.00": "-5.00",
    "$-5.00": "-5.00",
    "($5.00)": "-5.00",
    "$(5.00)": "-5.00",
    "(5.00$)": "-5.00",
    "12.5000": "12.50",
    "12.500": "12.50",
    "12.505": "12.505",
    "12.0050": "12.0050",
    ".5": "0.5",
    "-.5": "-0.5",
    "5.": "5",
    "1,234.": "1234",
    "00012.50": "00012.50",
    "1,234,567": "1234567",
    "\u00a0 7.25\u202f": "7.25",
    "\u200b7.25\u200e": "7.25",
    "9" * 25: "9" * 25,
    "0": "0",
    "-0.00": "-0.00",
}
NO_MONEY = [
    "1,23,456.00", "12,34", "1,2345", ",123", "0,123", "000,500.00", "1,234,56.00", "1.234,50", "1.2.3", "-", "$-", "$",
    "()", "(-5)", "-(5)", "--5", "-5-", "(5", "5)", "(5)-", "1e3", "1E3", "\uff11\uff12", "\u0663", "1 234", "+5", "5%",
    "5 EUR", "\u20ac5", "12:30", "#REF!", "n/a", "0x10", "NaN", "inf", "1_000", "5\n6", "1,234.5,0", "\u22125",
]  # fmt: skip


def money(text: str | None, how: Dialect = US, of: str = "s", *, rounded: bool = False) -> str | None:
    return said(lambda c: as_money(c, how, rounded=rounded), [text], of)[0]


@pytest.mark.parametrize(("cell", "cents"), MONEY.items())
def test_an_amount_is_read_in_every_spelling_of_bookkeepers(cell: str, cents: str) -> None:
    assert money(cell) == cents


@pytest.mark.parametrize("cell", NO_MONEY)
def test_what_is_no_amount_in_the_senders_spelling_is_never_guessed(cell: str) -> None:
    assert money(cell) == "!not_money"


@pytest.mark.parametrize("blank", [None, "", " ", "\u00a0", "\u200b \u00a0\u200b", "\t\n", "\ufeff", "\u202d\u202c"])
def test_a_blank_amount_is_neither_zero_nor_wrong(blank: str | None) -> None:
    assert money(blank) is None


@pytest.mark.parametrize(
    ("cell", "how", "cents"),
    [
        ("1.234,50", SPANISH, "1234.50"),
        ("1.234", SPANISH, "1234"),
        ("1.5", SPANISH, "!not_money"),
        ("0.500", SPANISH, "!not_money"),
        ("12.50", SPANISH, "!not_money"),
        ("12,50-", SPANISH, "-12.50"),
        (",5", SPANISH, "0.5"),
        ("1 234,50", FRENCH, "1234.50"),
        ("1\u00a0234,50", FRENCH, "1234.50"),
        ("1\u202f234\u2009567,5", FRENCH, "1234567.5"),
        ("1  234,50", FRENCH, "!not_money"),
        ("1'234.50", SWISS, "1234.50"),
        ("1,234.50", BARE, "!not_money"),
        ("1,234", BARE, "!not_money"),
    ],
)
def test_the_same_signs_mean_what_this_senders_dialect_says(cell: str, how: Dialect, cents: str) -> None:
    assert money(cell, how) == cents


@pytest.mark.parametrize(
    ("cell", "of", "cents"),
    [
        ("1234.5", "n", "1234.5"),
        ("-0.07", "n", "-0.07"),
        ("1.234", "n", "1.234"),
        ("12345678901.23", "n", "12345678901.23"),
        ("1,234", "n", "!not_money"),
        ("1e22", "n", "!not_money"),
        ("inf", "n", "!not_money"),
        ("2025-12-05", "d", "!not_money"),
        ("38:15", "h", "!not_money"),
        ("TRUE", "b", "!not_money"),
        ("#DIV/0!", "e", "!not_money"),
    ],
)
def test_a_stored_number_is_itself_whatever_the_dialect_says(cell: str, of: str, cents: str) -> None:
    assert money(cell, SPANISH, of) == cents


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("33.333333333333336", "33.33"), ("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049999", "0.00"),
        ("-0.001", "0.00"), ("0.995", "1.00"), ("1.994999", "1.99"), ("7", "7.00"), ("7.1", "7.10"),
        ("x", "!not_money"), ("9" * 16 + ".994", "9" * 16 + ".99"), ("9" * 17, "!not_money"),
    ],
)  # fmt: skip
def test_parts_of_cents_are_rounded_half_away_from_zero_only_where_the_profile_says_so(cell: str, cents: str) -> None:
    assert money(cell, BARE, rounded=True) == cents


DIALECTS = st.sampled_from([US, SPANISH, FRENCH, SWISS, BARE])


@st.composite
def spelled(draw: st.DrawFn) -> tuple[Dialect, list[tuple[int, str]]]:
    """A dialect, and amounts with a spelling of each in it."""
    how, pairs = draw(DIALECTS), []
    for cents in draw(st.lists(st.integers(-(10**18) + 1, 10**18 - 1) | st.integers(-20_000, 20_000), max_size=40)):
        whole, part = divmod(abs(cents), 100)
        digits = f"{whole:,}".replace(",", how.group) if draw(st.booleans()) else str(whole)
        tail = f"{part:02d}" + "0" * draw(st.integers(0, 3))
        text = digits if part == 0 and draw(st.booleans()) else digits + how.decimal + tail
        text = draw(st.sampled_from(["{}", "${}", "{} USD", "$ {}"])).format(text)
        if cents < 0:
            text = draw(st.sampled_from(["-{}", "{}-", "({})", "- {}"])).format(text)
        pairs.append((cents, draw(st.sampled_from(["{}", " {} ", "\u00a0{}", "{}\t"])).format(text)))
    return how, pairs


@settings(max_examples=60)
@given(spelled())
def test_every_amount_comes_back_to_the_cent_from_every_spelling_of_it(
    case: tuple[Dialect, list[tuple[int, str]]],
) -> None:
    how, pairs = case
    texts = [text for _, text in pairs]
    got = said(lambda c: as_money(c, how, rounded=False), texts)
    assert [Decimal(text or "nan") * 100 for text in got] == [Decimal(cents) for cents, _ in pairs]
    assert accepted("amount", got) == [True] * len(pairs)
    assert said(lambda c: as_money(c, how, rounded=True), texts) == [
        f"{Decimal(cents) / 100:.2f}" for cents, _ in pairs
    ]


def accepted(name: str, texts: list[str | None]) -> list[bool]:
    """Whether the grammar of canonical files takes each text."""
    column = PAYROLL.column(name)
    judged = judge(column, pl.col("c"), pl.String(), "x")
    return pl.DataFrame({"c": texts}, schema={"c": pl.String}).select(judged.stands).to_series().to_list()


def python_reads(text: str, how: Dialect) -> Decimal | None:
    """An amount by another road: groups are split and counted, signs taken off one by one."""
    text = text.strip()
    minus = 0
    if text[:1] == "(" and text[-1:] == ")" and len(text) > 1:
        text, minus = text[1:-1].strip(), 1
    elif text[:1] == "-":
        text, minus = text[1:].strip(), 1
    elif text[-1:] == "-":
        text, minus = text[:-1].strip(), 1
    whole, point, part = text.partition(how.decimal)
    groups = whole.split(how.group) if how.group else [whole]
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or groups[0][0] == "0" or {len(g) for g in groups[1:]} != {3}):
        return None
    digits = "".join(groups)
    if not re.fullmatch("[0-9]*", digits + part) or not (digits or part) or (point and not digits and not part):
        return None
    return (-1 if minus else 1) * Decimal(f"{digits or 0}.{part or 0}")


@settings(max_examples=60)
@given(DIALECTS, st.lists(st.text("0123456789.,'()- ", max_size=9), max_size=60))
def test_an_amount_is_read_as_by_another_road_or_not_at_all(how: Dialect, texts: list[str]) -> None:
    got = said(lambda c: as_money(c, how, rounded=False), texts)
    for text, read in zip(texts, got, strict=True):
        asked = python_reads(text, how) if text.strip() else None
        assert (None if read is None or read[0] == "!" else Decimal(read)) == asked, text


NUMBERS = {
    "12.50000": "12.5000",
    "12.00001": "12.00001",
    "7": "7",
    "(2)": "-2",
    "1,000.25": "1000.25",
    "x": "!not_a_number",
}


@pytest.mark.parametrize(("cell", "number"), NUMBERS.items())
def test_a_number_keeps_its_decimals_and_is_not_rounded(cell: str, number: str) -> None:
    assert said(lambda c: as_number(c, US), [cell]) == [number]


@pytest.mark.parametrize(
    ("cell", "times", "number"),
    [
        ("10", "25", "250.0000"), ("-2.5", "8", "-20.0000"), ("0.3333", "0.5", "!too_many_decimals"),
        ("1.00001", "2", "!too_many_decimals"), ("99999999999999", "1000000000", "!too_many_decimals"),
        ("99999999999999", "1", "99999999999999.0000"), ("-99999999999999.9999", "-1", "99999999999999.9999"),
        ("x", "2", "!not_a_number"), (None, "2", None), ("0000000000000012", "2", "!too_many_decimals"),
    ],
)  # fmt: skip
def test_containers_times_their_units_are_exact_or_refused(cell: str | None, times: str, number: str | None) -> None:
    assert said(lambda c: times_of(as_number(c, US), Decimal(times)), [cell]) == [number]


@settings(max_examples=40)
@given(st.integers(-(10**13), 10**13), st.integers(1, 10**13))
def test_containers_times_their_units_are_what_python_multiplies(count: int, units: int) -> None:
    text, times = f"{Decimal(count).scaleb(-4):f}", Decimal(units).scaleb(-4)
    product = Decimal(count * units).scaleb(-8)
    fits = product == round(product, 4) and abs(product) < 10**14
    got = said(lambda c: times_of(as_number(c, BARE), times), [text])[0]
    assert (Decimal(got) if got and got[0] != "!" else None) == (product if fits else None)


@pytest.mark.parametrize(
    ("cell", "places", "number"),
    [
        ("0003425", 2, "00034.25"), ("0003425-", 2, "-00034.25"), ("5", 2, "0.05"), ("(5)", 2, "-0.05"),
        ("-1200", 4, "-0.1200"),
        ("34.25", 2, "!not_a_number"), ("3,425", 2, "!not_a_number"), ("x", 2, "!not_a_number"), (None, 2, None),
    ],
)  # fmt: skip
def test_a_point_that_is_only_implied_is_put_before_the_last_digits(
    cell: str | None, places: int, number: str | None
) -> None:
    assert said(lambda c: as_number(pointed(c, US, places), US), [cell]) == [number]


HOURS = {
    "38:15": "38.2500", "0:01": "0.0167", "0:02": "0.0333", "0:20": "0.3333", "-0:20": "-0.3333", "7:05": "7.0833",
    "38:15:30": "38.2583", "0:00:18": "0.0050", "0:00:01": "0.0003", "0:00": "0.0000", "9999999:59": "9999999.9833",
    "8": "!not_hours", "8.5": "!not_hours", "8:5": "!not_hours", "8:60": "!not_hours", "8:15:60": "!not_hours",
    "8:15 AM": "!not_hours", ":30": "!not_hours", "12345678:00": "!not_hours", "\u0668:15": "!not_hours",
    "1900-01-01 14:15:00": "!not_hours", "8:15:30.5": "!not_hours",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "hours"), HOURS.items())
def test_hours_and_minutes_become_parts_of_an_hour_half_away_from_zero(cell: str, hours: str) -> None:
    assert said(as_hours_hmm, [cell]) == [hours]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 9_999_999), st.integers(0, 59), st.integers(0, 59)), max_size=40))
def test_hours_are_what_python_divides(times: list[tuple[int, int, int]]) -> None:
    got = said(as_hours_hmm, [f"{h}:{m:02}:{s:02}" for h, m, s in times])
    assert got == [asked(h, m, s) for h, m, s in times]


def asked(hours: int, minutes: int, seconds: int) -> str:
    parts = (hours * 3600 + minutes * 60 + seconds) * 10_000
    e4 = parts // 3600 + (parts % 3600 * 2 >= 3600)
    return f"{e4 // 10_000}.{e4 % 10_000:04d}"


@pytest.mark.parametrize(
    ("cell", "of", "read"),
    [
        ("00042", "s", "00042"), (" 7 ", "s", "7"), ("7", "n", "7"), ("007", "n", "007"), ("A-12", "s", "A-12"),
        ("12.5", "s", "12.5"), ("12.5", "n", "!not_an_id"), ("-7", "n", "!not_an_id"), ("1e+22", "n", "!not_an_id"),
        ("123456789012345", "n", "123456789012345"), ("1234567890123456", "n", "!not_an_id"),
        ("1234567890123456", "s", "1234567890123456"), ("2025-02-01", "d", "!not_an_id"), ("1:30", "h", "!not_an_id"),
        ("\u0663\u0664", "s", "\u0663\u0664"), ("=1+1", "s", "=1+1"), ("Mu\u00f1oz", "s", "Mu\u00f1oz"),
        (None, "s", None),
    ],
)  # fmt: skip
def test_an_identifier_stays_as_it_was_written_or_is_no_identifier(cell: str | None, of: str, read: str | None) -> None:
    def way(c: Cell) -> Read:
        return as_id(Cell(c.text, c.kind, unsure_id(c, "workbook")), None)

    assert said(way, [cell], of) == [read]


def test_a_number_of_many_digits_is_exact_where_the_kind_of_file_keeps_them() -> None:
    def way(c: Cell) -> Read:
        return as_id(Cell(c.text, c.kind, unsure_id(c, "parquet")), None)

    assert said(way, ["9007199254740993"], "n") == ["9007199254740993"]


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("42", "00042"),
        ("123456", "123456"),
        ("00042", "00042"),
        ("A42", "A42"),
        ("-42", "-42"),
        ("\u0664\u0662", "\u0664\u0662"),
    ],
)
def test_a_number_with_a_stated_length_gets_its_zeros_back_and_nothing_else_is_touched(cell: str, read: str) -> None:
    assert said(lambda c: as_id(c, 5), [cell]) == [read]


@settings(max_examples=40)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), min_size=1, max_size=5),
        unique=True,
        max_size=40,
    )
)
def test_two_identifiers_are_never_made_one(ids: list[str]) -> None:
    got = said(lambda c: as_id(c, None), ids)
    assert len(set(got)) == len(ids)
    assert got == ids


@pytest.mark.parametrize(
    ("cell", "order", "name"),
    [
        ("Garc\u00eda L\u00f3pez, Ana", "last_first", "Ana Garc\u00eda L\u00f3pez"),
        ("Smith ,John", "last_first", "John Smith"),
        ("Smith, John, Jr", "last_first", "Smith, John, Jr"), ("Ana  Garc\u00eda", "last_first", "Ana Garc\u00eda"),
        ("Ana\u00a0\nGarc\u00eda", "first_last", "Ana Garc\u00eda"), ("Smith, John", "first_last", "Smith, John"),
        ("${1}, $2", "last_first", "$2 ${1}"), (",", "last_first", ","), (None, "last_first", None),
    ],
)  # fmt: skip
def test_a_name_is_written_first_name_first(cell: str | None, order: str, name: str | None) -> None:
    assert said(lambda c: as_name(c, order), [cell]) == [name]


def test_ten_thousandths_are_exact_or_nothing() -> None:
    texts = ["1", "-0.0001", "99999999999999.9999", "0.00001", "100000000000000", "x", None, "1\n"]
    got = pl.DataFrame({"c": texts}).select(scaled_e4(pl.col("c"))).to_series().to_list()
    assert got == [10_000, -1, 10**18 - 1, None, None, None, None, None]


ANY = st.text(max_size=12) | st.text("0123456789-/.,:$() aAdeE\u00a0\u200b\n", max_size=12) | st.none()
WAYS: dict[str, Any] = {
    "amount": lambda c: as_money(c, US, rounded=False),
    "units": lambda c: as_number(c, SPANISH),
    "hours": as_hours_hmm,
    "check_date": lambda c: as_date(c, US, "dmy", 3),
    "worker_id": lambda c: as_id(c, 4),
    "pay_code": as_text,
}
LATER = re.compile(r"-?[0-9]+\.[0-9]{3,}|-?[0-9]{15,}(\.[0-9]+)?")
"""What is a number, and only the judge finds to be too long."""


@settings(max_examples=80)
@given(st.lists(ANY, max_size=30), st.sampled_from(sorted(WAYS)), st.sampled_from("snhdbe"))
def test_whatever_stands_in_a_cell_gives_a_canonical_text_or_a_reason(
    texts: list[str | None], name: str, of: str
) -> None:
    got = said(WAYS[name], texts, of)
    good = [g for g in got if g is not None and g[0] != "!" and "\ufffd" not in g]
    for text, fine in zip(good, accepted(name, list(good)), strict=True):
        assert fine or LATER.fullmatch(text), text
    assert [g is None for g in got] == [text is None or not text.strip(OUTER) for text in texts]
