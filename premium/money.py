"""Text to integers and back: the only place where a number changes its spelling.

Money is whole cents (`int`); quantities, hours and rates are whole ten-thousandths (`…_e4`). Nothing here, or
anywhere after, passes through floating point.
"""

from __future__ import annotations

import re
from decimal import Decimal

MONEY_DECIMALS = 2
NUMBER_DECIMALS = 4
MAX_DIGITS = 18
"""Digits a field may have in all (contract, section 2: `(18,2)`, `(18,4)`); 10^18 fits a signed 64-bit integer."""

NUMBER_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"
"""The one grammar of a number: no spaces, no plus, no exponent, no thousands, no currency sign."""

_NUMBER = re.compile(NUMBER_PATTERN)


def exact(text: str) -> Decimal:
    """Read a decimal number from text, exactly.

    Raises:
        ValueError: the text is not a plain number such as `12`, `-0.5` or `0.0125`.
    """
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise ValueError(f"{text!r} is not a plain number such as 12, -0.5 or 0.0125")
    return Decimal(text)


def decimals(number: Decimal) -> int:
    """Count the decimals that a number needs: 0.0120 needs three, 100 none."""
    digits = f"{number:f}"
    return len(digits.partition(".")[2].rstrip("0"))


def scaled(number: Decimal, places: int) -> int:
    """Return `number` times 10^`places` as a whole number (cents for 2, ten-thousandths for 4).

    Raises:
        ValueError: the number has more decimals than that; nothing is ever rounded here.
    """
    if decimals(number) > places:
        raise ValueError(f"{number} has more than {places} decimals")
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{number} is not a finite number")  # noqa: TRY004 - the value is wrong, not its type
    whole = int("".join(map(str, digits)))
    shift = exponent + places
    whole = whole * int(10**shift) if shift >= 0 else whole // int(10**-shift)
    return -whole if sign else whole


def dollars(cents: int) -> str:
    """Write cents as people in the program read them, also in other languages: `-$1,234.50`."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}.{part:02d}"


def plain(value: int, places: int) -> str:
    """Write a scaled integer as a plain number without trailing zeros: `plain(125000, 4)` is `12.5`."""
    whole, part = divmod(abs(value), 10**places)
    tail = f".{part:0{places}d}".rstrip("0").rstrip(".") if places else ""
    return f"{'-' if value < 0 else ''}{whole:,}{tail}"
