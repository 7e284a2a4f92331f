"""What each rule of the common subset refuses: one function per rule, which yields the places that break it.

Why each is a rule stands beside its name in `sql_subset.RULES`. What differs was seen on DuckDB 2.0 and Spark 4.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import sqlglot
from sqlglot import exp

from sql_subset_words import (
    BEFORE_A_BRACKET,
    DAY_FUNCTIONS,
    DAYS,
    FRACTIONS,
    FUNCTIONS,
    GRAMMAR,
    GRAMMAR_OF_OTHER_RULES,
    JOINS,
    NEVER_NULL,
    PRELUDE,
    TYPES,
    UNIQUE,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot.tokenizer_core import Token

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is)
MAX_DIGITS = 18


@dataclass(frozen=True)
class Text:
    """One SQL file as the rules look at it: its words, and its tree as each dialect reads it."""

    name: str
    sql: str
    is_table: bool = True

    @cached_property
    def tokens(self) -> list[Token]:
        return list(sqlglot.tokenize(self.sql, dialect="duckdb"))

    def tree(self, dialect: str = "duckdb") -> exp.Expr:
        return self._trees[dialect]

    @cached_property
    def _trees(self) -> dict[str, exp.Expr]:
        return {d: sqlglot.parse_one(self.sql, dialect=d) for d in ("duckdb", "spark", "postgres")}

    def all(self, *kinds: type[exp.Expr]) -> Iterator[exp.Expr]:
        return self.tree().find_all(*kinds)


Place = exp.Expr | int
"""A node of the tree, or a line."""


# Words


def functions(text: Text) -> Iterator[Place]:
    for word, bracket in zip(text.tokens, text.tokens[1:], strict=False):
        called = word.text.lower()
        if bracket.token_type.name == "L_PAREN" and re.fullmatch(r"\w+", called):
            names_a_cte = called in {cte.alias for cte in text.all(exp.CTE)}
            if called not in FUNCTIONS | PRELUDE | BEFORE_A_BRACKET and not names_a_cte:
                yield word.line


def names(text: Text) -> Iterator[Place]:
    yield from (i for i in text.all(exp.Identifier) if i.args.get("quoted") or not IDENTIFIER.fullmatch(i.name))


def strings(text: Text) -> Iterator[Place]:
    yield from (s for s in text.all(exp.Literal) if s.is_string and "\\" in s.name)


def numbers(text: Text) -> Iterator[Place]:
    for number in text.all(exp.Literal):
        if not number.is_string and not (number.name.isdigit() and len(number.name) <= MAX_DIGITS):
            yield number


def string_is_the_type(text: Text) -> Iterator[Place]:
    yield from (t.line for t in text.tokens if t.token_type.name in TEXTS and t.text.upper() != "STRING")


TEXTS = frozenset({"TEXT", "VARCHAR", "CHAR", "NCHAR", "NVARCHAR", "BPCHAR", "NAME"})


def cast_is_spelled_out(text: Text) -> Iterator[Place]:
    yield from (t.line for t in text.tokens if t.token_type.name in {"DCOLON", "COLON"})


# Clauses


def grammar(text: Text) -> Iterator[Place]:
    for node in text.tree().walk():
        kind = type(node).__name__
        allowed = GRAMMAR.get(kind)
        filled = {part for part, value in node.args.items() if value not in (None, False, [], "")}
        if kind not in GRAMMAR_OF_OTHER_RULES and (
            allowed is None or filled - set(allowed.split()) - {"quoted", "using"}
        ):
            yield node


def select_is_written(text: Text) -> Iterator[Place]:
    if sum(t.token_type.name == "SELECT" for t in text.tokens) != len(list(text.all(exp.Select))):
        yield 1


def reads_alike(text: Text) -> Iterator[Place]:
    ours, theirs = (repr(_without_habits(text.tree(d).copy())) for d in ("duckdb", "spark"))
    if ours != theirs:
        yield text.tree()


def _without_habits(tree: exp.Expr) -> exp.Expr:
    """The tree without what other rules judge: the order of NULL, and that Spark's CAST may be a TRY_CAST."""
    for ordered in tree.find_all(exp.Ordered):
        ordered.set("nulls_first", None)
    for cast in list(tree.find_all(exp.TryCast)):
        cast.replace(exp.Cast(this=cast.this, to=cast.args["to"]))
    return tree


def joins(text: Text) -> Iterator[Place]:
    for join in text.all(exp.Join):
        side, kind = join.text("side").upper(), join.text("kind").upper()
        has_on = join.args.get("on") is not None
        if (
            (side, kind) not in JOINS
            or join.args.get("using")
            or join.args.get("method")
            or has_on == (kind == "CROSS")
        ):
            yield join


def no_query_in_in(text: Text) -> Iterator[Place]:
    yield from (i for i in text.all(exp.In) if i.args.get("query") is not None)


def aliases_stay_outside(text: Text) -> Iterator[Place]:
    for select in text.all(exp.Select):
        made = [p for p in select.expressions if isinstance(p, exp.Alias) and not _is_that_column(p.this, p.alias)]
        for alias in made:
            others = [part for part in _parts(select) if part is not alias]
            for column in (c for part in others for c in part.find_all(exp.Column)):
                if column.name == alias.alias and not column.table and column.parent_select is select:
                    yield column


def _is_that_column(node: exp.Expr, name: str) -> bool:
    return isinstance(node, exp.Column) and node.name == name


