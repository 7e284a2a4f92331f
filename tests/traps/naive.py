"""The oracle with one piece of its arithmetic done as a naive engine does it: what a trap is set for.

A trap bites when the naive oracle says something else of its world than the oracle, or cannot say anything.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from unittest.mock import patch

from oracle import cells, findings_money, money_in, passthrough, periods, pools, reached, wages
from oracle.periods import Calendar
from oracle.terms import Program
from oracle.world import PayLine

Key = Callable[[str], Any]
Part = Callable[[int, int, int], int]
"""total, weight, whole -> the whole cents of weight / whole of a total."""


def _bytes(name: str) -> bytes:
    return name.encode()


Shares = Callable[[int, dict[str, int]], dict[str, int]]


def _largest_remainders(cut: Part, rest: Callable[[int, int, int], Any], key: Key = _bytes) -> Shares:
    """The largest-remainder rule with another quotient and its rest, or with ties broken by another order of names."""

    def shares(total: int, weights: dict[str, int]) -> dict[str, int]:
        whole = sum(weights.values())
        parts = {name: cut(total, weight, whole) for name, weight in weights.items()}
        queue = sorted(weights, key=lambda name: (-rest(total, weights[name], whole), key(name)))
        for name in queue[: max(total - sum(parts.values()), 0)]:
            parts[name] += 1
        return parts

    return shares


def _in_doubles(share: Callable[[int, int, int], float]) -> Shares:
    return _largest_remainders(lambda *given: int(share(*given)), lambda *given: share(*given) % 1)


def _product_in_doubles(total: int, weight: int, whole: int) -> float:
    return float(total) * float(weight) / float(whole)


def _quotient_in_doubles(total: int, weight: int, whole: int) -> float:
    return total * weight / whole


def _share_first(total: int, weight: int, whole: int) -> float:
    return total * (weight / whole)


def _exactly(total: int, weight: int, whole: int) -> int:
    return total * weight // whole


def _exact_rest(total: int, weight: int, whole: int) -> int:
    return total * weight % whole


def _wrapped(value: int) -> int:
    return (value + 2**63) % 2**64 - 2**63


def _in_64_bits(total: int, weight: int, whole: int) -> int:
    return _wrapped(total * weight) // whole


def _half_even(numerator: int, denominator: int) -> int:
    return round(Fraction(numerator, denominator))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def _towards_zero(numerator: int, denominator: int) -> int:
    return int(Fraction(numerator, denominator))


def _rounded_doubles(numerator: int, denominator: int) -> int:
    cents = int(abs(numerator) / denominator + 0.5)
    return cents if numerator >= 0 else -cents


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be")


def _composed(name: str) -> bytes:
    return unicodedata.normalize("NFC", name).encode()


def _without_case(name: str) -> tuple[str, bytes]:
    return name.casefold(), name.encode()


def _as_a_dictionary(name: str) -> tuple[str, bytes]:
    """Letters first without accents and case, as a locale's collation does."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold(), name.encode()


def _padded(name: str) -> bytes:
    """As CHAR columns compare: blanks at the end do not count."""
    return name.rstrip(" ").encode()


def _retained_in_doubles(self: Program, pool: int) -> int:
    return int(pool * float(self.retention if self.retention_of == "total" else self.retention / (1 + self.retention)))


def _retained_rounded(self: Program, pool: int) -> int:
    return round(pool * (self.retention if self.retention_of == "total" else self.retention / (1 + self.retention)))


def _transferred_in_doubles(rows: Any, program: Program) -> dict[Any, int]:
    sums: dict[Any, float] = {}
    for row in rows or []:
        key = (row.buyer, row.grower, money_in.transfer_period(program, row))
        sums[key] = sums.get(key, 0.0) + row.amount / 100
    return {key: round(dollars * 100) for key, dollars in sums.items()}


