"""What stands in addresses: parties without odd characters, and queries that leave out what is not asked."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlencode

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def slug_of(party: str) -> str:
    """Return what stands for a party in addresses: its id, or a fingerprint of one that an address cannot hold well."""
    return party if PLAIN.fullmatch(party) else f"~{hashlib.sha256(party.encode()).hexdigest()[:20]}"


def query_of(asked: dict[str, object], **instead: object) -> str:
    """Return a query such as `?kind=pool_short`, of what is asked with some of it changed; empty parts are left out."""
    parts = {name: str(value) for name, value in (asked | instead).items() if value not in (None, "")}
    return f"?{urlencode(parts)}" if parts else "?"
