"""Random small worlds: the engine says what the oracle says, and what must not matter does not.

A seed that fails is looked at again with `PYTHONPATH=.:tests python -m engine_of_worlds SEED`.
PREMIUM_WORLDS says how many worlds the long road takes (`pytest -m many`).
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conservation import assert_every_cent_has_one_place
from engine_of_worlds import answer, differences, judge_seeds
from how_many import examples
from oracle.cells import read_cell
from oracle.reading import PAYROLL, read_world
from premium.audit import Settings, audit
from strategies import SmallWorld, random_world, worlds, write_world

if TYPE_CHECKING:
    from pathlib import Path

    from engine_of_worlds import Answer
    from oracle.world import Cells, PayLine, Rows, World

MANY = int(os.environ.get("PREMIUM_WORLDS", "2000"))
FIRST = 1000
QUICK, CHUNK, LONG_CHUNK = 40, 5, 50
BY_AMOUNT = ("buyer_ledger", "origins", "pools", "entitlements", "passthrough", "wages")
"""Tables without a source column: no order of rows or files may change a cell of them."""
A_CENT = 100_00


@pytest.mark.parametrize("first", range(0, QUICK, CHUNK))
def test_the_engine_says_what_the_oracle_says(first: int) -> None:
    assert judge_seeds(range(first, first + CHUNK)) == []


@pytest.mark.many
@pytest.mark.parametrize("first", range(FIRST, FIRST + MANY, LONG_CHUNK))
def test_the_engine_says_what_the_oracle_says_of_many_worlds(first: int) -> None:
    assert judge_seeds(range(first, min(first + LONG_CHUNK, FIRST + MANY))) == []


@examples(6, 100)
@given(small=worlds())
def test_every_cent_has_one_place(small: SmallWorld) -> None:
    said = answer(small)
    assert said.homeless == []
    assert_every_cent_has_one_place(said.tables)


@examples(6, 100)
@given(small=worlds(), seed=st.integers(0, 2**32))
def test_the_order_of_rows_and_their_files_do_not_matter(small: SmallWorld, seed: int) -> None:
    """Where no identifier is used twice, of which the first in order stays (section 2)."""
    before = answer(small)
    assume(not any(str(row["reason"]).startswith("used_before") for row in before.tables["rejects"]))
    after = answer(replace(small, world=shuffled(small.world, Random(seed))))
    for name in BY_AMOUNT:
        assert after.tables[name] == before.tables[name], name
    for name in ("premium_lines", "findings", "rejects"):
        assert without_places(after, name) == without_places(before, name), name
    assert after.not_run == before.not_run


def shuffled(world: World, rng: Random) -> World:
    """Each table's rows in another order, in one to three files of other names."""
    other: World = {}
    for table, files in world.items():
        rows = [row for file in files.values() for row in file]
        rng.shuffle(rows)
        names = rng.sample([f"{table}/{name}.csv" for name in ("z", "a", "B", "a10")], rng.randint(1, 3))
        other[table] = {name: [] for name in names}
        for row in rows:
            other[table][rng.choice(names)].append(row)
    return other


def without_places(said: Answer, table: str) -> Counter[tuple[Any, ...]]:
    """A table's rows without ids, files, row numbers, and the names that pay lines have of them."""
    named = {f"{row['source_file']}:{row['source_row']}" for row in said.tables["premium_lines"]}
    left_out = {"finding_id", "source_file", "source_row"}
    rows = [{c: None if v in named else v for c, v in r.items() if c not in left_out} for r in said.tables[table]]
    return Counter(tuple(row.values()) for row in rows)


@examples(6, 100)
@given(small=worlds(), data=st.data())
def test_a_wage_line_in_two_parts_changes_nothing_but_evidence(small: SmallWorld, data: st.DataObject) -> None:
    """All that the contract asks of wage lines are sums; `other_wage` is also compared by its size (clawback)."""
    lines = read_world(small.world, small.as_of).payroll or []
    wages = [line for line in lines if line.is_wage and line.kind != "other_wage"]
    assume(wages)
    line = data.draw(st.sampled_from(wages), "line")
    before, after = answer(small), answer(in_two_parts(small, line, data.draw(st.integers(-A_CENT, A_CENT), "part")))
    for name in (*BY_AMOUNT, "premium_lines", "findings", "rejects"):
        assert after.tables[name] == before.tables[name], name


