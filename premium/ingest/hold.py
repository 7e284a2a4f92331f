"""A records folder is not changed while a run reads it: a file and its fingerprint must be of one moment."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def no_writer(records: Path) -> Iterator[None]:
    """Keep `premium ingest` from a folder while it is read; where the system cannot, it is read all the same."""
    handle = os.open(records, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)
