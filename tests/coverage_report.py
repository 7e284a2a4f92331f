"""How often each finding, status, cause and reject arises.

Run `python tests/coverage_report.py [worlds] [first seed]`.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

from oracle import reconcile
from oracle.findings import KINDS
from strategies import random_world

EXPECTED: dict[str, tuple[Any, ...]] = {
    "finding": KINDS,
    "status": ("unqualified", "pending", "missing", "short", "over", "paid"),
    "line status": ("unqualified", "pending", "short", "over", "paid", "duplicate", "orphan"),
    "cause": ("not_distributed", "over_retained", "uneven"),
    "reject": (
        "missing",
        "not_a_number",
        "too_many_decimals",
        "too_many_digits",
        "not_a_date",
        "not_in_list",
        "ends_before_start",
        "used_before",
    ),
    "not run": KINDS,
}


def count_world(counts: dict[str, Counter[Any]], tables: dict[str, Any]) -> None:
    """Add one reconciled world to the counts."""
    counts["finding"].update(row["kind"] for row in tables["findings"])
    counts["worlds with finding"].update({row["kind"] for row in tables["findings"]})
    counts["status"].update(row["status"] for row in tables["entitlements"])
    counts["line status"].update(row["status"] for row in tables["premium_lines"])
    counts["cause"].update(row["cause"] for row in tables["pools"])
    counts["reject"].update(row["reason"] for row in tables["rejects"])
    counts["not run"].update(tables["not_run"])
    counts["rows"].update({name: len(rows) for name, rows in tables.items()})


def coverage_report(worlds: int, first_seed: int = 0) -> dict[str, Counter[Any]]:
    """Draw so many worlds through the oracle and count what arises."""
    names = ("finding", "worlds with finding", "status", "line status", "cause", "reject", "not run", "rows")
    counts: dict[str, Counter[Any]] = {name: Counter() for name in names}
    for seed in range(first_seed, first_seed + worlds):
        small = random_world(seed)
        count_world(counts, reconcile(small.world, small.program, small.as_of))
    return counts


def main() -> None:
    """Print the counts, and the expected things that arose fewer than 20 times."""
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began = time.perf_counter()
    counts = coverage_report(worlds, first)
    seconds = time.perf_counter() - began
    for name, counter in counts.items():
        print(f"\n{name}")
        for value, count in sorted(counter.items(), key=str):
            print(f"  {value!s:<28}{count:>8}")
    rare = [f"{name}: {value}" for name, values in EXPECTED.items() for value in values if counts[name][value] < 20]
    print(f"\n{worlds} worlds, {worlds / seconds:.0f} a second; fewer than 20 times: {rare or 'nothing'}")


if __name__ == "__main__":
    main()
