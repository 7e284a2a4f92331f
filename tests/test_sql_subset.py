"""Our SQL is in the subset that DuckDB and Spark share, and each rule of it refuses what it is for."""

from __future__ import annotations

import pytest

from premium.reconcile.plan import CHECKS, CONCLUSIONS, HERE, PROOFS, STEPS, Sql
from sql_subset import RULES, offences
from sql_subset_rules import Text
from sql_subset_words import FUNCTIONS, PRELUDE, preludes

FILES = (*STEPS, *CHECKS, *CONCLUSIONS, *PROOFS)

FORGIVEN = {
    # Both engines take the table's column here and not the alias of the same name; a qualified name would say so.
    ("grower_terms", "aliases_stay_outside"): "ORDER BY from_date is that of `dated`, first_date only takes its name",
    ("worker_basis", "aliases_stay_outside"): "WHERE basis is that of `measured`, before the cast",
}
"""What present files do that a rule refuses, and why it does no harm."""

BAD = (
    # functions
    ("functions", "SELECT date_trunc('week', l.day) AS week FROM lines l"),
    ("functions", "SELECT dayofweek(l.day) AS weekday FROM lines l"),
    ("functions", "SELECT avg(l.cents) AS cents FROM lines l"),
    ("functions", "SELECT round(l.cents) AS cents FROM lines l"),
    ("functions", "SELECT ifnull(l.cents, 0) AS cents FROM lines l"),
    ("functions", "SELECT upper(l.worker_id) AS worker_id FROM lines l"),
    ("functions", "SELECT trim(l.worker_id) AS worker_id FROM lines l"),
    ("functions", "SELECT in_calendar(l.day) AS day FROM lines l"),
    ("functions", "SELECT l.a FROM lines l, range(3) r"),
    # names and texts
    ("names", 'SELECT l."order" FROM lines l'),
    ("names", "SELECT l.Cents, l.cents FROM lines l"),
    ("names", "SELECT l.a AS größe FROM lines l"),
    ("strings", r"SELECT 'a\n' AS mark FROM lines l"),
    ("string_is_the_type", "SELECT CAST(l.a AS VARCHAR) AS a FROM lines l"),
    ("string_is_the_type", "SELECT CAST(l.a AS TEXT) AS a FROM lines l"),
    ("cast_is_spelled_out", "SELECT l.a - l.b::BIGINT AS a FROM lines l"),
    # numbers
    ("numbers", "SELECT l.a FROM lines l WHERE l.a > 1.5e3"),
    ("numbers", "SELECT l.a FROM lines l WHERE l.a > 0.5"),
    ("numbers", "SELECT l.a FROM lines l WHERE l.a > 9223372036854775808"),
    ("divisions", "SELECT l.a / 2 AS half FROM lines l"),
    ("divisions", "SELECT l.a % 2 AS rest FROM lines l"),
    ("products", "SELECT l.a * l.b AS product FROM lines l"),
    ("types", "SELECT CAST(l.a AS DOUBLE) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS FLOAT) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS REAL) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS HUGEINT) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS DECIMAL(38, 10)) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS TIMESTAMP) AS a FROM lines l"),
    ("types", "SELECT CAST(l.a AS DATE) AS a FROM lines l"),
    ("types", "SELECT TRY_CAST(l.a AS DOUBLE) AS a FROM lines l"),
    ("whole_casts", "SELECT CAST(e8(l.a) AS BIGINT) AS a FROM lines l"),
    ("whole_casts", "SELECT CAST(SUM(f.quantity) AS BIGINT) AS a FROM found f"),
    ("sums_are_cast", "SELECT SUM(l.cents) AS cents FROM lines l"),
    ("sums_are_cast", "SELECT COALESCE(SUM(l.cents), 0) + 1 AS cents FROM lines l"),
    ("sums_are_cast", "WITH s AS (SELECT SUM(l.cents) AS total FROM lines l) SELECT s.total - 1 AS less FROM s"),
    ("sums_are_cast", "WITH s AS (SELECT SUM(l.cents) AS total FROM lines l) SELECT s.* FROM s"),
    ("sums_are_cast", "SELECT l.a, SUM(l.cents) OVER (PARTITION BY l.a) AS total FROM lines l"),
    ("sums_are_cast", "SELECT 1 AS a UNION ALL SELECT SUM(l.cents) FROM lines l"),
    # days
    ("day_arithmetic", "SELECT l.check_date - l.period_end AS days FROM lines l"),
    ("day_arithmetic", "SELECT l.deadline + 7 AS later FROM lines l"),
    ("day_arithmetic", "SELECT period_of(l.check_date, 'week', 1) + 6 AS last_one FROM lines l"),
    ("day_arithmetic", "SELECT DATE '9999-12-31' - l.a AS days FROM lines l"),
    ("grammar", "SELECT l.day + INTERVAL 7 DAY AS later FROM lines l"),
    # joins
    ("joins", "SELECT l.a FROM lines l JOIN weeks w USING (a)"),
    ("joins", "SELECT l.a FROM lines l NATURAL JOIN weeks w"),
    ("joins", "SELECT l.a FROM lines l SEMI JOIN weeks w ON w.a = l.a"),
    ("joins", "SELECT l.a FROM lines l ANTI JOIN weeks w ON w.a = l.a"),
    ("joins", "SELECT l.a FROM lines l ASOF JOIN weeks w ON w.a >= l.a"),
    ("parses", "SELECT l.a FROM lines l POSITIONAL JOIN weeks w"),
    ("joins", "SELECT l.a FROM lines l RIGHT JOIN weeks w ON w.a = l.a"),
    ("joins", "SELECT l.a FROM lines l, weeks w"),
    ("no_query_in_in", "SELECT l.a FROM lines l WHERE l.a NOT IN (SELECT w.a FROM weeks w)"),
    # clauses
    ("grammar", "SELECT l.a FROM lines l QUALIFY ROW_NUMBER() OVER (ORDER BY l.source_file, l.source_row) = 1"),
    ("grammar", "SELECT l.a, COUNT(*) AS n FROM lines l GROUP BY ALL"),
    ("grammar", "SELECT l.a, COUNT(*) AS n FROM lines l GROUP BY ROLLUP (l.a)"),
    ("grammar", "SELECT * EXCLUDE (a) FROM lines l"),
    ("grammar", "SELECT * REPLACE (1 AS a) FROM lines l"),
    ("grammar", "SELECT DISTINCT ON (l.a) l.a, l.b FROM lines l"),
    ("grammar", "SELECT l.a FROM lines l LIMIT 1"),
    ("grammar", "SELECT l.a FROM lines l ORDER BY l.a NULLS LAST"),
    ("grammar", "SELECT COUNT(*) FILTER (WHERE l.a > 0) AS n FROM lines l"),
    ("grammar", "SELECT [1, 2] AS pair FROM lines l"),
    ("parses", "SELECT {'a': l.a} AS pair FROM lines l"),
    ("grammar", "SELECT l.a FROM lines l TABLESAMPLE (10 PERCENT)"),
    ("grammar", "SELECT l.a FROM lines l EXCEPT SELECT w.a FROM weeks w"),
    ("grammar", "SELECT l.a FROM lines l WHERE l.a IS NOT DISTINCT FROM l.b"),
    ("grammar", "SELECT l.a FROM lines l WHERE l.a LIKE 'x%'"),
    ("grammar", "SELECT l.a FROM lines l WHERE l.a ILIKE 'x%'"),
    ("parses", "SELECT l.a ** 2 AS square FROM lines l"),
    ("grammar", "SELECT MAX(l.a) OVER (ORDER BY l.source_file, l.source_row ROWS 2 PRECEDING) AS m FROM lines l"),
    ("grammar", "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT r.a FROM r) SELECT r.a FROM r"),
    ("reads_alike", "SELECT l.a ^ 2 AS square FROM lines l"),
    ("select_is_written", "FROM lines"),
    ("select_is_written", "WITH s AS (FROM lines) SELECT s.a FROM s"),
    ("parses", "SELECT l.a // 2 AS half FROM lines l"),
    ("aliases_stay_outside", "SELECT l.a + 1 AS b, b + 1 AS c FROM lines l"),
    ("aliases_stay_outside", "SELECT l.a + 1 AS b FROM lines l WHERE b > 1"),
    ("aliases_stay_outside", "SELECT l.a + 1 AS b, COUNT(*) AS n FROM lines l GROUP BY b"),
    ("aliases_stay_outside", "SELECT l.a, COUNT(*) AS n FROM lines l GROUP BY l.a HAVING n > 1"),
    ("columns_have_one_name", "SELECT l.a, w.a FROM lines l CROSS JOIN weeks w"),
    ("columns_have_one_name", "SELECT l.a AS b, l.c AS b FROM lines l"),
    # order
    ("nulls_have_a_place", "SELECT LEAD(l.a) OVER (ORDER BY l.line_id, l.source_file, l.source_row) AS b FROM lines l"),
    ("nulls_have_a_place", "SELECT LEAD(l.a) OVER (ORDER BY l.b DESC, l.source_file, l.source_row) AS b FROM lines l"),
    ("order_is_total", "SELECT ROW_NUMBER() OVER (PARTITION BY l.a ORDER BY l.worker_id) AS n FROM lines l"),
    ("order_is_total", "SELECT ROW_NUMBER() OVER w AS n FROM lines l WINDOW w AS (ORDER BY l.source_row)"),
    # what cannot be read at all
    ("parses", "SELECT l.a FROM lines l; SELECT l.a FROM lines l"),
    ("parses", "CREATE TABLE t AS SELECT l.a FROM lines l"),
    ("parses", "SELECT FROM WHERE"),
)

