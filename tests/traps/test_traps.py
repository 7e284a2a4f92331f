"""On every trap the engine says what the oracle says, and each trap still catches the naive ways that it is set for."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from engine_of_worlds import differences
from oracle import reconcile as oracle
from oracle.periods import Calendar
from traps import shares
from traps.naive import NAIVE, naively
from traps.worlds import PROGRAMS, TRAPS, Trap, whole_world

if TYPE_CHECKING:
    from engine_of_worlds import Answer
    from strategies import SmallWorld
    from traps.conftest import RunOn

CAUGHT = [(trap, naive) for trap in TRAPS for naive in trap.catches]


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def told(request: pytest.FixtureRequest, run_on: RunOn) -> tuple[SmallWorld, Answer]:
    """A whole world of traps, and what the engine says of it."""
    world = whole_world(request.param)
    return world, run_on(world)


def judged(small: SmallWorld) -> dict[str, Any]:
    return oracle(small.world, small.program, small.as_of)


def test_the_engine_says_what_the_oracle_says(told: tuple[SmallWorld, Answer]) -> None:
    assert differences(*told) == []


def test_every_row_of_the_traps_is_legal_and_looked_at(told: tuple[SmallWorld, Answer]) -> None:
    assert told[1].tables["rejects"] == []
    assert all(file.rows_later == 0 for file in told[1].receipt.files)


def test_each_finding_has_the_name_that_its_facts_give(told: tuple[SmallWorld, Answer]) -> None:
    findings = told[1].tables["findings"]
    assert [row["finding_id"] for row in findings] == [name_of(row, told[0].program_id) for row in findings]
    assert len({row["finding_id"] for row in findings}) == len(findings)


def name_of(row: dict[str, Any], program: str) -> str:
    """A finding's name by the standard library: absent is `%`, and what separates is written otherwise."""
    facts = [row[name] for name in ("buyer_id", "grower_id", "worker_id", "period", "ref")]
    parts = [part(program), row["kind"], *(part(fact) for fact in facts)]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def part(fact: object) -> str:
    return "%" if fact is None else str(fact).replace("%", "%25").replace("|", "%7C")


def test_names_that_are_only_joined_are_not_apart() -> None:
    findings = judged(trap_of("odd names").alone)["findings"]
    facts = ("kind", "buyer_id", "grower_id", "worker_id", "period", "ref")
    named = {tuple(row[fact] for fact in facts) for row in findings}
    assert len(named) == len(findings)
    assert len({"|".join("" if fact is None else str(fact) for fact in name) for name in named}) < len(named)


def trap_of(name: str) -> Trap:
    return next(trap for trap in TRAPS if trap.name == name)


@pytest.mark.parametrize(("trap", "naive"), CAUGHT, ids=[f"{trap.name}: {naive}" for trap, naive in CAUGHT])
def test_a_trap_catches_the_naive_way(trap: Trap, naive: str) -> None:
    """The naive way ends in another answer, or in none: a calendar without an end stops where there is no day."""
    right = judged(trap.alone)
    with naively(naive):
        try:
            wrong = judged(trap.alone)
        except ArithmeticError:
            return
    assert wrong != right


@pytest.mark.parametrize("naive", sorted(NAIVE))
def test_no_naive_way_is_caught_by_nothing(naive: str) -> None:
    assert naive in {caught for _, caught in CAUGHT}


def test_what_is_patched_is_put_back() -> None:
    right = Calendar.period_of
    with naively("weeks end with the year"):
        assert Calendar.period_of is not right
    assert Calendar.period_of is right


def test_the_large_traps_are_as_large_as_they_say() -> None:
    rows = judged(trap_of("quotients above 2^53").alone)["entitlements"]
    assert sum(row["entitled_cents"] > shares.DOUBLE for row in rows) >= len(rows) // 3
    (largest,) = [
        row for row in judged(trap_of("products near the largest").alone)["entitlements"] if row["worker_id"] == "w1"
    ]
    assert largest["entitled_cents"] * largest["basis"] > 2**122


def test_the_worlds_hold_every_status_cause_and_most_kinds(told: tuple[SmallWorld, Answer]) -> None:
    """A trap that nobody can fail guards nothing: the whole worlds reach far into the rules."""
    tables = told[1].tables
    kinds = Counter(row["kind"] for row in tables["findings"])
    if told[0].program_id == "fair-food":
        assert {row["status"] for row in tables["entitlements"]} >= {"paid", "short", "over", "missing"}
        assert {row["cause"] for row in tables["pools"]} >= {"not_distributed", "over_retained", "uneven", None}
        assert len(kinds) >= 18
