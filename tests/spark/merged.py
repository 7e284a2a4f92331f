"""Many cases in one world: a run on Spark costs the same for one case as for fifty.

Each case's buyers, growers and workers get a mark of their own, so that none meets another's; the oracle judges the
world that comes of it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from case_files import all_cases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from case_files import Case
    from oracle.world import Cells, World
    from strategies import SmallWorld

    Alike = tuple[str, object, tuple[str, ...]]

MARKED = ("buyer_id", "grower_id", "worker_id")


def alike(case: Case) -> Alike:
    """Return what cases must share to stand in one world: the program, the day, and which tables were reported."""
    return case.small.program_toml, case.small.as_of, tuple(sorted(case.small.world))


def grouped(cases: Iterable[Case]) -> list[list[Case]]:
    """Return the cases in groups that can stand in one world each."""
    groups: dict[Alike, list[Case]] = defaultdict(list)
    for case in cases:
        groups[alike(case)].append(case)
    return list(groups.values())


def spread() -> list[list[Case]]:
    """Return few groups with all kinds among their findings: cases of one program and day, whatever was reported."""
    groups: dict[Alike, list[Case]] = defaultdict(list)
    for case in all_cases():
        if case.fails:
            groups[*alike(case)[:2], ()].append(case)
    return sorted(groups.values(), key=len, reverse=True)[:2]


def merged(cases: list[Case]) -> SmallWorld:
    """Return one world of all these cases."""
    world: World = {}
    for number, case in enumerate(cases):
        for table, files in case.small.world.items():
            for name, rows in files.items():
                file = f"{table}/{number:03d}-{name.rpartition('/')[2]}"
                world.setdefault(table, {})[file] = [_marked(row, f"{number:03d}.") for row in rows]
    return replace(cases[0].small, world=world)


def _marked(row: Cells, mark: str) -> Cells:
    return {column: mark + cell if column in MARKED and cell else cell for column, cell in row.items()}