GOOD = """
WITH sums AS (
    SELECT l.grower_id, SUM(l.cents) AS cents, COUNT(DISTINCT l.worker_id) AS workers
    FROM lines l
    WHERE l.kind IN ('piece', 'hourly') AND l.day BETWEEN DATE '0001-01-01' AND days_after(l.day, -1)
    GROUP BY l.grower_id
    HAVING SUM(l.cents) > 0
),
placed AS (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY l.a ORDER BY l.line_id NULLS LAST, l.source_file, l.source_row) AS place
    FROM sums s
    LEFT JOIN lines l ON l.grower_id = s.grower_id
)
SELECT p.grower_id, CAST(p.cents AS BIGINT) AS cents, round_div(p.cents, 10000 * p.workers) AS each_cents,
    CASE WHEN p.cents > 5 THEN 'much' ELSE CAST(p.place AS STRING) END AS said
FROM placed p
CROSS JOIN reported
UNION ALL
SELECT l.grower_id, 0, 0, NULL FROM lines l
WHERE EXISTS (SELECT 1 FROM sums s WHERE s.grower_id = l.grower_id)
"""


def broken(text: Text) -> set[str]:
    return {offence.rule for offence in offences(text)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.folder}/{file.name}")
def test_our_sql_is_what_both_engines_share(file: Sql) -> None:
    found = offences(Text(file.name, file.text, is_table=file.folder != "proofs"))
    assert [str(offence) for offence in found if (file.name, offence.rule) not in FORGIVEN] == []


