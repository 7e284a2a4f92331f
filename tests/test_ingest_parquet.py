"""Parquet as programs write it: typed or as text, and the same rows as the CSV of the same records."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from folders import FAR, payments, take_in
from premium.errors import InputError


def frame(**columns: Any) -> pl.DataFrame:  # noqa: ANN401 - whatever a column can hold
    """A payments file; a column given once is repeated to the length of the others."""
    usual: dict[str, Any] = {
        "payment_id": ["1"],
        "buyer_id": ["b"],
        "grower_id": ["g"],
        "paid_date": [date(2025, 11, 20)],
        "amount": [Decimal("1.00")],
    }
    series = {name: pl.Series(name, values) for name, values in {**usual, **columns}.items()}
    height = max(len(s) for s in series.values())
    return pl.DataFrame([s if len(s) == height else s.new_from_index(0, height) for s in series.values()])


def numbered(column: str, values: Any, dtype: Any = None) -> pl.DataFrame:  # noqa: ANN401
    """A payments file with these values in a column, each row with its own number."""
    series = pl.Series(values, dtype=dtype)
    return frame(**{"payment_id": [str(i) for i in range(len(series))], column: series})


def amounts(values: Any, dtype: Any = None) -> tuple[list[int], list[str]]:  # noqa: ANN401
    """The amounts read, and the first words of the reasons for those that were not."""
    got = take_in({"payments.parquet": numbered("amount", values, dtype)})
    return got.column("payments", "amount_cents"), [why for _, _, why in got.reasons]


def test_typed_columns_give_what_the_same_text_gives() -> None:
    typed = take_in({"payments.parquet": frame(for_period=[date(2025, 10, 1)])})
    csv = take_in(
        {
            "payments.csv": payments(
                "1,b,g,2025-11-20,1.00,2025-10-01", header="payment_id,buyer_id,grower_id,paid_date,amount,for_period"
            )
        }
    )
    (one,), (other,) = typed.tables["payments"], csv.tables["payments"]
    assert {**one, "source_file": ""} == {**other, "source_file": ""}
    assert one["source_row"] == 2


def test_columns_of_text_follow_the_grammar_of_text() -> None:
    assert amounts(["1.50", "1e3", " 2", "1.505", None, ""]) == (
        [150],
        ["not_a_number", "not_a_number", "too_many_decimals", "missing", "missing"],
    )
    got = take_in({"payments.parquet": numbered("paid_date", ["2025-11-20", "2025-1-5"])})
    assert got.reasons == [(3, "paid_date", "not_a_date")]


@pytest.mark.parametrize(
    ("scale", "text"), [(0, "12"), (1, "12.3"), (2, "12.34"), (4, "12.3400"), (10, "-12.3400000000")]
)
def test_decimals_of_another_scale_are_read_when_nothing_is_lost(scale: int, text: str) -> None:
    assert amounts([Decimal(text)], pl.Decimal(38, scale)) == ([int(Decimal(text) * 100)], [])


def test_decimals_with_more_places_than_cents_are_set_aside_and_never_rounded() -> None:
    values = [Decimal("12.3450"), Decimal("-0.0001"), Decimal("0.0100")]
    assert amounts(values, pl.Decimal(20, 4)) == ([1], ["too_many_decimals", "too_many_decimals"])


def test_decimals_with_too_many_digits_are_set_aside_and_never_wrapped() -> None:
    wraps = Decimal(2**128 // 100 + 1)
    largest = Decimal(9999999999999999)
    assert amounts([wraps, -wraps, largest + 1, largest, -largest, Decimal("9" * 38)], pl.Decimal(38, 0)) == (
        [999_999_999_999_999_900, -999_999_999_999_999_900],
        ["too_many_digits"] * 4,
    )
    got = take_in({"payments.parquet": numbered("amount", [2**120, 5], pl.Int128)})
    assert got.column("payments", "amount_cents") == [500]


@pytest.mark.parametrize("dtype", [pl.Int8, pl.Int16, pl.Int32, pl.Int64, pl.UInt8, pl.UInt64])
def test_whole_numbers_are_dollars(dtype: pl.DataType) -> None:
    assert amounts([5, 0, None], dtype) == ([500, 0], ["missing"])


def test_the_largest_whole_numbers_are_set_aside() -> None:
    assert amounts([2**63 - 1, -(2**63)], pl.Int64) == ([], ["too_many_digits"] * 2)
    assert amounts([2**64 - 1], pl.UInt64) == ([], ["too_many_digits"])


def test_binary_fractions_are_read_as_their_shortest_text_and_said_so() -> None:
    values = [1.5, 0.1 + 0.2, float("nan"), float("inf"), 1e16, 100.0, 1e-7, -0.0, 12345678901.23, None]
    got = take_in({"payments.parquet": numbered("amount", values)})
    assert got.column("payments", "amount_cents") == [150, 10_000, 0, 1_234_567_890_123]
    assert [why for _, _, why in got.reasons] == [
        "too_many_decimals",
        "not_a_number",
        "not_a_number",
        "not_a_number",
        "not_a_number",
        "missing",
    ]
    assert got.receipt.warnings == [
        "payments.parquet: amount is stored as binary fractions; each was read as its shortest text"
    ]
    assert amounts([12.3], pl.Float32) == ([1230], [])


def test_identifiers_stored_as_numbers_are_text_and_their_lost_zeros_are_told() -> None:
    got = take_in({"payments.parquet": frame(payment_id=[7, 42])})
    assert got.column("payments", "payment_id") == ["7", "42"]
    assert got.receipt.warnings == [
        "payments.parquet: payment_id is stored as numbers; leading zeros it may have had are lost"
    ]


def test_a_point_in_time_is_a_day_only_at_midnight() -> None:
    for unit in ("ms", "us", "ns"):
        got = take_in(
            {
                "payments.parquet": numbered(
                    "paid_date",
                    [datetime(2025, 11, 20), datetime(2025, 11, 20, 0, 0, 1), None],  # noqa: DTZ001
                    pl.Datetime(unit),
                )
            }
        )
        assert got.column("payments", "paid_date") == [date(2025, 11, 20)]
        assert got.reasons == [(3, "paid_date", "not_a_date"), (4, "paid_date", "missing")]


def test_a_point_in_time_of_a_time_zone_is_refused_for_nobody_knows_whose_day_it_is() -> None:
    utc = pl.Series([datetime(2025, 11, 20)]).dt.replace_time_zone("UTC")  # noqa: DTZ001
    with pytest.raises(InputError, match=r"paid_date is stored as Datetime.*cannot be a date"):
        take_in({"payments.parquet": numbered("paid_date", utc)})


@pytest.mark.parametrize("dtype", [pl.Date, pl.Datetime("us"), pl.Datetime("ms")])
def test_days_before_the_year_1_or_after_9999_are_set_aside(dtype: pl.DataType) -> None:
    days = pl.Series([-719_163, 2_932_897, 2_932_896, -719_162], dtype=pl.Int32).cast(pl.Date).cast(dtype)
    got = take_in({"payments.parquet": numbered("for_period", days)})
    assert got.column("payments", "for_period") == [date(9999, 12, 31), date(1, 1, 1)]
    assert got.reasons == [(2, "for_period", "not_a_date"), (3, "for_period", "not_a_date")]


def test_categories_are_read_as_their_words() -> None:
    for dtype in (pl.Categorical, pl.Enum(["b", " 7"])):
        got = take_in({"payments.parquet": numbered("buyer_id", ["b", " 7"], dtype)})
        assert got.column("payments", "buyer_id") == ["b", " 7"]


def test_a_column_of_nothing_is_an_absent_column_where_it_may_be() -> None:
    got = take_in({"payments.parquet": frame(for_period=pl.Series([None], dtype=pl.Null))})
    assert got.column("payments", "for_period") == [None]
    got = take_in({"payments.parquet": frame(buyer_id=pl.Series([None], dtype=pl.Null))})
    assert got.reasons == [(2, "buyer_id", "missing")]


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("buyer_id", [["b"]]),
        ("buyer_id", [{"a": 1}]),
        ("buyer_id", [True]),
        ("buyer_id", [b"b"]),
        ("buyer_id", [date(2025, 1, 1)]),
        ("amount", [[1]]),
        ("amount", [True]),
        ("amount", [date(2025, 1, 1)]),
        ("paid_date", [20251120]),
        ("paid_date", [Decimal(1)]),
    ],
)
def test_a_type_that_cannot_hold_what_is_asked_for_is_refused_by_column(column: str, values: list[Any]) -> None:
    with pytest.raises(InputError, match=f"payments.parquet: {column} is stored as .*, and cannot be"):
        take_in({"payments.parquet": frame(**{column: values})})


def test_a_nested_column_that_nobody_asked_for_is_kept_out() -> None:
    got = take_in({"payments.parquet": frame(note=[["a", "b"]])})
    assert got.receipt.warnings == ["payments.parquet: the column note is not one of payments's; it was kept out"]


@pytest.mark.parametrize("column", ["source_row", "source_file", "is_later", "_stands", "amount_cents", "_mark"])
def test_a_stranger_may_have_a_name_that_we_use_ourselves(column: str) -> None:
    got = take_in({"payments.parquet": frame(**{column: ["x"]})})
    assert got.counts == [(1, 1, 0, 0)]
    assert got.tables["payments"][0]["source_row"] == 2
    assert got.tables["payments"][0]["amount_cents"] == 100


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1PAR1PAR1PAR1", b"a,b\n1,2\n" * 9])
def test_a_file_that_is_no_parquet_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(InputError, match=r"payments\.parquet is (empty|not a Parquet file)"):
        take_in({"payments.parquet": content})


def test_a_parquet_file_cut_short_is_refused() -> None:
    import io  # noqa: PLC0415 - the one test that spoils bytes

    whole = io.BytesIO()
    frame().write_parquet(whole)
    with pytest.raises(InputError, match=r"payments\.parquet"):
        take_in({"payments.parquet": whole.getvalue()[:-9]})


def test_a_file_with_no_rows_is_an_empty_table_that_was_reported() -> None:
    got = take_in({"payments.parquet": frame().head(0)})
    assert (got.counts, got.receipt.reported) == ([(0, 0, 0, 0)], ["payments"])


def test_missing_columns_are_refused_as_in_csv() -> None:
    with pytest.raises(InputError, match="payments needs the column amount"):
        take_in({"payments.parquet": frame().drop("amount")})


def test_rows_keep_their_number_beside_rows_that_fall_out() -> None:
    days = [date(2025, 1, 1), None, date(2031, 1, 1), date(2025, 1, 1)]
    got = take_in({"payments.parquet": numbered("paid_date", days)}, FAR)
    assert got.column("payments", "source_row") == [2, 5]
    assert (got.counts, got.reasons) == ([(4, 2, 1, 1)], [(3, "paid_date", "missing")])
