"""Text for a terminal: what stands in a record or a file's name is shown, and does nothing."""

from __future__ import annotations

import unicodedata


def harmless(value: object) -> str:
    """Return text for a terminal: control and direction characters show as what they are, and do nothing."""
    text = "-" if value is None else str(value)
    return "".join(
        c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} else f"\\u{ord(c):04x}" for c in text
    )
