"""The plan keeps to its floors: what each SQL file reads, may say, and leaves in Parquet."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from premium.engine import OnDuckDB
from premium.engine.on_duckdb import PRELUDE
from premium.program import load, rule_tables
from premium.reconcile.plan import CHECKS, CONCLUSIONS, HERE, KINDS, MADE, PROOFS, SEEN, STEPS, Sql
from premium.reconcile.run import FOUND, Plan, _done_with
from premium.run_tables import read_run
from premium.tables import INPUTS, OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from premium.run_folder import RunFolder

EVERY_FILE = (*STEPS, *CHECKS, *CONCLUSIONS, *PROOFS)
RULES = set(rule_tables(load("fair-food").program, date(2026, 1, 1)))
GIVEN = {*INPUTS, *RULES, "reported", "files", "rejects"}
"""What is there before the first step."""
FLOATING = {"FLOAT", "DOUBLE", "REAL", "FLOAT4", "FLOAT8"}


def names(files: tuple[Sql, ...]) -> list[str]:
    return [file.name for file in files]


def readable() -> Iterator[tuple[Sql, set[str]]]:
    """Each file of the plan in its order, and the tables that are there when it runs."""
    made = set(GIVEN)
    for step in STEPS:
        yield step, set(made)
        made.add(step.name)
    for check in CHECKS:
        yield check, set(made)
    made.add("found")  # the checks themselves are dropped once their rows are stacked
    for step in CONCLUSIONS:
        yield step, set(made)
        made.add(step.name)
    for proof in PROOFS:
        yield proof, made


@pytest.fixture(scope="module")
def parser() -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that only parses."""
    with duckdb.connect() as db:
        db.execute(PRELUDE.read_text(encoding="utf-8"))
        yield db


def tree(db: duckdb.DuckDBPyConnection, sql: str) -> Any:  # noqa: ANN401 - a parse tree
    row = db.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchone()
    parsed = json.loads(row[0] if row else "{}")
    assert not parsed["error"], parsed
    return parsed


