"""What others have written, made harmless: text for a terminal, and parties' names for addresses and files' names."""

from __future__ import annotations

import hashlib
import re
import unicodedata

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


def harmless(value: object) -> str:
    """Return text for a terminal: control and direction characters show as what they are, and do nothing."""
    text = "-" if value is None else str(value)
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} else f"\\u{ord(c):04x}" for c in text
    )


def slug_of(party: str) -> str:
    """Return what stands for a buyer or a grower in addresses and files' names: its id, or else its fingerprint."""
    return party if PLAIN.fullmatch(party) else fingerprint_of(party)


def fingerprint_of(party: str) -> str:
    """Return what stands for an id that addresses and files' names cannot hold well; no id that they can begins so."""
    return f"~{hashlib.sha256(party.encode()).hexdigest()[:20]}"
