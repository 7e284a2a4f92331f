"""The roads: what each is called, the command that is its process, and what its answer must be."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.scale.right import by_hand_unlike, found, unlike
from benchmarks.scale.worlds import LONE, MONTHLY, WEEKLY, World
from benchmarks.timed import MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PEERS = Path(".peers/bin/python")


@dataclass(frozen=True, slots=True)
class Road:
    """One road over the world of one program.

    `command` makes its process, `wrong` says how the answer that lies in its place is wrong, or nothing. `whole` counts
    the start of Python and its imports too: what a person waits for.
    """

    name: str
    program: str
    what: str
    command: Callable[[World, Path], list[str]]
    wrong: Callable[[World, Path], str]
    whole: bool = False
    peer: bool = False


def _ours(name: str, *more: str) -> Callable[[World, Path], list[str]]:
    def command(world: World, place: Path) -> list[str]:
        about = ["--program", world.program, "--as-of", world.as_of, *more]
        return [sys.executable, "-m", "benchmarks.scale.road", name, str(world.folder), str(place), *about]

    return command


def _theirs(name: str) -> Callable[[World, Path], list[str]]:
    return lambda world, place: [str(PEERS), "-m", "benchmarks.peers.road", name, str(world.folder), str(place)]


def _reconcile(records: str, *more: str) -> Callable[[World, Path], list[str]]:
    def command(world: World, place: Path) -> list[str]:
        about = ["--program", world.program, "--as-of", world.as_of, "--out", str(place / "run"), "--quiet", *more]
        start = [sys.executable, "-m", "benchmarks.scale.whole", str(place), "reconcile"]
        return [*start, str(world.folder / records), *about]

    return command


def _only(lone: str) -> Callable[[World, Path], list[str]]:
    def command(world: World, place: Path) -> list[str]:
        return _ours("audit", "--records", "week", "--only", world.growers[lone])(world, place)

    return command


def _told(place: Path) -> Any:  # noqa: ANN401 - each road's own answer
    return json.loads((place / MEASURED).read_text(encoding="utf-8"))["told"]


def _counts(what: Sequence[str]) -> Callable[[World, Path], str]:
    """See that a floor saw every line, and every cent where it added them up."""
    return lambda world, place: unlike(", ".join(what), _told(place), [getattr(world, name) for name in what])


def _findings(lone: str = "") -> Callable[[World, Path], str]:
    def wrong(world: World, place: Path) -> str:
        planted = world.lone[lone] if lone else world.planted
        return unlike("findings", found(place / "run" / "findings.parquet"), planted)

    return wrong


def _like_ours(world: World, place: Path) -> str:
    return by_hand_unlike(place, world.folder / "ours")


def _like_our_join(world: World, place: Path) -> str:
    """See that a peer told as many rows as differ by the run's own entitlements."""
    return unlike("rows", _told(place), world.weeks)


COMPARED = {
    "join": "the comparison alone: our SQL, what differs written out",
    "datacompy_pandas": "the comparison alone: datacompy over pandas",
    "datacompy_polars": "the comparison alone: datacompy over Polars",
    "fastrecon_keyed": "the comparison alone: fastrecon",
}
LARGE = {"usual": "a grower of the middling size", "largest": "the largest grower"}


def roads(memory: str | None) -> list[Road]:
    """Return all roads, with one more where the engine is held to `memory`."""
    all_of_it = _findings()
    held = [
        Road(f"engine_{name}_{memory}", program, f"our engine, {name} pools, --memory {memory}",
             _ours("engine", "--memory", memory), all_of_it)
        for name, program in (("monthly", MONTHLY), ("weekly", WEEKLY)) if memory
    ]  # fmt: skip
    return [
        Road("floor_sum", MONTHLY, "DuckDB: sums of the columns of numbers", _ours("floor_sum"),
             _counts(("lines", "cents"))),
        Road("floor_group", MONTHLY, "DuckDB: one group-by", _ours("floor_group"), _counts(("cents",))),
        Road("floor_group_weekly", WEEKLY, "DuckDB: one group-by, weekly pools", _ours("floor_group"),
             _counts(("cents",))),
        Road("engine_monthly", MONTHLY, "our engine, monthly pools", _ours("engine"), all_of_it),
        Road("engine_weekly", WEEKLY, "our engine, weekly pools", _ours("engine"), all_of_it),
        *held,
        Road("audit", MONTHLY, "from Parquet records to a run, no documents", _ours("audit"), all_of_it),
        Road("command", MONTHLY, "`premium reconcile`, Parquet, documents", _reconcile("records"), all_of_it,
             whole=True),
        Road("csv_bare", MONTHLY, "DuckDB: bare read of the CSV", _ours("csv_bare"), _counts(("lines",))),
        Road("csv_audit", MONTHLY, "from CSV records to a run, no documents",
             _ours("audit", "--records", "csv"), all_of_it),
        Road("csv_command", MONTHLY, "`premium reconcile`, CSV, documents", _reconcile("csv"), all_of_it, whole=True),
        *(
            Road(f"one_grower_{name}", MONTHLY, f"a new week of {LARGE[name]}: a run of it alone, no documents",
                 _only(name), _findings(name))
            for name in LONE
        ),
        Road("one_grower_command", MONTHLY, f"`premium reconcile --only`, {LARGE['usual']}, documents",
             lambda world, place: _reconcile("week", "--only", world.growers["usual"])(world, place),
             _findings("usual"), whole=True),
        Road("pandas", MONTHLY, "by hand in pandas, monthly pools", _theirs("pandas"), _like_ours, peer=True),
        Road("pandas_weekly", WEEKLY, "by hand in pandas, weekly pools", _theirs("pandas"), _like_ours, peer=True),
        *(
            Road(name, WEEKLY, what, (_ours if name == "join" else _theirs)(name), _like_our_join, peer=name != "join")
            for name, what in COMPARED.items()
        ),
    ]  # fmt: skip