def _parts(select: exp.Expr) -> list[exp.Expr]:
    """What a SELECT's own aliases could be read in: the other columns, and all clauses but FROM and WITH."""
    clauses = [select.args.get(name) for name in ("where", "group", "having")]
    lists = [*select.expressions, *(select.args.get("joins") or []), *(select.args.get("windows") or [])]
    return [*lists, *(clause for clause in clauses if clause is not None)]


def columns_have_one_name(text: Text) -> Iterator[Place]:
    for select in text.all(exp.Select):
        seen: set[str] = set()
        for column in select.expressions:
            name = column.alias_or_name.lower()
            if (
                name != "*"
                and name in seen
                and select.find_ancestor(exp.In, exp.Exists) is None
                and not _below_a_union(select)
            ):
                yield column
            seen.add(name)


def _below_a_union(select: exp.Expr) -> bool:
    """A later part of a UNION: its columns take the names of the first part."""
    node = select
    while isinstance(node.parent, exp.Union):
        if node.arg_key == "expression":
            return True
        node = node.parent
    return False


# Numbers and days


def divisions(text: Text) -> Iterator[Place]:
    yield from text.all(exp.Div, exp.IntDiv, exp.Mod)


def products(text: Text) -> Iterator[Place]:
    yield from (m for m in text.all(exp.Mul) if not any(isinstance(f, exp.Literal) for f in (m.this, m.expression)))


def types(text: Text) -> Iterator[Place]:
    for cast in text.all(exp.Cast, exp.TryCast):
        to = cast.args["to"].sql("duckdb")
        if to not in TYPES or (to == "DATE" and not cast.this.is_string):
            yield cast


def whole_casts(text: Text) -> Iterator[Place]:
    for cast in text.all(exp.Cast):
        columns = {column.name for column in cast.this.find_all(exp.Column)}
        called = {call.name.lower() for call in cast.this.find_all(exp.Anonymous)}
        if cast.args["to"].sql("duckdb") in {"BIGINT", "INT"} and (columns & FRACTIONS or "e8" in called):
            yield cast


def sums_are_cast(text: Text) -> Iterator[Place]:
    if text.is_table:
        wide: set[str] = set()
        for query in (*(cte.this for cte in text.all(exp.CTE)), *(s.this for s in text.all(exp.Subquery) if s.alias)):
            wide |= {c.alias_or_name for s in _branches(query) for c in s.expressions if any(_wide(c, wide))}
        for select in _branches(text.tree()):
            yield from (place for column in select.expressions for place in _wide(column, wide))


def _branches(query: exp.Expr) -> list[exp.Expr]:
    """The SELECTs that give a query its rows."""
    if isinstance(query, exp.Union):
        return [*_branches(query.this), *_branches(query.expression)]
    return [query]


def _wide(node: exp.Expr, wide: set[str]) -> Iterator[exp.Expr]:
    """The sums, and columns made of sums, whose type the value of an expression takes on."""
    is_made_of_one = node.name in wide if isinstance(node, exp.Column) else bool(wide) and isinstance(node, exp.Star)
    if isinstance(node, exp.Sum) or is_made_of_one or (bool(wide) and node.is_star):
        yield node
    elif not isinstance(node, (*COMPARISONS, exp.Cast, exp.Anonymous, exp.Exists, exp.Count, exp.Window)) or (
        isinstance(node, exp.Window) and not isinstance(node.this, exp.RowNumber)
    ):
        inside = node.expressions if isinstance(node, exp.Select) else list(node.iter_expressions())
        for part in (node.this,) if isinstance(node, exp.Window) else inside:
            yield from _wide(part, wide)


def day_arithmetic(text: Text) -> Iterator[Place]:
    for sum_ in text.all(exp.Add, exp.Sub):
        if any(_is_day(side) for side in (sum_.this, sum_.expression)):
            yield sum_


def _is_day(node: exp.Expr) -> bool:
    if isinstance(node, exp.Paren | exp.Min | exp.Max | exp.Coalesce):
        return _is_day(node.this)
    is_date = isinstance(node, exp.Cast) and node.args["to"].sql("duckdb") == "DATE"
    is_call = isinstance(node, exp.Anonymous) and node.name.lower() in DAY_FUNCTIONS
    return is_date or is_call or (isinstance(node, exp.Column) and DAYS.fullmatch(node.name) is not None)


# Order


def nulls_have_a_place(text: Text) -> Iterator[Place]:
    """Where three dialects with three habits agree, the text says it."""
    never = NEVER_NULL[""] | NEVER_NULL.get(text.name, frozenset())
    for ways in zip(*(text.tree(d).find_all(exp.Ordered) for d in ("duckdb", "spark", "postgres")), strict=True):
        said = len({bool(way.args.get("nulls_first")) for way in ways}) == 1
        if not said and not (isinstance(ways[0].this, exp.Column) and ways[0].this.name in never):
            yield ways[0]


def order_is_total(text: Text) -> Iterator[Place]:
    keys = [UNIQUE[""], *([UNIQUE[text.name]] if text.name in UNIQUE else [])]
    for window in text.all(exp.Window):
        order = window.args.get("order")
        if order is not None:
            by = [o.this for o in order.expressions] + (window.args.get("partition_by") or [])
            columns = {column.name for column in by if isinstance(column, exp.Column)}
            if not any(key <= columns for key in keys):
                yield window
