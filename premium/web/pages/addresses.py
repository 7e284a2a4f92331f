"""Queries of addresses, which leave out what is not asked."""

from __future__ import annotations

from urllib.parse import urlencode


def query_of(asked: dict[str, object], **instead: object) -> str:
    """Return a query such as `?kind=pool_short`, of what is asked with some of it changed; empty parts are left out."""
    parts = {name: str(value) for name, value in (asked | instead).items() if value not in (None, "")}
    return f"?{urlencode(parts)}" if parts else "?"