def nodes(part: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Every object of a parse tree."""
    if isinstance(part, dict):
        yield part
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from nodes(inner)


def tables_read(db: duckdb.DuckDBPyConnection, sql: str) -> set[str]:
    """The names after FROM and JOIN that no WITH of the same file makes."""
    parts = list(nodes(tree(db, sql)))
    own = {entry["key"] for part in parts if "cte_map" in part for entry in part["cte_map"]["map"]}
    return {str(part["table_name"]) for part in parts if part.get("type") == "BASE_TABLE"} - own


# What is in the plan


def test_every_sql_file_is_in_the_plan_and_every_part_of_the_plan_is_a_file() -> None:
    for folder, files in (("steps", (*STEPS, *CONCLUSIONS)), ("checks", CHECKS), ("proofs", PROOFS)):
        assert sorted(path.stem for path in (HERE / folder).iterdir()) == sorted(names(files))
        assert all(file.folder == folder for file in files)
        assert [path.suffix for path in (HERE / folder).iterdir()] == [".sql"] * len(files)


def test_no_two_tables_share_a_name() -> None:
    every = [*names(EVERY_FILE), *GIVEN, "found"]
    assert sorted(set(every)) == sorted(every)


def test_every_output_of_the_contract_is_made_by_a_step_except_rejects() -> None:
    assert set(OUTPUTS) - {"rejects"} <= set(names((*STEPS, *CONCLUSIONS)))


def test_every_finding_of_the_contract_is_in_the_plan() -> None:
    buyer = "underpaid overpaid paid_late"
    pool = "negative without_basis undistributed short"
    premium = "missing short over late unqualified orphan duplicate reversed clawback offset"
    families = (("buyer", buyer), ("pool", pool), ("premium", premium))
    others = "volume_mismatch receipt_mismatch rate_missing purchase_while_suspended wage_floor_short hours_missing"
    wanted = [f"{family}_{word}" for family, words in families for word in words.split()]
    assert {*wanted, *others.split(), "class_missing"} <= set(KINDS)


# What a file may read


def test_each_file_reads_only_tables_made_before_it(parser: duckdb.DuckDBPyConnection) -> None:
    for file, there in readable():
        read = tables_read(parser, file.text)
        assert read <= there, f"{file.name} reads {sorted(read - there)} before it is made"
        assert read, f"{file.name} reads nothing"


def test_a_file_that_reads_too_early_is_seen(parser: duckdb.DuckDBPyConnection) -> None:
    sql = "WITH own AS (SELECT 1 AS a FROM sales) SELECT * FROM own WHERE EXISTS (SELECT 1 FROM pools)"
    assert tables_read(parser, sql) == {"sales", "pools"}


def test_every_table_that_is_made_is_read_or_given_out(parser: duckdb.DuckDBPyConnection) -> None:
    read = {table for file, _ in readable() for table in tables_read(parser, file.text)}
    made = set(names((*STEPS, *CONCLUSIONS)))
    told = {
        "unchecked",
        "totals",
        "grower_totals",
        "flow",
        "identities",
        "buyer_answers",
    }  # read by the manifest and the documents
    assert made - read - set(OUTPUTS) - told == set()


# What a file may say


@pytest.mark.parametrize("file", EVERY_FILE, ids=lambda file: f"{file.folder}/{file.name}")
def test_a_file_keeps_to_the_house(file: Sql, parser: duckdb.DuckDBPyConnection) -> None:
    lines = file.text.splitlines()
    assert len(lines) <= 60, "a file over 60 lines becomes two steps"
    assert re.match(r"-- \S.{20,}", lines[0]), "a file begins by saying what it is for"
    code = re.sub(r"--.*", "", file.text)
    assert "/" not in re.sub(r"'[^']*'", "", code), "division is the prelude's"
    assert ";" not in code
    words = set(re.findall(r"[A-Za-z_][A-Za-z_0-9]*", code.upper()))
    assert not words & {
        *FLOATING,
        "AVG",
        "ROUND",
        "RANDOM",
        "NOW",
        "CURRENT_DATE",
        "TODAY",
        "LIMIT",
        "USING",
        "NATURAL",
    }
    calls = {str(n["function_name"]) for n in nodes(tree(parser, file.text)) if n.get("class") == "FUNCTION"}
    assert not calls & {"/", "//", "avg", "mean", "random", "now", "today", "median", "stddev"}


def test_only_the_prelude_divides() -> None:
    code = re.sub(r"--.*", "", PRELUDE.read_text(encoding="utf-8"))
    assert "//" in code
    assert "/" not in code.replace("//", "")
    assert not set(re.findall(r"[A-Z]+", code.upper())) & FLOATING


# What a run leaves


@pytest.fixture(scope="module")
def opened(valley_run: RunFolder) -> Iterator[OnDuckDB]:
    """The valley's run, with the steps that its folder has no tables of."""
    with OnDuckDB(valley_run.path / "spill") as engine:
        read_run(engine, valley_run)
        yield engine


def types_of(run: RunFolder, engine: OnDuckDB) -> dict[str, dict[str, str]]:
    """The SQL types of every table of a run."""
    tables = [path.stem for path in run.path.rglob("*.parquet")]
    return {name: engine.columns(name) for name in (*tables, *names(STEPS))}


def test_every_amount_in_every_table_is_whole_cents(valley_run: RunFolder, opened: OnDuckDB) -> None:
    types = types_of(valley_run, opened)
    assert len(valley_run.manifest["tables"]) > 45
    assert len(types) > 70
    for name, columns in types.items():
        for column, kind in columns.items():
            if column.endswith("_cents"):
                assert kind == "BIGINT", f"{name}: {column} is {kind}"
            assert not re.search(r"DOUBLE|FLOAT|HUGEINT|TIMESTAMP|TIME", kind), f"{name}: {column} is {kind}"


def test_outputs_have_the_contracts_columns_and_types_in_its_order(valley_run: RunFolder, opened: OnDuckDB) -> None:
    types = types_of(valley_run, opened)
    for name, output in OUTPUTS.items():
        assert list(types[name].items()) == list(output.columns.items()), name


def test_outputs_are_sorted_by_their_key_in_byte_order(valley_run: RunFolder) -> None:
    for name, output in OUTPUTS.items():
        rows = pl.read_parquet(valley_run.table(name)).select(output.key).rows()
        keys = [[(v is None, v.encode() if isinstance(v, str) else v) for v in row] for row in rows]
        assert all(one <= other for one, other in pairwise(keys)), name
        if name != "rejects":
            assert len(set(rows)) == len(rows), f"{name}: the first columns identify a row"


def test_all_checks_give_the_same_columns(opened: OnDuckDB) -> None:
    wanted = [part.strip().partition(" ")[0] for part in re.split(r",(?! \d)", FOUND)][1:]
    for check in CHECKS:
        columns = [row["column_name"] for row in opened.rows(f"DESCRIBE {check.text}")]
        assert columns == wanted, check.name


def test_steps_as_long_as_the_payroll_are_views_of_the_run_and_not_tables_in_its_folder(valley_run: RunFolder) -> None:
    tables = {Path(relative).stem for relative in valley_run.manifest["tables"]}
    assert not (MADE | SEEN) & tables
    assert set(names(STEPS)) - MADE - SEEN <= tables
    assert set(names((*STEPS, *CONCLUSIONS))) > MADE | SEEN


def test_what_is_made_is_let_go_after_the_last_file_that_reads_it(parser: duckdb.DuckDBPyConnection) -> None:
    views: dict[str, set[str]] = {}
    there: set[str] = set()
    for file, gone in _done_with(Plan()).items():
        read = tables_read(parser, file.text)
        for view in read & set(views):
            read |= views[view]
        assert not (read & MADE) - there, f"{file.name} reads what was let go"
        if file.how == "seen":
            views[file.name] = read
        there |= {file.name} & MADE
        there -= set(gone)
    assert not there, "let go in the end"


def test_every_file_can_be_pasted_into_a_shell_over_the_runs_folder(
    valley_run: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(valley_run.path)
    with duckdb.connect() as db:
        db.execute((valley_run.path / "open.sql").read_text(encoding="utf-8"))
        for file in (*STEPS, *CHECKS, *PROOFS):
            rows = db.execute(file.text).fetchall()
            if file in STEPS and file.how == "kept":
                assert len(rows) == pl.read_parquet(valley_run.table(file.name)).height, file.name
            if file in PROOFS:
                assert rows == [], file.name


# The prelude, against Python's own whole numbers


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnDuckDB]:
    """An engine with nothing in it but its prelude."""
    with OnDuckDB(spill(tmp_path_factory), threads=1) as started:
        yield started


def spill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spill")


def value(engine: OnDuckDB, expression: str, **values: object) -> Any:  # noqa: ANN401 - whatever SQL gives
    return engine.rows(f"SELECT {expression} AS v", values)[0]["v"]


WHOLE = st.integers(0, 10**18 - 1)
CENTS = st.integers(-(10**18) + 1, 10**18 - 1)
HARD = st.sampled_from([0, 1, 2, 3, 2**53, 2**53 + 1, 2**53 - 1, 2**62, 2**63 - 1, 10**18 - 1, 9007199254740993])


@settings(max_examples=400, deadline=None)
@given(WHOLE | HARD, WHOLE | HARD, WHOLE | HARD)
def test_mul_div_and_mul_rem_are_exact_beyond_64_bits(engine: OnDuckDB, a: int, b: int, c: int) -> None:
    basis, whole = sorted((b, c))
    if not whole:
        return
    row = engine.rows("SELECT mul_div($a, $b, $c) AS d, mul_rem($a, $b, $c) AS r", {"a": a, "b": basis, "c": whole})[0]
    assert (row["d"], row["r"]) == divmod(a * basis, whole)


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [
        (2**63 - 1, 2**63 - 1, 2**63 - 1),
        (9007199254740993, 3, 3),
        (10**18 - 1, 10**18 - 2, 10**18 - 1),
        (2**53 + 1, 1, 1),
    ],
)
def test_quotients_above_2_to_the_53_keep_their_last_digit(engine: OnDuckDB, a: int, b: int, c: int) -> None:
    assert value(engine, "mul_div($a, $b, $c)", a=a, b=b, c=c) == a * b // c


