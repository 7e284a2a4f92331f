"""A document appears in a run's folder whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; it takes the target's name when the block ends well."""
    building = target.with_name(f".{target.name}.partial-{os.getpid()}")
    try:
        yield building
        with building.open("rb") as file:
            os.fsync(file.fileno())
        building.replace(target)
    finally:
        building.unlink(missing_ok=True)
