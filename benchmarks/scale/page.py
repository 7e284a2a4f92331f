"""The page that shows what was measured: `docs/performance.md`, between its marks."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- Made by `python -m benchmarks.scale --write`: measure again to change it. -->\n", "<!-- end -->"

BUSY = "load over 1, 5 and 15 minutes, at the start"


def machine(peers: Mapping[str, str] | None) -> dict[str, str]:
    """Name the machine: processor, memory, kernel, versions, and how busy it was."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text(encoding="ascii"))
    ours = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in ("duckdb", "polars"))]
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    told = {
        "processor": f"{cpu[1] if cpu else platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{int(memory[1]) * 1024 / 1e9:.0f} GB" if memory else "unknown",
        "kernel": f"{platform.system()} {platform.release()}",
        "versions": ", ".join(ours),
        BUSY: busy,
    }
    return told | ({"versions of the peers": ", ".join(f"{n} {v}" for n, v in peers.items())} if peers else {})


def filled(text: str, made: str) -> str:
    """Return the page with what was measured between its marks."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{made}\n\n{END}{after}"
