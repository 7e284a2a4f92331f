"""One peer's road in a process of its own: `.peers/bin/python -m benchmarks.peers.road NAME WORLD PLACE`."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.timed import timed

KEYS = ["grower_id", "period", "worker_id"]
LIBRARIES = ("pandas", "pyarrow", "numpy", "datacompy", "fastrecon", "polars", "duckdb")


def main() -> int:
    """Run the road, tell the traps (`traps`), or tell the libraries' versions (`versions`)."""
    name, world, place = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if name == "versions":
        told: Any = {library: version(library) for library in LIBRARIES}
        (place / "versions.json").write_text(json.dumps(told), encoding="utf-8")
    elif name == "traps":
        told = importlib.import_module("benchmarks.peers.traps").told(place)
        (place / "traps.json").write_text(json.dumps(told), encoding="utf-8")
    elif name == "pandas":
        by_hand = importlib.import_module("benchmarks.peers.by_hand_pandas").by_hand
        timed(place, lambda: by_hand(world / "clean" / "inputs", place))
    else:
        peer = importlib.import_module("benchmarks.peers.compare").PEERS[name]
        timed(place, lambda: _counts(peer, world / "weeks"))
    return 0


def _counts(peer: Any, weeks: Path) -> dict[str, int]:  # noqa: ANN401 - a function of the peers
    told = asdict(peer(weeks / "entitled.parquet", weeks / "paid.parquet", KEYS))
    return {name: told[name] for name in ("changed", "only_left", "only_right")}


if __name__ == "__main__":
    sys.exit(main())