def in_two_parts(small: SmallWorld, line: PayLine, part: int) -> SmallWorld:
    """The world with so many smallest units of amount, hours and units of a line on a second one at its file's end."""
    first = dict(small.world["payroll"][line.source.file][line.source.row - 2])
    second: Cells = {**first, "line_id": None}
    for column in PAYROLL:
        value, _ = read_cell(column, first.get(column.name))
        if column.name in ("amount", "hours", "units") and value is not None:
            first[column.name] = decimal(value - part, column.scale)
            second[column.name] = decimal(part, column.scale)
    rows = list(small.world["payroll"][line.source.file])
    rows[line.source.row - 2] = first
    return with_file(small, "payroll", line.source.file, [*rows, second])


def decimal(units: int, scale: int) -> str:
    whole, fraction = divmod(abs(units), 10**scale)
    return f"{'-' if units < 0 else ''}{whole}.{fraction:0{scale}d}"


def with_file(small: SmallWorld, table: str, name: str, rows: list[Cells]) -> SmallWorld:
    return replace(small, world={**small.world, table: {**small.world[table], name: rows}})


def with_row(small: SmallWorld, table: str, row: Cells) -> SmallWorld:
    """The world with one more row, at the end of its table's last file."""
    name = max(small.world[table], key=str.encode)
    return with_file(small, table, name, [*small.world[table][name], row])


@examples(6, 100)
@given(small=worlds(), data=st.data())
def test_a_premium_payment_never_raises_a_shortfall(small: SmallWorld, data: st.DataObject) -> None:
    """Only the worker who got it is touched, and the pool lacks less by just what the worker lacks less."""
    before = answer(small)
    assume(before.tables["entitlements"])
    place = data.draw(st.sampled_from(before.tables["entitlements"]), "worker")
    cents = data.draw(st.integers(1, 10 * A_CENT), "cents")
    after = answer(with_row(small, "payroll", premium_line(place, decimal(cents, 2), small.as_of)))
    ours = {worker(row): row for row in after.tables["entitlements"]}
    for row in before.tables["entitlements"]:
        if worker(row) != worker(place):
            assert ours[worker(row)] == row
    mine = ours[worker(place)]
    assert mine["paid_cents"] == place["paid_cents"] + cents
    assert mine["entitled_cents"] == place["entitled_cents"]
    assert mine["short_cents"] <= place["short_cents"]
    gained = place["short_cents"] - mine["short_cents"]
    assert short_of(after, place) == short_of(before, place) - gained


def worker(row: dict[str, Any]) -> tuple[str, date, str]:
    return row["grower_id"], row["period"], row["worker_id"]


def short_of(said: Answer, place: dict[str, Any]) -> int:
    pools = {(row["grower_id"], row["period"]): row["short_cents"] for row in said.tables["pools"]}
    return int(pools[(place["grower_id"], place["period"])])


def premium_line(place: dict[str, Any], amount: str, as_of: date) -> Cells:
    """A line for a worker in a pool, on a check of its own, so that it repeats no other."""
    return {
        "line_id": "an added line", "grower_id": place["grower_id"], "worker_id": place["worker_id"],
        "check_id": "an added check", "check_date": as_of.isoformat(), "period_start": place["period"].isoformat(),
        "period_end": place["period"].isoformat(), "pay_code": "FFP", "kind": "premium", "amount": amount,
        "for_period": place["period"].isoformat(),
    }  # fmt: skip