def half_away_from_zero(n: int, d: int) -> int:
    whole = (2 * abs(n) + d) // (2 * d)
    return whole if n >= 0 else -whole


@settings(max_examples=400, deadline=None)
@given(st.integers(-(10**30), 10**30) | CENTS | st.integers(-50, 50), st.integers(1, 10**12) | st.integers(1, 20))
def test_round_div_rounds_half_away_from_zero(engine: OnDuckDB, n: int, d: int) -> None:
    if abs(n) // d >= 2**62:
        return
    assert value(engine, "round_div($n, $d)", n=n, d=d) == half_away_from_zero(n, d)


@pytest.mark.parametrize(("n", "d", "rounded"), [
    (1, 2, 1), (-1, 2, -1), (3, 2, 2), (-3, 2, -2), (5, 10, 1), (4, 10, 0), (-4, 10, 0), (-5, 10, -1), (25, 10, 3),
    (-25, 10, -3), (0, 7, 0), (2**53 + 1, 1, 2**53 + 1), (-(2**53) - 1, 1, -(2**53) - 1),
    (10**18 + 1, 2, 5 * 10**17 + 1),
])  # fmt: skip
def test_half_cents_go_away_from_zero(engine: OnDuckDB, n: int, d: int, rounded: int) -> None:
    assert value(engine, "round_div($n, $d)", n=n, d=d) == rounded
    assert value(engine, "round_div(CAST($n AS DECIMAL(38, 0)), $d)", n=n, d=d) == rounded


