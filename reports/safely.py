"""A document appears in a run's folder whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from premium.run_folder import PARTIAL_DOCUMENT, held, sweep_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written(target: Path) -> Iterator[Path]:
    """Give a path beside `target` to write to; it takes the target's name when the block ends well.

    It is held while this process lives; what a killed one left of the same document is swept: it names workers.
    """
    sweep_document(target)
    building = target.with_name(f".{target.name}{PARTIAL_DOCUMENT}{os.getpid()}-{secrets.token_hex(4)}")
    building.touch()
    try:
        with held(building):
            yield building
            with building.open("rb") as file:
                os.fsync(file.fileno())
            building.replace(target)
    finally:
        building.unlink(missing_ok=True)
