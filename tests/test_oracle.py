"""The oracle itself: small worlds worked by hand, and section 7's identities on random worlds."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from conservation import assert_every_cent_has_one_place
from oracle import World, reconcile
from oracle.cells import Column, read_cell
from oracle.shares import shares
from oracle.world import Cells, round_half_away
from small_worlds.programs import parsed, shipped
from strategies import SmallWorld, random_world, smaller, write_world

if TYPE_CHECKING:
    from pathlib import Path

FAIR_FOOD = parsed(shipped("fair-food"))
MILK = parsed(shipped("milk-with-dignity"))
LATER = date(2026, 6, 30)


def wage(worker: str, amount: str, /, **more: str | None) -> Cells:
    """A wage line of grower g, a qualifying one unless it says otherwise."""
    line: Cells = {
        "grower_id": "g",
        "worker_id": worker,
        "check_id": "c",
        "check_date": "2025-12-05",
        "period_start": "2025-11-24",
        "period_end": "2025-11-30",
        "pay_code": "X",
        "kind": "piece",
        "job_class": "harvest",
        "amount": amount,
    }
    return {**line, **more}


def premium(worker: str, amount: str, **more: str | None) -> Cells:
    """A premium line of grower g for November 2025."""
    return wage(worker, amount, **{"kind": "premium", "job_class": None, "pay_code": "FFP", **more})


def payment(identifier: str, amount: str, buyer: str = "b", **more: str | None) -> Cells:
    """A payment to grower g for November 2025."""
    row: Cells = {"payment_id": identifier, "buyer_id": buyer, "grower_id": "g", "paid_date": "2025-11-20"}
    return {**row, "amount": amount, **more}


def purchase(identifier: str, quantity: str, unit: str = "lb", **more: str | None) -> Cells:
    """A purchase of round tomatoes from grower g."""
    row: Cells = {"purchase_id": identifier, "buyer_id": "b", "grower_id": "g", "product": "tomato-round"}
    return {**row, "unit": unit, "quantity": quantity, "ship_date": "2025-11-10", **more}


def look(as_of: date = LATER, program: dict[str, Any] = FAIR_FOOD, **tables: list[Cells]) -> dict[str, Any]:
    """Reconcile one file per table."""
    world: World = {name: {f"{name}.csv": rows} for name, rows in tables.items()}
    return reconcile(world, program, as_of)


def found(tables: dict[str, Any], *names: str) -> list[tuple[Any, ...]]:
    """These columns of all findings."""
    return [tuple(row[name] for name in ("kind", *names)) for row in tables["findings"]]


def test_rounding_is_half_away_from_zero() -> None:
    """2.5 is 3 and -2.5 is -3."""
    assert [round_half_away(n, 2) for n in (5, 4, -5, -4, 1, -1)] == [3, 2, -3, -2, 1, -1]


def test_left_over_cents_go_to_the_largest_fraction_and_ties_by_bytes() -> None:
    """100 in three: the odd cent to the smallest id; "Z" comes before "a" and "z" before "ñ"."""
    assert shares(100, {"a": 1, "Z": 1, "ñ": 1}) == {"a": 33, "Z": 34, "ñ": 33}
    assert shares(2, {"ñ": 1, "z": 1, "o": 1}) == {"ñ": 0, "z": 1, "o": 1}
    assert shares(10, {"a": 1, "b": 2}) == {"a": 3, "b": 7}
    assert sum(shares(10**17 + 1, {"a": 10**16 + 3, "b": 7}).values()) == 10**17 + 1


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("-0", (0, None)),
        ("007.50", (750, None)),
        ("12.345", (None, "too_many_decimals")),
        ("12.300", (None, "too_many_decimals")),
        ("9" * 16 + ".99", (10**18 - 1, None)),
        ("1" + "0" * 16, (None, "too_many_digits")),
        ("1e3", (None, "not_a_number")),
        ("+1", (None, "not_a_number")),
        (".5", (None, "not_a_number")),
        ("5 ", (None, "not_a_number")),
        ("٣", (None, "not_a_number")),
        ("1\n", (None, "not_a_number")),
        (" ", (None, "missing")),
    ],
)
def test_money_has_one_grammar(text: str, answer: tuple[int | None, str | None]) -> None:
    """Section 2, for a number (18,2)."""
    assert read_cell(Column("amount", "number", scale=2), text) == answer


def test_dues_sum_before_they_round_and_each_mode_by_itself() -> None:
    """0.25 + 0.25 lb at 1 cent are half a cent, rounded up; the same embedded is another half cent."""
    rows = [purchase("1", "0.25"), purchase("2", "0.25"), purchase("3", "0.5", payment_mode="embedded")]
    ledger = look(purchases=rows)["buyer_ledger"]
    row = [ledger[0][name] for name in ("due_cents", "paid_cents", "received_cents", "outstanding_cents")]
    assert row == [2, 1, None, 1]


def test_rates_change_on_their_day_and_packs_are_one_step() -> None:
    """25 lb at 1 cent on November 30 and at 1.5 cents on December 1; a box has no rate."""
    rows = [
        purchase("1", "1", "carton-25lb", ship_date="2025-11-30"),
        purchase("2", "1", "carton-25lb", ship_date="2025-12-01"),
        purchase("3", "1", "box"),
    ]
    tables = look(purchases=rows)
    assert [row["due_cents"] for row in tables["buyer_ledger"]] == [25, 38]
    assert found(tables, "ref") == [("rate_missing", "3")]


def test_a_pool_is_shared_by_gross_and_what_is_missing_is_short() -> None:
    """100.00 less 13%: 87.00 by 100 to 200; b gets nothing, and its deadline is December 30."""
    payroll = [wage("a", "100", hours="5"), wage("b", "200", hours="9"), premium("a", "29")]
    tables = look(payments=[payment("1", "100")], payroll=payroll)
    (pool,) = tables["pools"]
    assert (pool["retained_cents"], pool["distributable_cents"]) == (1300, 8700)
    assert (pool["deadline"], pool["cause"]) == (date(2025, 12, 30), "uneven")
    given = [(row["worker_id"], row["entitled_cents"], row["status"]) for row in tables["entitlements"]]
    assert given == [("a", 2900, "paid"), ("b", 5800, "missing")]
    assert found(tables, "amount_cents") == [("pool_short", 5800), ("premium_missing", 5800)]
    on_the_day = look(date(2025, 12, 30), payments=[payment("1", "100")], payroll=payroll)
    assert [row["status"] for row in on_the_day["entitlements"]] == ["paid", "pending"]
    assert on_the_day["findings"] == []


def test_a_share_kept_from_everybody_is_over_retained() -> None:
    """Each got half: the same fraction for all."""
    payroll = [
        wage("a", "100", hours="5"),
        wage("b", "200", hours="9"),
        premium("a", "14.50"),
        premium("b", "29"),
    ]
    tables = look(payments=[payment("1", "100")], payroll=payroll)
    assert tables["pools"][0]["cause"] == "over_retained"
    assert ("pool_short", 4350) in found(tables, "amount_cents")


def test_a_share_on_top_is_a_smaller_share_of_the_total() -> None:
    """15% on top of the workers' part is 15/115 of the total: of 115.00 it is 15.00."""
    terms = {**FAIR_FOOD["premium"], "retention": "0.15", "retention_of": "worker_share"}
    tables = look(program={**FAIR_FOOD, "premium": terms}, payments=[payment("1", "115")], payroll=[wage("a", "1")])
    assert tables["origins"][0]["retained_cents"] == 1500