def test_what_does_not_fit_is_an_error_and_never_another_number(engine: OnDuckDB) -> None:
    from premium.errors import EngineError  # noqa: PLC0415 - the one test of it

    for expression in ("mul_div(9223372036854775807, 3, 1)", "round_div(CAST('1e30' AS DECIMAL(38, 0)), 1)"):
        with pytest.raises(EngineError, match="too large to be exact"):
            value(engine, expression)


DAYS = st.dates(date(1, 1, 31), date(9998, 12, 1))


@settings(max_examples=300, deadline=None)
@given(DAYS, st.integers(1, 7))
def test_a_week_begins_on_its_first_day(engine: OnDuckDB, day: date, start: int) -> None:
    period = value(engine, "period_of(CAST($d AS DATE), 'week', $s)", d=day, s=start)
    assert period == day - timedelta(days=(day.isoweekday() - start) % 7)
    assert period.isoweekday() == start
    assert value(engine, "period_last(CAST($d AS DATE), 'week')", d=period) == period + timedelta(days=6)


@settings(max_examples=200, deadline=None)
@given(DAYS, st.integers(1, 7))
def test_a_month_begins_on_its_first_day_whatever_day_weeks_begin_on(engine: OnDuckDB, day: date, start: int) -> None:
    first = day.replace(day=1)
    assert value(engine, "period_of(CAST($d AS DATE), 'month', $s)", d=day, s=start) == first
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    assert value(engine, "period_last(CAST($d AS DATE), 'month')", d=first) == last


@settings(max_examples=200, deadline=None)
@given(st.dates(date(100, 1, 1), date(9000, 1, 1)), st.integers(-60, 60))
def test_a_period_moves_by_whole_periods(engine: OnDuckDB, day: date, steps: int) -> None:
    assert value(engine, "period_moved(CAST($d AS DATE), $n, 'week')", d=day, n=steps) == day + timedelta(
        days=7 * steps
    )
    month = day.replace(day=1)
    years, index = divmod(month.year * 12 + month.month - 1 + steps, 12)
    assert value(engine, "period_moved(CAST($d AS DATE), $n, 'month')", d=month, n=steps) == date(years, index + 1, 1)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.none() | st.sampled_from(["", "%", "|", "%7C", "%25", "a|b", "a", "%|%"]) | st.text(max_size=3),
        min_size=2,
        max_size=2,
    )
)
def test_parts_of_a_findings_name_never_run_together(engine: OnDuckDB, parts: list[str | None]) -> None:
    one, other = parts
    names_ = [value(engine, "name_part(CAST($v AS VARCHAR))", v=part) for part in (one, other)]
    assert (names_[0] == names_[1]) == (one == other)
    assert not any("|" in name for name in names_)


@settings(max_examples=100, deadline=None)
@given(st.integers(-(10**27), 10**27))
def test_a_quantity_keeps_its_digits(engine: OnDuckDB, n: int) -> None:
    from decimal import Decimal  # noqa: PLC0415

    assert value(engine, "e8($n)", n=n) == Decimal(n).scaleb(-8)


def test_what_a_view_reads_through_another_view_is_not_let_go_before(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"made": "payroll", "under": "made", "over": "under", "last": "over", "after": "payroll"}
    monkeypatch.setattr(Sql, "text", property(lambda file: f"SELECT * FROM {texts[file.name]}"))  # noqa: S608 - our own names
    how = {"made": "made", "under": "seen", "over": "seen"}
    steps = [Sql(name, "steps", how=how.get(name, "kept")) for name in texts]  # type: ignore[arg-type] # the same words
    done = _done_with(Plan(steps, (), (), ()))
    assert [file.name for file, gone in done.items() if "made" in gone] == ["last"]
