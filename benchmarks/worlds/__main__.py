"""The command: `python -m benchmarks.worlds season|big --out DIR`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.worlds.big import big
from benchmarks.worlds.season import season
from benchmarks.worlds.terms import PROGRAMS

if TYPE_CHECKING:
    from benchmarks.worlds.planted import Planted


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.worlds",
        description="Write a seeded world: records of a program in which every fault is known.",
    )
    worlds = parser.add_subparsers(dest="world", required=True)
    small = worlds.add_parser("season", help="the sample season: readable, with a README and the answers")
    large = worlds.add_parser("big", help="as many pay lines as asked")
    for command, place in (
        (small, "folder for records/, planted.csv and README.md"),
        (large, "input folder"),
    ):
        command.add_argument("--out", type=Path, required=True, metavar="DIR", help=place)
        command.add_argument("--seed", type=int, default=7, help="same seed, same bytes (default: 7)")
    large.add_argument("--lines", type=int, default=1_000_000, help="about how many pay lines (default: 1000000)")
    large.add_argument("--program", choices=sorted(PROGRAMS), default="fair-food", help="default: fair-food")
    large.add_argument(
        "--faults", type=float, default=0.01, help="share of weeks, premiums and payments that fail (0.01)"
    )
    large.add_argument("--format", choices=("parquet", "csv"), default="parquet", help="default: parquet")
    large.add_argument("--files", type=int, default=1, help="how many payroll files (default: 1)")
    return parser


def _told(planted: Planted) -> str:
    kinds = [f"  {kind:26}{count:>9,}" for kind, count in planted.counts.items()]
    return "\n".join([f"{planted.lines:,} pay lines; reconcile as of {planted.as_of}; planted:", *kinds])


def main(argv: list[str] | None = None) -> int:
    """Write the world that was asked for and say what is planted in it."""
    parser = _parser()
    asked = parser.parse_args(argv)
    if asked.world == "season":
        planted = season(asked.out, seed=asked.seed)
    else:
        try:
            planted = big(
                asked.out,
                lines=asked.lines,
                program=asked.program,
                seed=asked.seed,
                faults=asked.faults,
                format=asked.format,
                files=asked.files,
            )
        except ValueError as misuse:
            parser.error(str(misuse))
    print(_told(planted))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
