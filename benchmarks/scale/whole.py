"""The command as a user starts it, with its own peak: `python -m benchmarks.scale.whole PLACE reconcile RECORDS …`."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.timed import timed
from premium.cli import main

VIOLATIONS = 1


def command() -> int:
    """Run the command line; violations are no failure, all else that ends with a status is."""
    try:
        main()
    except SystemExit as left:
        if left.code not in {None, 0, VIOLATIONS}:
            raise
        return int(left.code or 0)
    return 0


if __name__ == "__main__":
    there = Path(sys.argv.pop(1))
    timed(there, command)
