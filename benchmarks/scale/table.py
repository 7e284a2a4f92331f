"""What was measured as Markdown: a table for each size, the ratios that matter, the growth, and the peers' traps."""

from __future__ import annotations

import re
from math import log
from typing import Any

from benchmarks.scale.roads import roads

GROUPS = {"fair-food": "floor_group", "milk-with-dignity": "floor_group_weekly"}
"""The group-by of each world, which its roads are held against."""
PAIRS = (
    ("engine_monthly", "floor_group"), ("engine_weekly", "floor_group_weekly"), ("command", "floor_group"),
    ("pandas", "engine_monthly"), ("pandas_weekly", "engine_weekly"), ("csv_audit", "csv_bare"),
    ("csv_command", "csv_bare"), ("audit", "floor_group"),
    ("datacompy_pandas", "join"), ("datacompy_polars", "join"), ("fastrecon_keyed", "join"),
    ("one_grower_usual", "audit"), ("one_grower_largest", "audit"), ("one_grower_command", "command"),
)  # fmt: skip
LEAST_SECONDS = 0.05
"""Below it a clock says little, so no growth is fitted."""


def markdown(told: dict[str, Any]) -> str:
    """Return the whole: machine, sizes, growth, traps."""
    sizes = sorted(told["sizes"], key=lambda size: int(size["asked"]))
    parts = [_machine(told["machine"]), *(_size(size) for size in sizes)]
    if len(sizes) > 1:
        parts.append(_growth(sizes))
    parts.append(
        _traps(told["traps"]) if told["traps"] else "The peers were not measured: `make peers` makes their environment."
    )
    return "\n\n".join(parts)


def _rows(head: str, aligned: str, rows: list[list[str]]) -> str:
    return "\n".join([head, aligned, *("| " + " | ".join(row) + " |" for row in rows)])


def _machine(machine: dict[str, str]) -> str:
    return _rows("| measured on | |", "|---|---|", [[name, value] for name, value in machine.items()])


def _size(size: dict[str, Any]) -> str:
    by_name = {road["name"]: road for road in size["roads"]}
    lines = " and ".join(f"{count:,} ({program})" for program, count in size["lines"].items())
    head = f"### {size['asked']:,} pay lines\n\nPay lines in the worlds: {lines}; medians of {size['rounds']}"
    head += ", or of as many as stand beside a road."
    if size["lone_lines"]:
        usual, largest = size["lone_lines"]["usual"], size["lone_lines"]["largest"]
        head += f" The middling grower has {usual:,} of them, the largest {largest:,}."
    if size["compared"]:
        head += f" The comparison alone is of {size['compared']:,} workers' weeks."
    table = _rows(
        "| road | seconds | times the group-by | CPU seconds | peak GB | answer |",
        "|---|--:|--:|--:|--:|---|",
        [_road(road, by_name.get(GROUPS[road["program"]]), size["rounds"]) for road in _in_order(size["roads"])],
    )
    held = [(name, name.rpartition("_")[0]) for name in by_name if re.match(r"engine_(monthly|weekly)_", name)]
    pairs = [
        (a, b)
        for a, b in (*PAIRS, *held)
        if a in by_name and b in by_name and not (by_name[a]["failed"] or by_name[b]["failed"])
    ]
    ratios = _rows(
        "| held against each other | time | CPU time | peak memory |",
        "|---|--:|--:|--:|",
        [_pair(by_name[a], by_name[b]) for a, b in pairs],
    )
    return "\n\n".join([head, table, ratios] if pairs else [head, table])


def _in_order(measured: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return roads in the order in which they are listed, also where they come of several files."""
    order = {road.name: number for number, road in enumerate(roads(None))}
    return sorted(measured, key=lambda road: order.get(re.sub(r"_[0-9.]+[A-Za-z]+$", "", road["name"]), len(order)))


def _road(road: dict[str, Any], group: dict[str, Any] | None, rounds: int) -> list[str]:
    what, runs = road["what"], len(road["runs"])
    if road["failed"]:
        return [what, "", "", "", "", road["wrong"]]
    if runs < rounds:
        what += f" (of {runs})"
    times = f"{road['seconds'] / group['seconds']:.1f}" if group and not group["failed"] else ""
    numbers = [f"{road['seconds']:.2f}", times, f"{road['cpu_seconds']:.2f}", f"{road['peak_gb']:.2f}"]
    return [what, *numbers, f"WRONG: {road['wrong']}" if road["wrong"] else _right(road)]


def _right(road: dict[str, Any]) -> str:
    if road["peer"] or road["name"] == "join":
        return "ours, row for row" if road["name"].startswith("pandas") else "as many rows as ours"
    return "every line" if road["name"].startswith(("floor", "csv_bare")) else "as planted"


def _pair(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    ratios = [f"{one[of] / other[of]:.2f}" for of in ("seconds", "cpu_seconds", "peak_gb")]
    return [f"{one['what']} / {other['what']}", *ratios]


def _growth(sizes: list[dict[str, Any]]) -> str:
    points: dict[str, list[tuple[float, float]]] = {}
    for size in sizes:
        for road in size["roads"]:
            if not road["failed"] and road["seconds"] >= LEAST_SECONDS:
                at = (log(size["lines"][road["program"]]), log(road["seconds"]))
                points.setdefault(road["what"], []).append(at)
    rows = [[what, f"{_slope(at):.2f}", str(len(at))] for what, at in points.items() if len(at) > 1]
    head = (
        "### Growth\n\nTime grows as lines to the power of x, fitted over the sizes above; 1 is in step with the lines."
    )
    return head + "\n\n" + _rows("| road | x | sizes |", "|---|--:|--:|", rows)


def _slope(at: list[tuple[float, float]]) -> float:
    """Fit a straight line by least squares."""
    mean_x, mean_y = (sum(point[side] for point in at) / len(at) for side in (0, 1))
    return sum((x - mean_x) * (y - mean_y) for x, y in at) / sum((x - mean_x) ** 2 for x, _ in at)


def _traps(traps: list[dict[str, Any]]) -> str:
    peers = list(dict.fromkeys(trap["peer"] for trap in traps))
    names = list(dict.fromkeys(trap["trap"] for trap in traps))
    cells = {(trap["trap"], trap["peer"]): trap for trap in traps}
    rows = [
        [name, f"{cells[name, peers[0]]['wrong']:,}", *(_trapped(cells[name, peer]) for peer in peers)]
        for name in names
    ]
    head = (
        "### What the peers get wrong\n\nPlanted pairs. *Passes* counts wrong rows taken for right, *accuses* right"
        " rows taken for wrong."
    )
    columns = "".join(f" {peer.replace('_', ', ').replace('fastrecon, keyed', 'fastrecon')} |" for peer in peers)
    return head + "\n\n" + _rows(f"| planted | wrong rows |{columns}", "|---|--:|" + "---|" * len(peers), rows)


def _trapped(trap: dict[str, Any]) -> str:
    if "stopped" in trap:
        return f"stops: {trap['stopped']}"
    told = [f"**passes {trap['passed']:,}**"] if trap["passed"] else []
    told += [f"accuses {trap['accused']:,}"] if trap["accused"] else []
    told += [f"{trap['unnamed']:,} told as repeats, without a key"] if trap["unnamed"] else []
    return "; ".join(told) or "right"