def test_money_of_the_off_season_lands_in_the_next_period_with_a_basis() -> None:
    """September's money is November's pool; a September line follows it; December's money has not landed."""
    payments = [
        payment("1", "10", for_period="2025-09-15", paid_date="2025-11-14"),
        payment("2", "10"),
        payment("3", "10", for_period="2025-12-15", paid_date="2026-01-20"),
    ]
    payroll = [wage("a", "100", hours="1"), premium("a", "17.40", for_period="2025-09-01")]
    tables = look(payments=payments, payroll=payroll)
    landed = [(row["landed_period"], row["deadline"]) for row in tables["origins"]]
    november = (date(2025, 11, 1), date(2025, 12, 30))
    assert landed == [november, november, (None, date(2026, 2, 19))]
    assert tables["premium_lines"][0]["period"] == date(2025, 11, 1)
    assert tables["entitlements"][0]["status"] == "paid"
    assert found(tables, "amount_cents") == [("pool_undistributed", 870)]


def test_a_grower_that_books_more_is_believed() -> None:
    """The receipts add up to more than the payments, so theirs is the pool; the difference is a mismatch."""
    receipt: Cells = {
        "receipt_id": "r",
        "buyer_id": "b",
        "grower_id": "g",
        "received_date": "2025-11-21",
        "amount": "11",
    }
    tables = look(payments=[payment("1", "10")], receipts=[receipt], payroll=[wage("a", "1")])
    assert tables["origins"][0]["pool_cents"] == 1100
    assert ("receipt_mismatch", -100) in found(tables, "amount_cents")


def test_a_repeated_line_counts_once_and_the_smallest_line_id_stays() -> None:
    """Of three alike, "l10" is the first by bytes, before "l9" and before the one without an id."""
    lines = [premium("a", "8.70"), premium("a", "8.70", line_id="l9"), premium("a", "8.70", line_id="l10")]
    tables = look(payments=[payment("1", "10")], payroll=[wage("a", "1", hours="1"), *lines])
    status = {row["line_id"]: row["status"] for row in tables["premium_lines"]}
    assert status == {"payroll.csv:3": "duplicate", "l9": "duplicate", "l10": "paid"}
    assert tables["pools"][0]["reached_cents"] == 870