def test_every_file_is_looked_at() -> None:
    assert {path.stem for path in HERE.rglob("*.sql")} == {file.name for file in FILES}


def test_nothing_is_forgiven_that_no_file_does() -> None:
    assert {(file.name, rule) for file in FILES for rule in broken(Text(file.name, file.text))} >= set(FORGIVEN)


@pytest.mark.parametrize(("rule", "sql"), BAD, ids=[f"{rule}: {sql[:60]}" for rule, sql in BAD])
def test_a_rule_refuses_what_it_is_for(rule: str, sql: str) -> None:
    assert rule in broken(Text("bad", sql))


def test_each_rule_is_seen_to_refuse_something() -> None:
    assert {rule for rule, _ in BAD} == {"parses", *(rule.name for rule in RULES)}


def test_what_both_engines_share_is_let_through() -> None:
    assert offences(Text("good", GOOD)) == []


def test_an_offence_names_file_line_and_rule() -> None:
    (found,) = offences(Text("shares", "-- a comment\nSELECT l.a,\n    l.a * l.b AS product\nFROM lines l"))
    assert str(found).startswith("shares:3: products: a product of two columns")


def test_a_name_is_unique_only_in_the_files_that_say_so() -> None:
    sql = "SELECT ROW_NUMBER() OVER (PARTITION BY p.grower_id, p.period ORDER BY p.worker_id) AS place FROM parts p"
    assert broken(Text("shares", sql)) == set()
    assert broken(Text("premium_pooled", sql)) == {"order_is_total"}


def test_proofs_are_read_and_never_written_so_their_sums_may_be_wide() -> None:
    sql = "SELECT SUM(l.cents) AS left_side FROM lines l"
    assert broken(Text("a_proof", sql, is_table=False)) == set()


@pytest.mark.parametrize("engine", sorted(preludes()))
def test_each_engines_prelude_makes_what_the_sql_may_call(engine: str) -> None:
    assert preludes()[engine] >= PRELUDE
    assert not preludes()[engine] & FUNCTIONS
