"""Runs roads, each a process of its own, all of them over the same worlds in the same rounds, and keeps the medians."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.scale.roads import PEERS
from benchmarks.scale.worlds import World, world
from benchmarks.timed import MEASURED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.scale.roads import Road


@dataclass(frozen=True, slots=True)
class Run:
    """What one road took once; `wrong` says how its answer is wrong, `failed` why there is none."""

    seconds: float = 0
    cpu_seconds: float = 0
    peak_gb: float = 0
    wrong: str = ""
    failed: str = ""


def size(place: Path, lines: int, roads: Sequence[Road], rounds: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Measure the roads over worlds of about `lines` pay lines; a road whose process fails is not tried again."""
    worlds = {program: world(place, program, lines) for program in dict.fromkeys(road.program for road in roads)}
    runs: dict[str, list[Run]] = {road.name: [] for road in roads}
    for number in range(rounds):
        for road in roads:
            if not any(run.failed for run in runs[road.name]):
                run = _run(road, worlds[road.program])
                runs[road.name].append(run)
                came = run.failed or run.wrong or f"{run.seconds:.2f} s"
                tell(f"{lines:,} lines, round {number + 1}, {road.name}: {came}")
    return {
        "asked": lines,
        "rounds": rounds,
        "lines": {program: made.lines for program, made in worlds.items()},
        "lone_lines": {name: count for made in worlds.values() for name, count in made.lone_lines.items()},
        "compared": sum(made.compared for made in worlds.values()),
        "roads": [_middle(road, runs[road.name]) for road in roads],
    }


def _run(road: Road, over: World) -> Run:
    """Run one road; its place is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=over.folder) as name:
        place = Path(name)
        began = time.perf_counter()
        process = subprocess.Popen(road.command(over, place), stdout=subprocess.DEVNULL)  # noqa: S603 - our own commands
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return Run(failed=f"the process ended with {process.returncode}")
        told = json.loads((place / MEASURED).read_text(encoding="utf-8"))
        seconds, cpu = told["seconds"], told["cpu_seconds"]
        if road.whole:
            seconds, cpu = took, used.ru_utime + used.ru_stime
        return Run(seconds, cpu, told["peak_kb"] * 1024 / 1e9, road.wrong(over, place))


def _middle(road: Road, runs: list[Run]) -> dict[str, Any]:
    """Take the medians over the rounds; each is a measure's own, and what went wrong once is told."""
    about = {"name": road.name, "program": road.program, "what": road.what, "peer": road.peer, "whole": road.whole}
    troubles = [run.failed or run.wrong for run in runs]
    middles = {
        measure: median(getattr(run, measure) for run in runs) for measure in ("seconds", "cpu_seconds", "peak_gb")
    }
    failed = any(run.failed for run in runs)
    return {**about, **middles, "failed": failed, "wrong": next(filter(None, troubles), ""),
            "runs": [asdict(run) for run in runs]}  # fmt: skip


def of_the_peers(what: str) -> Any:  # noqa: ANN401 - traps or versions
    """Return the peers' traps or versions, or None where their environment is not there."""
    if not PEERS.exists():
        return None
    with tempfile.TemporaryDirectory() as place:
        command = [str(PEERS), "-m", "benchmarks.peers.road", what, place, place]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        return json.loads(Path(place, f"{what}.json").read_text(encoding="utf-8"))
