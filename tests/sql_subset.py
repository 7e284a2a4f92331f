"""The rules that keep our SQL in the subset which DuckDB and Spark share; `offences` says where a text breaks them.

Ordinary data hides most of what differs between the two, so that a run which agrees proves little: the text itself
is held to closed lists (`sql_subset_words`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

import sql_subset_rules as rule
from sql_subset_rules import Place, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, why it is one, and whether a place breaks it."""

    find: Callable[[Text], Iterator[Place]]
    why: str

    @property
    def name(self) -> str:
        return self.find.__name__


@dataclass(frozen=True, slots=True, order=True)
class Offence:
    """Where a text breaks a rule."""

    file: str
    line: int
    rule: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.rule}: {self.why}"


def offences(text: Text) -> list[Offence]:
    """Every place where a text breaks a rule; what cannot be read breaks only `parses`."""
    try:
        statements = [sqlglot.parse(text.sql, dialect=d) for d in ("duckdb", "spark", "postgres")]
    except SqlglotError as error:
        return [Offence(text.name, 1, "parses", f"one of the dialects cannot read it: {str(error).splitlines()[0]}")]
    if any(len(found) != 1 or not isinstance(found[0], exp.Query) for found in statements):
        return [Offence(text.name, 1, "parses", "a file is one SELECT")]
    return sorted(
        {Offence(text.name, line_of(place), held.name, held.why) for held in RULES for place in held.find(text)}
    )


def line_of(place: Place) -> int:
    """The line of a node: its own, else that of what stands in it, else that of what it stands in."""
    if isinstance(place, int):
        return place
    node: exp.Expr | None = place
    while node is not None:
        lines = [int(inner.meta["line"]) for inner in node.walk() if "line" in inner.meta]
        if lines:
            return min(lines)
        node = node.parent
    return 1


RULES = (
    Rule(rule.functions, "both engines must know the function and say the same: sql_subset_words lists those that do"),
    Rule(rule.names, "an identifier is plain lower case: engines ignore case, and quote in different ways"),
    Rule(rule.strings, "a backslash in a text is itself in DuckDB and begins an escape in Spark"),
    Rule(rule.numbers, "a number in SQL is whole and fits 64 bits: 1.5e3 is floating point, 1.5 a decimal"),
    Rule(rule.string_is_the_type, "Spark's VARCHAR wants a length, and TEXT is none of its types: write STRING"),
    Rule(rule.cast_is_spelled_out, "a - b::T casts b alone, and Spark reads a:b as a path: write CAST(x AS T)"),
    Rule(rule.grammar, "a clause that is not listed is known to one engine alone, or means two things"),
    Rule(rule.select_is_written, "FROM without SELECT is DuckDB's own"),
    Rule(rule.reads_alike, "the two dialects read different things in this text"),
    Rule(rule.joins, "INNER, LEFT and FULL JOIN with ON, or CROSS JOIN: the rest is named or nulled differently"),
    Rule(rule.no_query_in_in, "x NOT IN a query with one NULL is never true: write EXISTS"),
    Rule(rule.aliases_stay_outside, "whether a SELECT's own alias or a table's column is meant depends on the engine"),
    Rule(rule.columns_have_one_name, "DuckDB renames the second column of a name, Spark refuses to choose"),
    Rule(rule.divisions, "/ is floating point in DuckDB, // is no operator in Spark, % differs: call the prelude"),
    Rule(rule.products, "a product of two columns leaves 64 bits: call mul, mul_div, mul_rem or mul_round"),
    Rule(rule.types, "both engines share BIGINT, INTEGER, STRING, DECIMAL(38, 0), and DATE of a literal"),
    Rule(rule.whole_casts, "CAST(2.5 AS BIGINT) is 3 in DuckDB and 2 in Spark"),
    Rule(rule.sums_are_cast, "SUM(BIGINT) is 128 bits in DuckDB, which Parquet writes as DOUBLE: CAST the sum"),
    Rule(rule.day_arithmetic, "date - date is a number in DuckDB, an interval in Spark: call days_after, period_moved"),
    Rule(rule.nulls_have_a_place, "NULL comes last in DuckDB and first in Spark: write NULLS FIRST or NULLS LAST"),
    Rule(rule.order_is_total, "rows that tie come in any order: end the window's order in columns that name one row"),
)  # fmt: skip
"""Every rule, with its reason."""
