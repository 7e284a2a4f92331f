"""Each function of an engine's prelude gives what whole numbers and days give in Python, at the edges and at random.

The arguments are columns of a table, as in the steps: an engine may take another road for a constant than for rows.
"""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sql_subset_words import PRELUDE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from traps.conftest import Ask

BIGINT = 2**63 - 1
LARGEST = 3 * 10**18 * BIGINT
"""The largest product that the proofs of a run let through: a pool of 3 × 10^18 cents by sums of 64 bits."""
FIRST, LAST = date.min, date.max
AT_ONCE = 40
"""How many rows of arguments are asked for together: a query costs more than a row on a cluster."""

WHOLE, EXACT, TEXT, DAY = pl.Int64, pl.Decimal(38, 0), pl.String, pl.Date


@dataclass(frozen=True)
class Function:
    """A call of the prelude, its arguments' names and types, what it gives, and arguments to give it."""

    call: str
    types: dict[str, Any]
    expected: Callable[..., Any]
    edges: Sequence[tuple[Any, ...]]
    drawn: st.SearchStrategy[tuple[Any, ...]]

    @property
    def name(self) -> str:
        return self.call.partition("(")[0]


def rounded(n: int, d: int) -> int:
    cents = (2 * abs(n) + d) // (2 * d)
    return cents if n >= 0 else -cents


def in_calendar(day: int) -> date:
    return date.fromordinal(min(max(day, FIRST.toordinal()), LAST.toordinal()))


def period_of(day: date, pool: str, week_start: int) -> date:
    if pool == "month":
        return day.replace(day=1)
    return in_calendar(day.toordinal() - (day.isoweekday() - week_start) % 7)


