"""The same worlds on every engine, each judged by the oracle and not by the other engine.

It is the long road (`make cluster`); the world of traps in `test_traps_on_spark` is the short one.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from merged import grouped, merged, spread

from case_files import all_cases
from engine_of_worlds import answer, differences
from premium.reconcile.plan import KINDS
from strategies import random_world

if TYPE_CHECKING:
    from case_files import Case
    from engine_of_worlds import Opener

pytestmark = pytest.mark.cluster
MANY = int(os.environ.get("PREMIUM_SPARK_WORLDS", "30"))


def of(cases: list[Case]) -> str:
    return f"{len(cases)} cases of {', '.join(sorted({case.kind for case in cases}))[:60]}"


@pytest.mark.parametrize("open_engine", ["spark"], indirect=True)
@pytest.mark.parametrize("cases", spread(), ids=of)
def test_what_every_kind_finds_is_found_on_every_engine(open_engine: Opener, cases: list[Case]) -> None:
    small = merged(cases)
    assert differences(small, answer(small, opened=open_engine)) == []


def test_all_kinds_are_among_them() -> None:
    found = {row["kind"] for cases in spread() for row in answer(merged(cases)).tables["findings"]}
    assert found == set(KINDS)


@pytest.mark.parametrize("cases", grouped(all_cases()), ids=of)
def test_every_case_on_every_engine(open_engine: Opener, cases: list[Case]) -> None:
    small = merged(cases)
    assert differences(small, answer(small, opened=open_engine)) == []


@pytest.mark.parametrize("seed", range(5000, 5000 + MANY))
def test_many_worlds_on_every_engine(open_engine: Opener, seed: int) -> None:
    small = random_world(seed)
    assert differences(small, answer(small, opened=open_engine)) == []
