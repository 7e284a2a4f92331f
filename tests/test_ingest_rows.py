"""Identifiers, rejects, rows that lie later, and the money that was set aside."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folders import PAYMENTS, PURCHASES, RECEIPTS, lines, paid, payments, take_in

DAY = date(2026, 1, 1)


# Identifiers


def test_007_and_7_and_space_7_stay_three_and_a_warning_names_rows_but_no_identifier() -> None:
    rows = [{"worker_id": w} for w in ("007", "7", '" 7"', "other", "O-7")]
    got = take_in({"payroll/a.csv": lines(*rows), "payments.csv": payments("1,b,g,2025-11-20,1", "2,B,g,2025-11-20,1")})
    assert got.column("payroll", "worker_id") == ["007", "7", " 7", "other", "O-7"]
    buyers, workers = got.receipt.warnings
    assert workers == (
        "payroll: 3 values of worker_id differ only in spaces, zeros or case (such as in payroll/a.csv row 2, "
        "payroll/a.csv row 3, payroll/a.csv row 4); each stays its own"
    )
    assert "payments: 2 values of buyer_id differ only in" in buyers
    assert "007" not in workers


def test_identifiers_that_differ_in_what_nobody_sees_are_warned_of() -> None:
    got = take_in(
        {"payments.csv": payments("1,b,g,2025-11-20,1", "2,b\u200b,g,2025-11-20,1", "3,b,g\u00a0,2025-11-20,1")}
    )
    assert [w.partition(" differ")[0] for w in got.receipt.warnings] == [
        "payments: 2 values of buyer_id",
        "payments: 2 values of grower_id",
    ]
    assert got.column("payments", "buyer_id") == ["b", "b\u200b", "b"]


def test_identifiers_that_are_alike_in_two_tables_are_warned_of() -> None:
    records = {
        "payments.csv": payments("1,b,sunny,2025-11-20,1", "2,b,other,2025-11-20,1"),
        "payroll/a.csv": lines({"grower_id": "other"}, {"grower_id": "Sunny"}, {"grower_id": "Sunny"}),
        "growers.csv": "grower_id\nSUNNY\n",
        "receipts.csv": f"{RECEIPTS}\n1,B,sunny,2025-11-20,1\n",
    }
    buyers, growers = take_in(records).receipt.warnings
    assert buyers == (
        "2 values of buyer_id in payments, receipts differ only in spaces, zeros or case (such as in "
        "payments.csv row 2, receipts.csv row 2); each stays its own"
    )
    assert growers == (
        "3 values of grower_id in growers, payments, payroll, receipts differ only in spaces, zeros or case (such as "
        "in growers.csv row 2, payments.csv row 2, payroll/a.csv row 3); each stays its own"
    )


def test_what_one_table_has_shown_already_is_not_said_of_two() -> None:
    both = payments("1,b,sunny,2025-11-20,1", "2,b,Sunny,2025-11-20,1")
    got = take_in({"payments.csv": both, "payroll.csv": lines({"grower_id": "Sunny"}, {"worker_id": "B"})})
    assert [w.partition(" differ")[0] for w in got.receipt.warnings] == ["payments: 2 values of grower_id"]
    third = take_in({"payments.csv": both, "payroll.csv": lines({"grower_id": "SUNNY"})})
    assert [w.partition(" differ")[0] for w in third.receipt.warnings] == [
        "payments: 2 values of grower_id",
        "3 values of grower_id in payments, payroll",
    ]


def test_the_same_file_twice_is_warned_of_where_it_is_in_one_table() -> None:
    part, other = payments(paid()), payments(paid(number="2"))
    got = take_in({"payments/b.csv": part, "payments/a.csv": part, "payments/c.csv": other, "payments/d.csv": part})
    assert got.receipt.warnings == [
        "payments/a.csv, payments/b.csv, payments/d.csv are the same file, byte for byte; each was read"
    ]
    assert [r["source_file"] for r in got.rejects] == ["payments/b.csv", "payments/d.csv"]
    header = "grower_id,from_date\n"
    assert take_in({"payments.csv": part, "growers.csv": header, "growers2.txt": header}).receipt.warnings == [
        "growers2.txt is not a table of the contract; it was not read; did you mean growers?"
    ]


def test_workers_of_two_growers_with_alike_names_are_no_matter() -> None:
    got = take_in({"payroll.csv": lines({"worker_id": "7"}, {"worker_id": "007", "grower_id": "h"})})
    assert got.receipt.warnings == []


def test_an_identifier_used_before_is_set_aside_and_the_first_in_order_of_file_and_row_stays() -> None:
    got = take_in(
        {
            "payments/b.csv": payments(paid("3.00"), paid("4.00", number="2")),
            "payments/a.csv": payments(paid("1.00", number="9"), paid("2.00"), paid("5.00")),
        }
    )
    assert [(r["source_file"], r["source_row"], r["column_name"], r["value"]) for r in got.rejects] == [
        ("payments/a.csv", 4, "payment_id", "1"),
        ("payments/b.csv", 2, "payment_id", "1"),
    ]
    assert {r["reason"] for r in got.rejects} == {"used_before: this identifier was used by an earlier row"}
    assert got.column("payments", "amount_cents") == [100, 200, 400]


def test_an_identifier_is_unique_within_its_owner() -> None:
    got = take_in(
        {
            "payments.csv": payments("1,b,g,2025-11-20,1", "1,c,g,2025-11-20,1", "1,b,h,2025-11-20,1"),
            "receipts.csv": f"{RECEIPTS}\n1,b,g,2025-11-20,1\n1,c,g,2025-11-20,1\n1,b,h,2025-11-20,1\n",
        }
    )
    assert [(r["table_name"], r["source_row"]) for r in got.rejects] == [("payments", 4), ("receipts", 3)]


def test_a_row_set_aside_uses_up_nothing_and_a_later_one_does() -> None:
    rows = [
        paid("x"),
        paid("2"),
        paid("3", number="2", day="2026-01-02"),
        paid("4", number="2"),
        "3,b",
        paid("5", number="3"),
    ]
    got = take_in({"payments.csv": payments(*rows)}, DAY)
    assert got.column("payments", "amount_cents") == [200, 500]
    assert got.reasons == [(2, "amount", "not_a_number"), (6, None, "ragged"), (5, "payment_id", "used_before")]
    assert got.counts == [(6, 2, 3, 1)]


def test_a_later_row_that_repeats_is_set_aside_and_not_counted_as_later() -> None:
    rows = [paid("3", day="2026-01-02"), paid("4", day="2026-01-03"), paid("5")]
    assert take_in({"payments.csv": payments(*rows)}, DAY).counts == [(3, 0, 2, 1)]


def test_a_line_without_a_number_is_called_by_its_file_and_row() -> None:
    taken = {"line_id": "payroll.csv:4"}
    got = take_in({"payroll.csv": lines({}, taken, {}, {"line_id": "payroll.csv:2"}, {})})
    assert [(r["source_row"], r["column_name"], r["value"]) for r in got.rejects] == [
        (4, "line_id", None),
        (5, "line_id", "payroll.csv:2"),
    ]
    assert got.column("payroll", "line_id") == [None, "payroll.csv:4", None]


def test_an_empty_first_day_of_a_grower_is_a_value_like_any_other() -> None:
    rows = "grower_id,from_date,place\ng,,FL\ng,2025-01-01,FL\ng,,GA\nh,,FL\n"
    got = take_in({"growers.csv": rows})
    assert got.reasons == [(4, "from_date", "used_before")]
    assert got.rejects[0]["value"] is None


# Rejects


def test_a_reject_names_the_first_wrong_column_in_the_tables_order_and_then_the_others() -> None:
    got = take_in({"payments.csv": "amount,paid_date,grower_id,buyer_id,payment_id\nx,y,g, ,1\n"})
    (reject,) = got.rejects
    assert (reject["column_name"], reject["value"]) == ("buyer_id", None)
    assert reject["reason"] == "missing: this cell must be filled in (wrong too: paid_date amount)"


def test_one_wrong_cell_alone_names_no_other() -> None:
    (reject,) = take_in({"payments.csv": payments(paid("x"))}).rejects
    assert reject == {
        "table_name": "payments",
        "source_file": "payments.csv",
        "source_row": 2,
        "column_name": "amount",
        "value": "x",
        "reason": "not_a_number: write a plain number such as 1234.50, without signs, spaces or thousands",
    }


@pytest.mark.parametrize("table", ["purchases", "sales", "receipts", "standing", "growers", "payroll"])
def test_every_table_sets_its_wrong_rows_aside(table: str) -> None:
    rows = {
        "purchases": f"{PURCHASES}\n1,b,g,p,lb,x,2025-11-20\n",
        "sales": PURCHASES.replace("purchase", "sale") + ",payment_mode\n1,b,g,p,lb,1,2025-11-20,other\n",
        "receipts": f"{RECEIPTS}\n1,b,g,2025-11-20,1.001\n",
        "standing": "grower_id,standing,from_date\ng,expelled,2025-01-01\n",
        "growers": "grower_id,basis\ng,weight\n",
        "payroll": lines({"check_date": ""}),
    }
    got = take_in({f"{table}.csv": rows[table]})
    assert got.counts == [(1, 0, 1, 0)]
    assert got.tables[table] == []


# Later rows


def test_a_row_of_the_day_is_looked_at_and_one_after_it_is_only_counted() -> None:
    got = take_in(
        {
            "payments.csv": payments(paid(day="2026-01-01"), paid(number="2", day="2026-01-02")),
            "payroll.csv": lines(
                {"check_date": "2026-01-02"}, {"check_date": "2026-01-01", "period_end": "2026-02-01"}
            ),
            "growers.csv": "grower_id,from_date\ng,2027-01-01\n",
            "standing.csv": "grower_id,standing,from_date\ng,suspended,2027-01-01\n",
        },
        DAY,
    )
    assert got.receipt.later() == {"growers": 0, "payments": 1, "payroll": 1, "standing": 0}
    assert got.column("payments", "payment_id") == ["1"]
    assert got.column("payroll", "source_row") == [3]


# Money set aside


def test_money_set_aside_is_added_up_where_it_can_be_read_and_counted_where_not() -> None:
    rows = [
        "1,b,g,x,12.34",
        "2,b,g,2025-11-20,x",
        "3,b",
        paid("7.00", number="4"),
        paid("-1.00", number="4"),
        "5,,g,x,-2.00",
    ]
    (file,) = take_in({"payments.csv": payments(*rows)}).receipt.files
    assert (file.set_aside_cents, file.set_aside_unread) == (1234 - 100 - 200, 2)
    rest = take_in({"purchases.csv": f"{PURCHASES}\n1,b\n"}).receipt.files[0]
    assert (rest.rows_set_aside, rest.set_aside_cents, rest.set_aside_unread) == (1, 0, 0)


CELLS = {
    "1": ["1", "2", ""],
    "b": ["b", "c"],
    "g": ["g", "h"],
    "d": ["2025-11-20", "2026-01-02", "x"],
    "a": ["1", "2.50", "x", ""],
}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(*map(st.sampled_from, CELLS.values())), max_size=12), st.integers(1, 4))
def test_splitting_a_file_changes_no_row_but_where_it_stands(rows: list[tuple[str, ...]], parts: int) -> None:
    text = [",".join(row) for row in rows]
    whole = take_in({"payments.csv": payments(*text)}, DAY)
    size = -(-len(text) // parts) or 1
    pieces = {f"payments/{i:03}.csv": payments(*text[i : i + size]) for i in range(0, len(text) or 1, size)}
    split = take_in(pieces, DAY)
    columns = [*PAYMENTS.split(",")[:4], "amount_cents"]
    assert [[r[c] for c in columns] for r in whole.tables["payments"]] == [
        [r[c] for c in columns] for r in split.tables["payments"]
    ]
    assert sorted(why for _, _, why in whole.reasons) == sorted(why for _, _, why in split.reasons)
    assert [sum(c) for c in zip(*whole.counts, strict=True)] == [sum(c) for c in zip(*split.counts, strict=True)]
