"""What buyers are told: their own money, how far it got, and nothing that tells of a group below five."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from paper_worlds import Pool, even, world
from premium.certified import ANSWERS, FIGURES, POOL, Under, canonical, code, fingerprint, told
from premium.engine import OnDuckDB
from reports.papers.certificate import totals

if TYPE_CHECKING:
    from pathlib import Path

    from premium.run_folder import RunFolder

Workers = dict[str, tuple[str, str | None]]
HIDDEN = dict.fromkeys(("reached_cents", "short_cents", "pending_cents", "workers"))


def answers(run: RunFolder) -> list[dict[str, Any]]:
    """The rows of the step, as the Parquet file has them."""
    with duckdb.connect() as db:
        result = db.execute(f"SELECT * FROM '{run.table('buyer_answers')}'")  # noqa: S608 - our own
        columns = [column for column, *_ in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def pools(run: RunFolder, buyer: str = "market") -> dict[str, dict[str, Any]]:
    """What a buyer is told of its pools, by month."""
    return {row["period"][:7]: row for row in told(answers(run))[buyer] if row["part"] == "pool"}


def test_with_five_workers_it_is_told_what_reached_them(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(5, "10.00"))])
    assert pools(run) == {"2025-11": {
        "part": "pool", "grower_id": "farm", "period": "2025-11-01", "pool_cents": 10000, "retained_cents": 1300,
        "distributable_cents": 8700, "reached_cents": 5000, "short_cents": 3700, "pending_cents": 0, "workers": 5,
        "suppressed": False,
    }}  # fmt: skip


def test_with_four_workers_it_is_not_nor_how_many_they_are(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(4, "10.00"))])
    (row,) = pools(run).values()
    assert {column: row[column] for column in HIDDEN} == HIDDEN
    assert row["suppressed"] is True
    assert (row["pool_cents"], row["retained_cents"], row["distributable_cents"]) == (10000, 1300, 8700)


def test_workers_without_a_cent_of_share_are_not_among_the_five(tmp_path: Path) -> None:
    many = {f"w{number}": (wages, None) for number, wages in enumerate(["1000.00"] * 4 + ["0.01"] * 6)}
    (row,) = pools(world(tmp_path, [Pool("2025-11", "1.00", many)])).values()
    assert row["suppressed"] is True


def test_someone_paid_premium_without_a_share_is_not_among_the_five(tmp_path: Path) -> None:
    payroll = even(4, "10.00") | {"foreman": ("0.00", "10.00")}
    (row,) = pools(world(tmp_path, [Pool("2025-11", "100.00", payroll)])).values()
    assert row["suppressed"] is True


@pytest.mark.parametrize(("day", "short", "pending"), [(30, 0, 3700), (31, 3700, 0)])
def test_until_the_deadline_what_is_short_is_pending(day: int, short: int, pending: int, tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(5, "10.00"))], date(2025, 12, day))
    (row,) = pools(run).values()
    assert (row["short_cents"], row["pending_cents"]) == (short, pending)


def three(tmp_path: Path, hidden: Workers) -> RunFolder:
    """Three pools, of which one has the workers given."""
    return world(tmp_path, [
        Pool("2025-10", "100.00", even(6, "14.50")), Pool("2025-11", "80.00", hidden),
        Pool("2025-12", "50.00", even(5, None)),
    ])  # fmt: skip


def test_of_several_pools_only_the_small_one_is_hidden_and_it_is_in_no_sum(tmp_path: Path) -> None:
    run = three(tmp_path, even(4, "10.00"))
    assert {month: row["suppressed"] for month, row in pools(run).items()} == {
        "2025-10": False, "2025-11": True, "2025-12": False,
    }  # fmt: skip
    sums = totals(told(answers(run))["market"])["pool"]
    assert sums == {
        "pool_cents": 15000, "retained_cents": 1950, "distributable_cents": 13050, "reached_cents": 8700,
        "short_cents": 4350, "pending_cents": 0, "rows": 2, "hidden_rows": 1,
    }  # fmt: skip


def test_nothing_that_is_told_depends_on_what_reached_a_hidden_group_or_how_large_it_is(tmp_path: Path) -> None:
    worlds: list[Workers] = [even(4, "10.00"), even(4, None), even(3, "29.00"), {"w9": ("5.00", "0.01")}]
    each = [told(answers(three(tmp_path / str(n), hidden)))["market"] for n, hidden in enumerate(worlds)]
    assert all(rows == each[0] for rows in each)
    assert all(totals(rows) == totals(each[0]) for rows in each)


def test_every_buyer_of_a_hidden_pool_is_told_as_little(tmp_path: Path) -> None:
    shared = [Pool("2025-11", "60.00", even(4, "10.00")), Pool("2025-11", "40.00", even(4, "10.00"), buyer="bistro")]
    run = world(tmp_path, shared)
    for buyer in ("market", "bistro"):
        (row,) = pools(run, buyer).values()
        assert row["suppressed"] is True
        assert [row[column] for column in HIDDEN] == [None] * 4


def test_the_ledger_is_told_by_the_period_that_money_is_for_and_pools_by_the_one_it_landed_in(tmp_path: Path) -> None:
    carried = [Pool("2025-10", "30.00", {}), Pool("2025-11", "70.00", even(5, "17.40"))]
    rows = told(answers(world(tmp_path, carried)))["market"]
    assert [(r["part"], r["period"], r.get("money_in_cents"), r.get("pool_cents")) for r in rows] == [
        ("ledger", "2025-10-01", 3000, None), ("ledger", "2025-11-01", 7000, None), ("pool", "2025-11-01", None, 10000),
    ]  # fmt: skip


# What has not landed


def waiting(run: RunFolder, buyer: str = "market") -> dict[str, dict[str, Any]]:
    """What a buyer is told of its money that has not landed, by month."""
    return {row["period"][:7]: row for row in told(answers(run))[buyer] if row["part"] == "not_landed"}


@pytest.mark.parametrize(("day", "short", "pending"), [(30, 0, 2610), (31, 2610, 0)])
def test_money_that_found_no_payroll_is_pending_until_its_deadline_and_short_after_it(
    day: int, short: int, pending: int, tmp_path: Path
) -> None:
    over = [Pool("2025-11", "100.00", even(5, "17.40")), Pool("2025-12", "30.00", {})]
    run = world(tmp_path, over, date(2026, 1, day))
    assert waiting(run) == {"2025-12": {
        "part": "not_landed", "grower_id": "farm", "period": "2025-12-01", "pool_cents": 3000, "retained_cents": 390,
        "distributable_cents": 2610, "short_cents": short, "pending_cents": pending,
    }}  # fmt: skip
    sums = totals(told(answers(run))["market"])
    assert sums["not_landed"] == {"pool_cents": 3000, "retained_cents": 390, "distributable_cents": 2610,
                                  "short_cents": short, "pending_cents": pending, "rows": 1}  # fmt: skip
    assert sums["pool"]["pool_cents"] == 10000


def test_buyers_part_what_has_not_landed_as_they_part_a_pool(tmp_path: Path) -> None:
    paid = {"market": "10.00", "bistro": "10.00", "cafe": "0.01", "diner": "-5.00"}
    over = [Pool("2025-12", cents, {}, buyer=buyer) for buyer, cents in paid.items()]
    run = world(tmp_path, [Pool("2025-11", "100.00", even(5, "17.40")), *over])
    each = {b: tuple(waiting(run, b)["2025-12"][c] for c in ("pool_cents", "retained_cents", "distributable_cents"))
            for b in ("bistro", "market", "cafe")}  # fmt: skip
    assert each == {"bistro": (750, 97, 653), "market": (750, 98, 652), "cafe": (1, 0, 1)}
    assert not waiting(run, "diner"), "who took money back has no part"


def test_money_that_has_landed_elsewhere_or_is_not_above_zero_is_not_among_what_has_not(tmp_path: Path) -> None:
    carried = [Pool("2025-10", "30.00", {}), Pool("2025-11", "70.00", even(5, None)), Pool("2025-12", "9.00", {}),
               Pool("2025-12", "-9.00", {}, buyer="bistro")]  # fmt: skip
    run = world(tmp_path, carried)
    assert not waiting(run)
    assert totals(told(answers(run))["market"])["not_landed"]["rows"] == 0


def test_what_has_not_landed_tells_nothing_of_a_hidden_group(tmp_path: Path) -> None:
    worlds: list[Workers] = [even(4, "10.00"), even(4, None), even(3, "29.00"), {"w9": ("5.00", "0.01")}]
    over = Pool("2025-12", "30.00", {})
    each = [told(answers(world(tmp_path / str(n), [Pool("2025-11", "80.00", w), over])))["market"]
            for n, w in enumerate(worlds)]  # fmt: skip
    assert all(rows == each[0] for rows in each)
    assert totals(each[0])["pool"]["hidden_rows"] == totals(each[0])["not_landed"]["rows"] == 1


def test_what_is_told_is_the_pass_through_and_the_ledger_of_the_run(valley_run: RunFolder) -> None:
    with duckdb.connect() as db:
        shown = f"""SELECT buyer_id, grower_id, period, pool_cents, reached_cents, short_cents + pending_cents
            FROM '{valley_run.table("buyer_answers")}' WHERE part = 'pool' AND NOT suppressed"""  # noqa: S608 - our own
        every = f"""SELECT buyer_id, grower_id, period, pool_cents, reached_cents, short_cents
            FROM '{valley_run.table("passthrough")}'"""  # noqa: S608 - our own
        assert set(db.execute(shown).fetchall()) <= set(db.execute(every).fetchall())
        ledger = f"SELECT COUNT(*) FROM '{valley_run.table('ledger')}'"  # noqa: S608 - our own
        assert [len([r for r in answers(valley_run) if r["part"] == "ledger"])] == list(
            db.execute(ledger).fetchone() or ()
        )


def test_a_run_keeps_the_fingerprint_of_what_each_buyer_is_told(valley_run: RunFolder) -> None:
    terms = Under("2026-03-31", "month", valley_run.manifest["program"]["sha256"])
    each = told(answers(valley_run))
    assert valley_run.manifest["certificates"] == {b: fingerprint(b, terms, rows) for b, rows in each.items()}
    assert len(each) == 3


def test_rows_in_another_order_have_the_same_fingerprint_and_other_figures_another(tmp_path: Path) -> None:
    run = world(tmp_path, [Pool("2025-11", "100.00", even(5, "10.00")), Pool("2025-12", "10.00", even(5, None))])
    rows, under = answers(run), Under("2026-06-01", "month", "x")
    one = fingerprint("market", under, told(rows)["market"])
    assert fingerprint("market", under, told(reversed(rows))["market"]) == one
    changed = [{**row, "reached_cents": 1} if row["reached_cents"] else row for row in rows]
    assert fingerprint("market", under, told(changed)["market"]) != one
    assert fingerprint("other", under, told(rows)["market"]) != one
    assert fingerprint("market", Under("2026-06-02", "month", "x"), told(rows)["market"]) != one


def test_canonical_json_is_one_spelling() -> None:
    assert canonical({"b": [1, None, True], "a": "ñ"}) == '{"a":"ñ","b":[1,null,true]}'.encode()
    assert code("0123456789abcdef0123456789") == "01234-56789-abcde-f0123"


def test_no_worker_is_in_what_buyers_are_told(valley_run: RunFolder) -> None:
    (columns,) = {tuple(row) for row in answers(valley_run)}
    assert set(columns) == {"buyer_id", "grower_id", "period", "part", *FIGURES["ledger"], *POOL}


def test_the_step_is_read_as_the_step_says_it(valley_run: RunFolder, tmp_path: Path) -> None:
    with OnDuckDB(tmp_path / "spill") as engine:
        engine.load("buyer_answers", valley_run.table("buyer_answers"))
        assert told(engine.rows(ANSWERS)) == told(answers(valley_run))
