"""Workbooks, read in a process of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from premium.ingest.files.limits import Limits
    from premium.ingest.files.sheet import Opened


def read(_file: int, name: str, _limits: Limits, _password: Callable[[], str] | None) -> Opened:
    """Read a workbook from an open file."""
    raise InputError(f"{name}: not yet")
