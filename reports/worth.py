"""What lines measure, in a few words for the terminal: `$2,780.35, hours 287.75, units 3,271`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from premium.money import NUMBER_DECIMALS, dollars, plain
from reports.spell import clip, count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from premium.ingest.sender import ControlTotal
    from premium.ingest.sender.sums import Sum


def worth(of: Sum) -> str:
    """Say what lines measure as far as it can be read; empty where their table measures nothing."""
    parts = [] if of.amount_cents is None else [dollars(of.amount_cents)]
    for name, value in (("hours", of.hours_e4), ("units", of.units_e4)):
        parts += [f"{name} {plain(value, NUMBER_DECIMALS)}"] if value else []
    parts += [] if of.quantity_e4 is None else [f"quantity {plain(of.quantity_e4, NUMBER_DECIMALS)}"]
    what = "quantity" if of.amount_cents is None else "amount"
    many = "quantities" if of.amount_cents is None else ""
    parts += [f"{count(of.not_read, what, many)} that cannot be read"] if of.not_read else []
    return ", ".join(parts)


def lines_worth(of: Sum) -> str:
    """Say how many lines there are, and with how much: `8 lines with $2,780.35`."""
    said = worth(of)
    return count(of.lines, "line") + (f" with {said}" if said else "")


def found(words: Sequence[tuple[str, int]], texts: int, lines: int) -> str:
    """Say which of some texts stood where lines were set aside, and in how many lines each, if in several."""
    told = ", ".join(f"“{clip(text)}”" + (f" ({n:,})" if lines > 1 else "") for text, n in words)
    more = texts - len(words)
    return f"{told} and {count(more, 'other text')}" if more else told


def remarks(total: ControlTotal) -> list[str]:
    """Say of a total what its two numbers do not say: what rounding made of it, and what could not be read."""
    said = [total.why] if total.why else []
    if total.unread:
        what = "amount in it" if total.column == "amount" else "number in it"
        adds = "adds" if total.unread == 1 else "add"
        said.append(f"{count(total.unread, what, what.replace(' ', 's ', 1))} cannot be read, and {adds} nothing")
    if total.lines is not None:
        by = f", together {_by(total.rounded_by)}" if total.rounded_by else ""
        said.append(f"{count(total.rounded, 'amount' if total.column == 'amount' else 'number')} rounded{by}; "
                    f"lines add up to {measured(total.column, total.lines)}")  # fmt: skip
    return said


def measured(column: str, value: int | None) -> str:
    """Write a measure of a column: dollars, or a plain number."""
    if value is None:
        return "unreadable"
    return dollars(value) if column == "amount" else plain(value, NUMBER_DECIMALS)


def _by(amount: str) -> str:
    return f"-${amount[1:]}" if amount.startswith("-") else f"${amount}"