def _status_in_dollars(row: reached.Entitlement, tolerance: Any, as_of: date) -> str:
    """Short and over as differences of dollars in floating point, against a tolerance in dollars."""
    if row.basis is None or not row.pool.overdue(as_of) or not row.lines:
        return _status(row, tolerance, as_of)
    entitled, paid, forgiven = row.entitled / 100, row.paid / 100, float(tolerance) / 100
    if entitled - paid > forgiven:
        return "short"
    return "over" if paid - entitled > forgiven else "paid"


_status = reached.status


def _repeats_nulls_first(_: Program, lines: list[PayLine]) -> set[PayLine]:
    """The repeats where lines without an id come before those with one."""
    alike: dict[Any, list[PayLine]] = defaultdict(list)
    for line in lines:
        if line.amount > 0:
            alike[(line.grower, line.worker, line.check_id, line.check_date, line.amount)].append(line)
    queues = (sorted(group, key=lambda one: (one.line_id or "", one.source)) for group in alike.values())
    return {line for queue in queues for line in queue[1:]}


def _week_of_the_year(self: Calendar, day: date) -> date:
    """The first day of the week, but not of another year's."""
    first = _period_of(self, day)
    return first if first.year == day.year else day.replace(month=1, day=1)


_period_of = Calendar.period_of


def _without_an_end(day: date, days: int) -> date:
    return day + timedelta(days=days)


def _read_through_doubles(text: str, scale: int) -> tuple[int | None, str | None]:
    value, reason = _read_number(text, scale)
    return (value, reason) if value is None else (int(float(text) * 10**scale), None)


_read_number = cells.read_number

Patches = dict[tuple[Any, str], Any]
"""Which piece of the oracle, by place and name, another takes the place of."""


def _sharing(shares: Shares) -> Patches:
    return {(place, "shares"): shares for place in (reached, passthrough)}


def _ordering(key: Key) -> Patches:
    return _sharing(_largest_remainders(_exactly, _exact_rest, key))


def _rounding(rounded: Callable[[int, int], int]) -> Patches:
    return {(place, "round_half_away"): rounded for place in (money_in, reached, wages)}


NAIVE: Mapping[str, Patches] = {
    "products in doubles": _sharing(_in_doubles(_product_in_doubles)),
    "quotients in doubles": _sharing(_in_doubles(_quotient_in_doubles)),
    "shares as fractions in doubles": _sharing(_in_doubles(_share_first)),
    "products in 64 bits": _sharing(_largest_remainders(_in_64_bits, _exact_rest)),
    "retained in doubles": {(Program, "retained"): _retained_in_doubles},
    "retained is rounded": {(Program, "retained"): _retained_rounded},
    "sums in doubles": {(money_in, "transferred"): _transferred_in_doubles},
    "status in dollars": {(reached, "status"): _status_in_dollars},
    "read through doubles": {(cells, "read_number"): _read_through_doubles},
    "halves to even": _rounding(_half_even),
    "halves up": _rounding(_half_up),
    "cut towards zero": _rounding(_towards_zero),
    "rounded in doubles": _rounding(_rounded_doubles),
    "UTF-16 order": _ordering(_utf16),
    "order of composed letters": _ordering(_composed),
    "order without case": _ordering(_without_case),
    "order of a dictionary": _ordering(_as_a_dictionary),
    "order without blanks at the end": _ordering(_padded),
    "lines without an id first": {(reached, "repeats"): _repeats_nulls_first},
    "weeks end with the year": {(Calendar, "period_of"): _week_of_the_year},
    "a calendar without an end": {(place, "plus_days"): _without_an_end for place in (periods, pools, findings_money)},
}
"""Each naive way by its name."""


@contextmanager
def naively(name: str) -> Iterator[None]:
    """The oracle does one thing naively while this lasts."""
    with ExitStack() as stack:
        for (place, attribute), other in NAIVE[name].items():
            stack.enter_context(patch.object(place, attribute, other))
        yield
