"""The error of whichever library authlib asks with: httpx2 where it is installed, httpx elsewhere."""

from __future__ import annotations

try:
    from httpx2 import HTTPError
except ModuleNotFoundError:
    from httpx import HTTPError  # type: ignore[assignment]

__all__ = ["HTTPError"]
