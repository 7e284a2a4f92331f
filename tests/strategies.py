"""Random small worlds for the tests: `random_world(seed)`, a Hypothesis strategy over it, and its files."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import strategies as st

from oracle.facts import Facts
from oracle.periods import plus_days
from oracle.reading import SPECS
from oracle.terms import read_program
from oracle.world import World
from small_worlds.dirt import spoil, to_world
from small_worlds.draw import BUYERS, GROWERS, WORKERS, Draft
from small_worlds.payroll import add_wages
from small_worlds.premium import add_premium
from small_worlds.programs import draw_program
from small_worlds.trade import add_money, add_monitor_tables, add_purchases, add_sales

# Around a rate change, a new year, a change of the minimum wage, and the ends of two Februaries.
ANCHORS = (
    date(2025, 12, 1),
    date(2025, 12, 1),
    date(2026, 1, 1),
    date(2025, 9, 30),
    date(2025, 3, 1),
    date(2024, 3, 1),
)


@dataclass(frozen=True)
class SmallWorld:
    """Input tables, the program (parsed, and as text), and the day on which to look."""

    world: World
    program: dict[str, Any]
    program_toml: str
    as_of: date
    program_id: str


def new_draft(rng: Random, program: dict[str, Any]) -> Draft:
    """Who there is and when: few of each, so that they meet."""
    terms = read_program(program)
    calendar = terms.calendar
    first = calendar.back(calendar.period_of(rng.choice(ANCHORS)), rng.choice((0, 1, 1, 2)))
    growers = rng.sample(GROWERS, rng.choice((1, 1, 2, 3)))
    draft = Draft(
        rng=rng,
        program=program,
        terms=terms,
        scale=rng.choices(("tiny", "some", "huge"), (35, 57, 8))[0],
        periods=[],
        buyers=rng.sample(BUYERS, rng.choice((1, 2, 2, 3))),
        growers=growers,
        workers=dict.fromkeys(growers, rng.sample(WORKERS, rng.randint(1, 4))),
    )
    if draft.chance(0.6):  # else the growers have workers of the same names, who are not the same people
        draft.workers = {grower: rng.sample(WORKERS, rng.randint(1, 4)) for grower in growers}
    draft.periods = [draft.forward(first, later) for later in range(rng.choice((1, 2, 2, 3)))]
    return draft


def days_to_look(draft: Draft, facts: Facts) -> list[date]:
    """The days around which something changes: deadlines, the ends of terms, and the dates of rows."""
    days = [one.deadline for one in facts.origins if one.deadline is not None]
    ends = [draft.calendar.last_day(period) for period in draft.periods]
    days += [plus_days(end, draft.terms.buyer_days) for end in ends]
    days += [date.fromisoformat(str(row["check_date"])) for row in draft.rows.get("payroll", ())][-3:]
    return days


def draw_as_of(draft: Draft, facts: Facts) -> date:
    """Long after everything, or the day before, on or after one that matters."""
    days = days_to_look(draft, facts)
    if draft.chance(0.5):
        return plus_days(max(days), draft.rng.choice((1, 60)))
    return plus_days(draft.rng.choice(days), draft.rng.choice((-1, 0, 0, 1)))


def random_world(seed: int) -> SmallWorld:
    """The world of a seed, always the same one."""
    return make_world(Random(seed))


def make_world(rng: Random) -> SmallWorld:
    """Trade, wages, premium near what is owed, a day to look, and then the dirt."""
    program_id, text, program = draw_program(rng)
    draft = new_draft(rng, program)
    add_monitor_tables(draft)
    add_purchases(draft)
    add_sales(draft)
    add_money(draft)
    if draft.chance(0.2):
        draft.rows.pop("payments", None)  # what is pooled must then come from the receipts
    add_wages(draft)
    as_of = draw_as_of(draft, add_premium(draft))
    if draft.chance(0.5):
        spoil(draft)
    return SmallWorld(to_world(draft), program, text, as_of, program_id)


def worlds() -> st.SearchStrategy[SmallWorld]:
    """Small worlds for Hypothesis. A seed does not shrink to a smaller world: see `smaller`."""
    return st.integers(0, 2**32).map(random_world)


def write_world(small: SmallWorld, folder: Path) -> None:
    """The input folder as CSV files with canonical columns; an optional one that no row knows is left out."""
    for table, files in small.world.items():
        for name, rows in files.items():
            known = {column for row in rows for column in row}
            columns = [c.name for c in SPECS[table].columns if c.required or c.name in known]
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)


def smaller(small: SmallWorld, still_fails: Callable[[SmallWorld], bool]) -> SmallWorld:
    """Take away tables, then rows, one by one, while the world still fails: for reading a counterexample."""
    found = True
    while found:
        found = False
        for candidate in with_less(small):
            if still_fails(candidate):
                small, found = candidate, True
                break
    return small


def with_less(small: SmallWorld) -> Iterator[SmallWorld]:
    """The worlds that lack one table, and those that lack one row."""
    for table in small.world:
        yield replace(small, world={name: files for name, files in small.world.items() if name != table})
    for table, files in small.world.items():
        for name, rows in files.items():
            for index in range(len(rows)):
                less = {**files, name: rows[:index] + rows[index + 1 :]}
                yield replace(small, world={**small.world, table: less})