def test_premium_taken_back_on_the_same_check_is_seen_from_one_dollar_on() -> None:
    """A deduction of 100 cents in either sign; 99 cents are not looked at."""
    for amount, size, expected in (("1", "1", 1), ("1", "-1.00", 1), ("0.99", "0.99", 0), ("1", "1.01", 0)):
        taken = premium("a", size, kind="deduction")
        tables = look(payments=[payment("1", "10")], payroll=[wage("a", "1"), premium("a", amount), taken])
        assert Counter(row[0] for row in found(tables))["premium_clawback"] == expected


def test_premium_never_makes_up_the_minimum_wage() -> None:
    """Two hours at 14.00 are 28.00; earned 27.00, and the dollar of premium reaches it."""
    grower: Cells = {"grower_id": "g", "place": "FL"}
    paid = [wage("a", "27", hours="2"), premium("a", "1")]
    assert ("premium_offset", 100) in found(look(growers=[grower], payroll=paid, payments=[]), "amount_cents")
    assert ("wage_floor_short", 100) in found(look(growers=[grower], payroll=paid[:1]), "amount_cents")


def test_milk_is_shared_equally_by_weeks_that_begin_on_sunday() -> None:
    """A bonus on the check of a week is for the week before (lag 1); 60% stays with the farm."""
    lines = [
        wage("a", "100", period_end="2025-11-29", job_class="milker", hours="1"),
        wage("b", "900", period_end="2025-11-29", job_class="barn", hours="1"),
        premium("a", "0.50", period_end="2025-11-30"),
        premium("b", "0.51", period_end="2025-12-06"),
    ]
    tables = look(program=MILK, payments=[payment("1", "2.50", paid_date="2025-11-29")], payroll=lines)
    assert [row["period"] for row in tables["pools"]] == [date(2025, 11, 23)]
    assert [(row["entitled_cents"], row["paid_cents"]) for row in tables["entitlements"]] == [
        (50, 50),
        (50, 51),
    ]


def test_volumes_are_compared_in_the_rate_unit() -> None:
    """One carton is 25 lb; 24 lb sold is one less, and the grower answers."""
    sale: Cells = {**purchase("x", "24"), "sale_id": "s"}
    tables = look(purchases=[purchase("1", "1", "carton-25lb")], sales=[sale])
    (row,) = tables["findings"]
    assert (row["kind"], row["answers"], row["ref"]) == ("volume_mismatch", "grower", "tomato-round|separate")
    assert row["quantity"] == Decimal(-1)


def test_a_row_set_aside_does_not_use_up_its_identifier_but_a_later_one_does() -> None:
    """The bad row is out, the next of that id stays; after a row dated later than as_of, the id is taken."""
    rows = [
        payment("1", "x"),
        payment("1", "2"),
        payment("2", "3", paid_date="2027-01-01"),
        payment("2", "4"),
    ]
    tables = look(payments=rows)
    assert [(row["source_row"], row["column_name"], row["reason"]) for row in tables["rejects"]] == [
        (2, "amount", "not_a_number"),
        (5, "payment_id", "used_before"),
    ]
    assert [row["paid_cents"] for row in tables["buyer_ledger"]] == [200]


def test_nothing_reported_is_not_zero() -> None:
    """Without payroll no pool is given out, and the checks that needed it are named."""
    tables = look(payments=[payment("1", "10")])
    assert tables["origins"] == []
    assert "pool_undistributed" in tables["not_run"]
    assert "buyer_paid_late" not in tables["not_run"]


def test_every_cent_has_one_place_in_300_random_worlds() -> None:
    """Section 7, last paragraph."""
    for seed in range(300):
        small = random_world(seed)
        assert_every_cent_has_one_place(reconcile(small.world, small.program, small.as_of))


def test_a_seed_is_one_world_and_its_files_and_program_text_say_the_same(tmp_path: Path) -> None:
    """A seed gives one world; its program text says what its program says; its files hold its rows."""
    for seed in range(40):
        small = random_world(seed)
        assert small == random_world(seed)
        assert tomllib.loads(small.program_toml) == small.program
        folder = tmp_path / str(seed)
        write_world(small, folder)
        world: World = {}
        for path in sorted(folder.rglob("*.csv")):
            name = path.relative_to(folder).as_posix()
            with path.open(encoding="utf-8", newline="") as file:
                world.setdefault(name.split("/")[0].removesuffix(".csv"), {})[name] = list(csv.DictReader(file))
        assert reconcile(world, small.program, small.as_of) == reconcile(small.world, small.program, small.as_of)


def test_a_counterexample_can_be_made_smaller() -> None:
    """Down to the one payment that is late."""
    small = next(one for one in map(random_world, range(100)) if kinds(one)["buyer_paid_late"])
    least = smaller(small, lambda one: kinds(one)["buyer_paid_late"] > 0)
    assert [len(rows) for files in least.world.values() for rows in files.values() if rows] == [1]


def kinds(small: SmallWorld) -> Counter[str]:
    """How many findings of each kind a world has."""
    return Counter(row[0] for row in found(reconcile(small.world, small.program, small.as_of)))
