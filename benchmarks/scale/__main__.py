"""At size: `python -m benchmarks.scale --lines 1000000 10000000` prints time, computing and peak memory of every road.

Every road is a process of its own, over the same worlds, one after another in each round, and its answer is checked.
`--write` puts the table into docs/performance.md, `--json` keeps all runs, and `--read` takes such files instead of
measuring, so that sizes measured on different days of one machine make one page.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.scale import page
from benchmarks.scale.measure import of_the_peers, size
from benchmarks.scale.roads import PEERS, roads
from benchmarks.scale.table import markdown


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument(
        "--lines", type=int, nargs="+", default=[1_000_000], help="about how many pay lines, one or more"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each road is run (5)")
    parser.add_argument("--memory", help="our engine once more, held to this, such as 1GB")
    parser.add_argument("--roads", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--without", nargs="+", default=[], metavar="NAME", help="all but these")
    parser.add_argument("--place", type=Path, help="keep the worlds here, and take those that lie there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all runs to this file")
    parser.add_argument("--read", type=Path, nargs="+", metavar="FILE", help="measure nothing: take these instead")
    parser.add_argument(
        "--write", type=Path, nargs="?", const=page.PAGE, metavar="PAGE", help="fill this page (docs/performance.md)"
    )
    asked = parser.parse_args()
    names = {road.name for road in roads(asked.memory)}
    strange = sorted({*(asked.roads or ()), *asked.without} - names)
    if strange:
        parser.error(f"no road {', '.join(strange)}; there are {', '.join(sorted(names))}")
    return asked


def measured(asked: argparse.Namespace) -> dict[str, Any]:
    """Measure what was asked; the peers only where their environment is there."""
    chosen = [road for road in roads(asked.memory) if road.name in (asked.roads or [road.name])]
    chosen = [road for road in chosen if road.name not in asked.without and (PEERS.exists() or not road.peer)]
    if not PEERS.exists():
        tell("the peers are left out: there is no .peers (make peers)")
    told: dict[str, Any] = {"machine": page.machine(of_the_peers("versions")), "traps": of_the_peers("traps")}
    with tempfile.TemporaryDirectory() as aside:
        place = asked.place or Path(aside)
        place.mkdir(parents=True, exist_ok=True)
        told["sizes"] = []
        for lines in asked.lines:
            told["sizes"].append(size(place, lines, chosen, asked.rounds, tell))
            _keep(told, asked.json)  # what was measured stays, should a larger size not end
    return told


def _keep(told: dict[str, Any], path: Path | None) -> None:
    if path:
        path.write_text(json.dumps(told, indent=1), encoding="utf-8")


def tell(line: str) -> None:
    """Say how far it is, beside the table."""
    print(line, file=sys.stderr, flush=True)


def together(files: list[Path]) -> dict[str, Any]:
    """Put several files into one; a later one replaces the roads that it has again.

    The first says which machine, each how busy it was.
    """
    read = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    sizes: dict[int, dict[str, Any]] = {}
    for more in (each for told in read for each in told["sizes"]):
        known = sizes.setdefault(more["asked"], more)
        sizes[more["asked"]] = {
            "asked": more["asked"],
            **{of: max(known[of], more[of]) for of in ("rounds", "compared")},
            **{of: {**known[of], **more[of]} for of in ("lines", "lone_lines")},
            "roads": list({road["name"]: road for road in (*known["roads"], *more["roads"])}.values()),
        }
    busy = "; ".join(dict.fromkeys(told["machine"][page.BUSY] for told in read))
    return {**read[0], "machine": {**read[0]["machine"], page.BUSY: busy}, "sizes": list(sizes.values())}


def main() -> int:
    """Measure or read, print, and write where it was asked; 1 if an answer of ours is wrong."""
    asked = _asked()
    told = together(asked.read) if asked.read else measured(asked)
    _keep(told, asked.json)
    made = markdown(told)
    print(made)
    if asked.write:
        asked.write.write_text(page.filled(asked.write.read_text(encoding="utf-8"), made), encoding="utf-8")
    wrong = [road for size in told["sizes"] for road in size["roads"] if road["wrong"] and not road["peer"]]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
