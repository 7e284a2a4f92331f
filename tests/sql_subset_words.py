"""The part of SQL in which DuckDB and Spark give the same answer, as closed lists: what is not here is refused.

To allow a new word, show in `tests/traps` that both engines say the same of it, and write it here.
"""

from __future__ import annotations

import re
from pathlib import Path

import premium.engine

GRAMMAR: dict[str, str] = {
    # a query
    "Select": "expressions from_ joins where group having windows distinct with_", "With": "expressions",
    "CTE": "this alias", "Union": "this expression distinct with_", "Subquery": "this alias", "Exists": "this",
    "From": "this", "Table": "this alias", "TableAlias": "this", "Join": "this on side kind", "Where": "this",
    "Group": "expressions", "Having": "this", "Distinct": "expressions", "Star": "",
    # windows
    "Window": "this alias partition_by order over", "Order": "expressions", "Ordered": "this desc nulls_first",
    # values
    "Alias": "this alias", "Column": "this table", "Identifier": "this", "Literal": "this is_string", "Null": "",
    "Boolean": "this", "Paren": "this", "Cast": "this to",
    "DataType": "this expressions nested", "DataTypeParam": "this",
    "Case": "this ifs default", "If": "this true", "Anonymous": "this expressions",
    "Add": "this expression", "Sub": "this expression", "Mul": "this expression", "Neg": "this",
    "DPipe": "this expression safe",
    # conditions
    "And": "this expression", "Or": "this expression", "Not": "this", "EQ": "this expression", "NEQ": "this expression",
    "GT": "this expression", "GTE": "this expression", "LT": "this expression", "LTE": "this expression",
    "Is": "this expression", "In": "this expressions query", "Between": "this low high",
    # the functions below, where the parser knows them
    "Sum": "this", "Count": "this big_int", "Min": "this", "Max": "this", "Abs": "this", "Coalesce": "this expressions",
    "RowNumber": "", "Lead": "this", "FirstValue": "this",
}  # fmt: skip
"""Each kind of node that the parser may find, and which of its parts may be filled."""

GRAMMAR_OF_OTHER_RULES = frozenset({"Div", "IntDiv", "Mod"})
"""Kinds that a rule with a better word for them refuses."""

FUNCTIONS = frozenset({"sum", "count", "min", "max", "abs", "coalesce", "row_number", "lead", "first_value"})
"""Functions that both engines have and that say the same of whole numbers, days and text."""

BEFORE_A_BRACKET = frozenset(
    {"and", "or", "not", "in", "as", "on", "by", "over", "from", "join", "where", "when", "then", "else", "select",
     "having", "exists", "cast", "decimal", "all", "distinct", ","}
)  # fmt: skip
"""Words that may stand before `(` and call nothing."""

TYPES = frozenset({"BIGINT", "INT", "TEXT", "DATE", "DECIMAL(38, 0)"})
"""Types to cast to, in the parser's words: TEXT is what STRING is read as."""

JOINS = frozenset({("", ""), ("LEFT", ""), ("FULL", ""), ("", "CROSS")})
"""Side and kind of the joins that both engines have."""

DAYS = re.compile(r"period|deadline|as_of|day|.*_(date|day|period)|period_(start|end)")
"""Columns that hold a day."""
DAY_FUNCTIONS = frozenset({"period_of", "period_moved", "period_last", "days_after"})

FRACTIONS = frozenset({"quantity"})
"""Columns that hold a decimal with places; all others are whole numbers, days, text or truths."""

ROW = frozenset({"source_file", "source_row"})
NEVER_NULL: dict[str, frozenset[str]] = {
    "": ROW | {"worker_id", "buyer_id", "grower_id", "remainder"},
    "purchase_while_suspended": frozenset({"from_date"}),  # required in `standing`
    "flow_adds_up": frozenset({"place"}),  # written by hand in the steps of the flow
}
"""Columns to order by that are never empty: in every file, and in some by name."""

UNIQUE: dict[str, frozenset[str]] = {
    "": ROW,
    "shares": frozenset({"grower_id", "period", "worker_id"}),
    "passthrough_pool": frozenset({"grower_id", "period", "buyer_id"}),
    "passthrough_distributable": frozenset({"grower_id", "period", "buyer_id"}),
    "passthrough_reached": frozenset({"grower_id", "period", "buyer_id"}),
    "not_landed": frozenset({"grower_id", "period", "buyer_id"}),
    "grower_terms": frozenset({"grower_id", "from_date"}),  # the key of `growers`
    "purchase_while_suspended": frozenset({"grower_id", "from_date"}),  # the key of `standing`
    "flow_adds_up": frozenset({"place"}),
}
"""Columns that together name one row: of any record, and of what a file's window runs over."""

MACRO = re.compile(r"^CREATE OR REPLACE (?:TEMPORARY |TEMP )?(?:MACRO|FUNCTION) (\w+)", re.MULTILINE)


def preludes() -> dict[str, frozenset[str]]:
    """The functions that each engine's prelude makes, by the prelude's name."""
    places = sorted(Path(premium.engine.__file__).parent.glob("prelude_*.sql"))
    return {path.stem: frozenset(MACRO.findall(path.read_text(encoding="utf-8"))) for path in places}


PRELUDE = frozenset(
    {"period_of", "period_moved", "period_last", "days_after", "mul_div", "mul_rem", "mul_round", "mul", "round_div",
     "name_part",
     "fingerprint", "e8"}
)  # fmt: skip
"""What steps, checks and proofs may call of the prelude; every engine's prelude has to make it."""
