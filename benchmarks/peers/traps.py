"""Planted pairs on which comparing tables goes wrong, and what each peer tells of them.

Each trap is two small files, with the keys that must be told. A key that must be told and is not is a wrong row that is
passed; a key that is told and must not be is a right row that is accused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from benchmarks.peers.compare import PEERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = 2_000
CENT = 0.01
BEYOND = 2**53
TEXT_KEY, AMOUNT = "worker_id", "cents"


@dataclass(frozen=True, slots=True)
class Trap:
    """Two sides, the keys that must be told, how far amounts may lie apart, and how the files are written."""

    name: str
    left: pl.DataFrame
    right: pl.DataFrame
    wrong: set[str]
    tolerance: float = 0
    suffix: str = "parquet"


def _side(keys: list[str], amounts: list[Any]) -> pl.DataFrame:
    return pl.DataFrame({TEXT_KEY: keys, AMOUNT: amounts}, strict=False)


def _apart(cents: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Amounts in dollars, as both read from a file, that many cents apart."""
    keys, owed = [f"w{n}" for n in range(ROWS)], [10_000 + 37 * n for n in range(ROWS)]
    return _side(keys, [c / 100 for c in owed]), _side(keys, [(c - cents) / 100 for c in owed])


def _identifiers(spelt: str) -> tuple[pl.DataFrame, pl.DataFrame, set[str]]:
    """Each worker was owed under one spelling of a number, and another worker, spelt plainly, was paid."""
    owed, paid = [spelt.format(n + 10) for n in range(ROWS // 2)], [str(n + 10) for n in range(ROWS // 2)]
    return _side(owed, [1_000] * len(owed)), _side(paid, [1_000] * len(paid)), {*owed, *paid}


def traps() -> list[Trap]:
    """Return all traps."""
    keys = [f"w{n}" for n in range(ROWS)]
    zeros, spaced = _identifiers("00{}"), _identifiers(" {}")
    big = [BEYOND + 2 * n for n in range(ROWS)]
    missing = _side(keys, [1_000 if n % 2 else None for n in range(ROWS)])
    double = [key for key in keys for _ in range(2)]
    twice = _side(double, [1_000, 1_000] * ROWS)
    small, swapped, other = (_side(double, pay * ROWS) for pay in ([1_000, 2_000], [2_000, 1_000], [1_000, 2_500]))
    return [
        Trap("one cent apart, none forgiven", *_apart(1), set(keys)),
        Trap("one cent apart, one forgiven", *_apart(1), set(), CENT),
        Trap("two cents apart, one forgiven", *_apart(2), set(keys), CENT),
        Trap("one cent apart above 2^53 cents", _side(keys, big), _side(keys, [n + 1 for n in big]), set(keys)),
        Trap(
            "two cents apart above 2^53 cents, one forgiven", _side(keys, big), _side(keys, [n + 2 for n in big]),
            set(keys), 1,
        ),
        Trap("owed, and the payment is null", _side(keys, [1_000] * ROWS), missing, set(keys[::2])),
        Trap("the same, one cent forgiven", _side(keys, [1_000] * ROWS), missing, set(keys[::2]), 1),
        Trap("null on both sides: nobody knows", missing, missing, set(keys[::2])),
        Trap("worker 007 is owed and worker 7 is paid, from Parquet", *zeros),
        Trap("worker 007 is owed and worker 7 is paid, from CSV", *zeros, suffix="csv"),
        Trap("worker ' 7' is owed and worker 7 is paid, from Parquet", *spaced),
        Trap("worker ' 7' is owed and worker 7 is paid, from CSV", *spaced, suffix="csv"),
        Trap("paid twice in two rows of a key", _side(keys, [1_000] * ROWS), twice, set(keys)),
        Trap("two rows of a key on both sides, in another order", small, swapped, set()),
        Trap("two rows of a key on both sides, one amount wrong", small, other, set(keys)),
    ]  # fmt: skip


def told(place: Path) -> list[dict[str, Any]]:
    """Run each peer over each trap; return how many wrong rows it passed, and how many right ones it accused."""
    return [_tried(trap, name, peer, place) for trap in traps() for name, peer in PEERS.items()]


def _tried(trap: Trap, name: str, peer: Callable[..., Any], place: Path) -> dict[str, Any]:
    paths = [place / f"{side}.{trap.suffix}" for side in ("left", "right")]
    for path, frame in zip(paths, (trap.left, trap.right), strict=True):
        frame.write_csv(path) if trap.suffix == "csv" else frame.write_parquet(path)
    about = {"trap": trap.name, "peer": name, "wrong": len(trap.wrong)}
    try:
        answer = peer(*paths, [TEXT_KEY], trap.tolerance, named=True)
    except Exception as error:  # noqa: BLE001 - a peer that stops has passed nothing
        return {**about, "stopped": type(error).__name__}
    keys = {key for (key,) in answer.keys}
    everybody = {*trap.left[TEXT_KEY], *trap.right[TEXT_KEY]}
    passed, accused = trap.wrong - keys, (keys & everybody) - trap.wrong
    # Repeats that are counted without a name are told too.
    return {
        **about,
        "passed": max(0, len(passed) - answer.unnamed),
        "accused": len(accused),
        "unnamed": answer.unnamed,
    }