def period_moved(period: date, steps: int, pool: str) -> date:
    if pool == "week":
        return in_calendar(period.toordinal() + 7 * steps)
    months = period.year * 12 + period.month - 1 + steps
    if months < 12:
        return FIRST
    return LAST if months >= 10_000 * 12 else date(months // 12, months % 12 + 1, 1)


def period_last(period: date, pool: str) -> date:
    if pool == "month":
        return period.replace(day=monthrange(period.year, period.month)[1])
    return in_calendar(period.toordinal() + 6)


def name_part(value: object) -> str:
    return "%" if value is None else str(value).replace("%", "%25").replace("|", "%7C")


def fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def fraction(quotient: int, c: int, rest: int, b: int) -> tuple[int, int, int]:
    """Return a, b and c such that a times b is near quotient times c plus rest."""
    return min((quotient * c + rest) // b, BIGINT), b, c


count = st.integers(0, BIGINT)
parts = st.tuples(count, count, st.integers(1, BIGINT)).map(lambda t: (t[0], min(t[1], t[2]), t[2]))
near_whole = st.builds(fraction, count, st.integers(1, BIGINT), st.integers(-1, 1), st.integers(1, BIGINT)).map(
    lambda t: (max(t[0], 0), min(t[1], t[2]), t[2])
)
shares = st.one_of(parts, near_whole)
signed = st.integers(-BIGINT, BIGINT)
halves = st.builds(
    lambda q, d, off: (max(-LARGEST, min(LARGEST, q * d + d // 2 + off)), d),
    st.integers(-(10**17), 10**17), st.integers(1, 10**18), st.integers(-1, 1),
)  # fmt: skip
days = st.one_of(
    st.dates(), st.sampled_from([FIRST, LAST]), st.dates(max_value=date(1, 2, 1)), st.dates(date(9999, 11, 1))
)
pools = st.sampled_from(["week", "month"])
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
odd_texts = st.one_of(texts, st.text("|%7C25\\'\"$\n é", max_size=12))

SHARES = (
    (0, 0, 1), (1, 1, 1), (BIGINT, BIGINT, BIGINT), (BIGINT, BIGINT - 1, BIGINT), (BIGINT, 1, BIGINT),
    (1, BIGINT, BIGINT), (2**53 + 1, 1, 1), (2**62, 3, 7), (9_007_199_254_740_993, 3, 9),
    (10**18 - 1, 10**18 - 1, 10**18), (5, 2**32, 2**33), (3_037_000_500, 3_037_000_500, 3_037_000_501),
)  # fmt: skip
ROUNDED = (
    (0, 1), (1, 2), (-1, 2), (3, 2), (-3, 2), (5, 2), (-5, 2), (1, 3), (-1, 3), (2, 3), (-2, 3), (7, 1), (-7, 1),
    (2**53 * 2 + 1, 2), (-(2**53) * 2 - 1, 2), (2**54 + 1, 1), (10**18 * 2 + 1, 2), (-(10**18) * 2 - 1, 2),
    (LARGEST, BIGINT), (-LARGEST, BIGINT), (LARGEST - 1, BIGINT), (49, 100), (50, 100), (-50, 100), (-49, 100),
    (BIGINT, 1), (-BIGINT, 1), (10**18 - 1, 2 * 10**18), (10**18, 2 * 10**18), (-(10**18), 2 * 10**18),
)  # fmt: skip
WEEKS = [date(2025, 12, 22) + timedelta(n) for n in range(21)] + [
    FIRST,
    LAST,
    date(1, 1, 7),
    date(2024, 2, 29),
    date(1970, 1, 1),
]
PERIODS = [
    (FIRST, "month"), (date(9999, 12, 1), "month"), (date(2024, 2, 1), "month"), (date(1900, 2, 1), "month"),
    (FIRST, "week"), (LAST, "week"), (date(9999, 12, 26), "week"), (date(2025, 12, 29), "week"),
    (date(2000, 2, 1), "month"),
]  # fmt: skip
NAMES = (
    "",
    " ",
    "%",
    "|",
    "%7C",
    "%25",
    "a|b",
    "a%7Cb",
    "\\",
    "\\n",
    "'",
    '"',
    "$x",
    "a\nb",
    "é",
    "e\u0301",
    "\U0001f600",
    None,
)

FUNCTIONS = (
    Function("mul_div(a, b, c)", {"a": WHOLE, "b": WHOLE, "c": WHOLE}, lambda a, b, c: a * b // c, SHARES, shares),
    Function("mul_rem(a, b, c)", {"a": WHOLE, "b": WHOLE, "c": WHOLE}, lambda a, b, c: a * b % c, SHARES, shares),
    Function(
        "mul(a, b)", {"a": WHOLE, "b": WHOLE}, lambda a, b: Decimal(a * b),
        [(0, BIGINT), (BIGINT, BIGINT), (-BIGINT, BIGINT), (3_037_000_500, 3_037_000_500), (2**53 + 1, 1), (-1, -1)],
        st.tuples(signed, signed),
    ),
    Function(
        "mul_round(a, b, c)", {"a": WHOLE, "b": WHOLE, "c": WHOLE}, lambda a, b, c: rounded(a * b, c),
        [(a, b, c) for a, b in (
            (5, 1), (-5, 1), (15, 1), (0, 7), (10**9, 10**9), (10**9 + 1, 10**9), (10**9, -(10**9)), (-1, 10**9 + 1),
            (2**53 + 1, 3), (-(2**53) - 1, 3),
        ) for c in (10, 3, 2, 10**18)] + [(BIGINT, 10**18, BIGINT), (BIGINT, 1, 1), (-BIGINT, BIGINT, BIGINT)],
        st.tuples(signed, signed, st.integers(1, 10**18)).filter(lambda t: abs(t[0] * t[1]) // t[2] < 2**62),
    ),
    Function("round_div(n, d)", {"n": EXACT, "d": WHOLE}, rounded, ROUNDED, halves),
    Function(
        "e8(n)", {"n": EXACT}, lambda n: Decimal(n).scaleb(-8),
        [(0,), (1,), (-1,), (10**28 - 1,), (-(10**28) + 1,), (123_456_789_012_345_678,), (-99_999_999,)],
        st.tuples(st.integers(-(10**28) + 1, 10**28 - 1)),
    ),
    Function(
        "period_of(day, pool, week_start)", {"day": DAY, "pool": TEXT, "week_start": WHOLE}, period_of,
        [(day, pool, start) for day in WEEKS for pool in ("week", "month") for start in range(1, 8)],
        st.tuples(days, pools, st.integers(1, 7)),
    ),
    Function(
        "period_moved(period, steps, pool)", {"period": DAY, "steps": WHOLE, "pool": TEXT}, period_moved,
        [(period, steps, pool) for period, pool in PERIODS for steps in (-60, -13, -12, -2, -1, 0, 1, 2, 12, 60)],
        st.tuples(days, st.integers(-60, 60), pools).map(lambda t: (t[0].replace(day=1), *t[1:])),
    ),
    Function("period_last(period, pool)", {"period": DAY, "pool": TEXT}, period_last, PERIODS,
             st.tuples(days, pools).map(lambda t: (t[0].replace(day=1), t[1]))),
    Function(
        "days_after(day, days)", {"day": DAY, "days": WHOLE}, lambda day, n: in_calendar(day.toordinal() + n),
        [(day, n) for day in (FIRST, LAST, date(2024, 2, 28), date(1582, 10, 4)) for n in (-3650, -1, 0, 1, 30, 3650)],
        st.tuples(days, st.integers(-1, 3650)),
    ),
    Function(
        "name_part(value)", {"value": TEXT}, name_part, [(name,) for name in NAMES], st.tuples(st.none() | odd_texts)
    ),
    Function(
        "name_part(day)", {"day": DAY}, name_part, [(FIRST,), (LAST,), (None,)], st.tuples(st.none() | days)
    ),
    Function(
        "fingerprint(text)", {"text": TEXT}, fingerprint, [(n,) for n in NAMES if n is not None], st.tuples(odd_texts)
    ),
)  # fmt: skip


def said(ask: Ask, function: Function, rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """What the engine says of each row of arguments, in their order."""
    numbered = [(n, *(Decimal(v) if t == EXACT else v for v, t in zip(row, function.types.values(), strict=True)))
                for n, row in enumerate(rows)]  # fmt: skip
    table = pl.DataFrame(numbered, schema={"place": WHOLE, **function.types}, orient="row")
    answers = ask(f"SELECT place, {function.call} AS answer FROM given_rows", {"given_rows": table})  # noqa: S608 - our own names
    return [row["answer"] for row in sorted(answers, key=lambda row: row["place"])]


def apart(ask: Ask, function: Function, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The arguments on which the engine says something else, with both answers."""
    answers = zip(rows, said(ask, function, rows), strict=True)
    return [(row, answer, function.expected(*row)) for row, answer in answers if answer != function.expected(*row)]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.call)
def test_a_function_is_exact_at_the_edges(function: Function, ask: Ask) -> None:
    assert apart(ask, function, function.edges) == []


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.call)
@settings(suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_function_is_exact(function: Function, ask: Ask, data: st.DataObject) -> None:
    rows = data.draw(st.lists(function.drawn, min_size=AT_ONCE // 2, max_size=AT_ONCE))
    assert apart(ask, function, rows) == []


def test_every_function_that_the_sql_may_call_is_tried() -> None:
    assert {function.name for function in FUNCTIONS} == PRELUDE


@pytest.mark.parametrize(
    ("call", "naive"),
    [
        ("mul_div", lambda a, b, c: int(a * b / c)),
        ("mul_rem", lambda a, b, c: int(float(a) * float(b) % float(c))),
        ("mul", lambda a, b: Decimal((a * b + 2**63) % 2**64 - 2**63)),
        ("mul_round", lambda a, b, c: round(a * b / c)),
        ("mul_round", lambda a, b, c: (2 * a * b + c) // (2 * c)),
        ("mul_round", lambda a, b, c: rounded((a * b + 2**63) % 2**64 - 2**63, c)),
        ("round_div", lambda n, d: round(n / d)),
        ("round_div", lambda n, d: (2 * n + d) // (2 * d)),
        ("e8", lambda n: Decimal(repr(n / 10**8))),
        ("name_part", str),
        ("period_last", lambda period, _: period + timedelta(6)),
    ],
)
def test_the_edges_catch_a_naive_function(call: str, naive: Callable[..., Any]) -> None:
    function = next(function for function in FUNCTIONS if function.name == call)

    def goes_wrong(row: tuple[Any, ...]) -> bool:
        try:
            return bool(naive(*row) != function.expected(*row))
        except OverflowError:
            return True

    assert any(goes_wrong(row) for row in function.edges)
