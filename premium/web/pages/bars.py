"""Where bars of a picture begin and end, in whole thousandths of its width; the numbers beside them stay exact."""

from __future__ import annotations

from dataclasses import dataclass

FULL = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar's place, in thousandths of the width; what is not nothing can be seen."""

    x: int
    width: int


def bar(from_cents: int, to_cents: int, full_cents: int) -> Bar:
    """Return the bar between two amounts, on a scale that ends at a third."""
    low, high = sorted((from_cents, to_cents))
    if full_cents <= 0 or high <= 0:
        return Bar(0, 0)
    x = FULL * max(low, 0) // full_cents
    end = FULL * high // full_cents
    width = max(end - x, 4 if high > low else 0)
    return Bar(min(x, FULL - width), width)