@examples(6, 100)
@given(small=worlds(), data=st.data())
def test_a_buyers_payment_lowers_what_is_outstanding_and_no_pools(small: SmallWorld, data: st.DataObject) -> None:
    """Where payments were reported. One month's pool may fall: the payments may now add up to more than the receipts,
    whose months may be others; all of a grower's months together never do."""
    before = answer(small)
    assume("payments" in small.world and before.tables["buyer_ledger"])
    place = data.draw(st.sampled_from(before.tables["buyer_ledger"]), "place")
    cents = data.draw(st.integers(1, 10 * A_CENT), "cents")
    after = answer(with_row(small, "payments", payment(place, decimal(cents, 2), small.as_of)))
    assert len(after.tables["buyer_ledger"]) == len(before.tables["buyer_ledger"])
    for old, new in zip(before.tables["buyer_ledger"], after.tables["buyer_ledger"], strict=True):
        if old != place:
            assert new == old
            continue
        assert new["paid_cents"] == old["paid_cents"] + cents
        assert (new["due_cents"], new["received_cents"]) == (old["due_cents"], old["received_cents"])
        if old["outstanding_cents"] is not None:
            assert new["outstanding_cents"] == old["outstanding_cents"] - cents
    pooled, was = (sums(said.tables["origins"]) for said in (after, before))
    assert pooled[place["grower_id"]] >= was[place["grower_id"]]


def payment(place: dict[str, Any], amount: str, as_of: date) -> Cells:
    return {
        "payment_id": "an added payment", "buyer_id": place["buyer_id"], "grower_id": place["grower_id"],
        "paid_date": as_of.isoformat(), "amount": amount, "for_period": place["period"].isoformat(),
    }  # fmt: skip


def sums(origins: Rows) -> Counter[str]:
    pooled: Counter[str] = Counter()
    for row in origins:
        pooled[row["grower_id"]] += row["pool_cents"]
    return pooled


@examples(6, 100)
@given(small=worlds(), days=st.integers(1, 400))
def test_time_alone_only_adds_what_was_pending(small: SmallWorld, days: int) -> None:
    """Looked at later, with no new row in sight, each worker's sums are the same, and nobody becomes pending."""
    seen = replace(small, world=only_seen(small))
    before, after = answer(seen), answer(replace(seen, as_of=seen.as_of + timedelta(days=days)))
    for name in ("buyer_ledger", "origins", "passthrough", "wages", "rejects"):
        assert after.tables[name] == before.tables[name], name
    for old, new in zip(before.tables["entitlements"], after.tables["entitlements"], strict=True):
        assert {**new, "status": None} == {**old, "status": None}
        assert new["status"] == old["status"] or old["status"] == "pending"
    ids = {row["finding_id"] for row in after.tables["findings"]}
    assert {row["finding_id"] for row in before.tables["findings"]} <= ids


def only_seen(small: SmallWorld) -> World:
    """The world without any row dated after the day on which we look."""
    dates = ("ship_date", "paid_date", "received_date", "check_date")

    def seen(row: Cells) -> bool:
        return not any((row.get(name) or "") > small.as_of.isoformat() for name in dates)

    return {
        table: {name: [row for row in rows if seen(row)] for name, rows in files.items()}
        for table, files in small.world.items()
    }


@pytest.mark.parametrize("seed", [3, 11, 12, 29])
def test_the_same_world_gives_the_same_bytes(seed: int, tmp_path: Path) -> None:
    """In every table of the run folder, whatever the threads."""
    small = random_world(seed)
    write_world(small, tmp_path / "records")
    (tmp_path / "program.toml").write_text(small.program_toml, encoding="utf-8")
    runs = []
    for name, threads in (("one", 1), ("two", 2)):
        settings = Settings(threads=threads)
        run = audit(tmp_path / "records", str(tmp_path / "program.toml"), tmp_path / name, small.as_of, settings)
        runs.append({path: run.path.joinpath(path).read_bytes() for path in run.manifest["tables"]})
    assert runs[0] == runs[1]


def test_a_difference_names_its_seed() -> None:
    """The helper sees a difference: what the oracle says of one world is not what the engine says of another."""
    first, second = (random_world(seed) for seed in (0, 1))
    assert differences(first, answer(second)) != []
