"""The clock of a road that runs in a process of its own: seconds and computing of the work, and the process's peak.

Only the standard library: roads of the peers run in an environment that has nothing of ours.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MEASURED = "measured.json"


def timed(place: Path, work: Callable[[], object]) -> None:
    """Do the work and write what it took into `place`; starting Python and importing libraries is not in it.

    What the work returns is written beside it as `told`.
    """
    began, used = time.perf_counter(), time.process_time()
    told = work()
    measured: dict[str, Any] = {
        "seconds": time.perf_counter() - began,
        "cpu_seconds": time.process_time() - used,
        "peak_kb": peak_kb(),
        "told": told,
    }
    (place / MEASURED).write_text(json.dumps(measured), encoding="utf-8")


def peak_kb() -> int:
    """Return this process's own peak of resident memory; what `wait4` says is its parent's, where that was larger."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
