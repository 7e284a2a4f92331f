-- What differs between engines, said once in DuckDB's words. Steps, checks and proofs use only these functions and the
-- SQL that DuckDB and Spark share. Nothing here passes through floating point: `//` is division of whole numbers, and
-- HUGEINT (128 bits) raises an error where it would overflow.

-- The calendar ends where other programs' calendars do: a day beyond it is its first or last day, an unknown one unknown.
CREATE OR REPLACE MACRO in_calendar(day) AS
    CASE WHEN day < DATE '0001-01-01' THEN DATE '0001-01-01'
         WHEN day > DATE '9999-12-31' THEN DATE '9999-12-31'
         ELSE day END;

-- The first day of the period that holds `day`; week_start is 1 (Monday) to 7 (contract, section 1).
CREATE OR REPLACE MACRO period_of(day, pool, week_start) AS
    CASE WHEN pool = 'month' THEN CAST(date_trunc('month', day) AS DATE)
         ELSE in_calendar(day - CAST((isodow(day) - week_start + 7) % 7 AS INTEGER)) END;

-- The period `steps` before (negative) or after `period`.
CREATE OR REPLACE MACRO period_moved(period, steps, pool) AS
    in_calendar(CASE WHEN pool = 'month' THEN CAST(period + to_months(CAST(steps AS INTEGER)) AS DATE)
         ELSE period + CAST(7 * steps AS INTEGER) END);

-- The last day of a period.
CREATE OR REPLACE MACRO period_last(period, pool) AS
    CASE WHEN pool = 'month' THEN last_day(period) ELSE in_calendar(period + 6) END;

CREATE OR REPLACE MACRO days_after(day, days) AS in_calendar(day + CAST(days AS INTEGER));

-- floor(a × b / c) and what is left of it, for a, b >= 0 and c > 0. Products that fit 64 bits stay there, for they are
-- nearly all and several times as fast; the others are held in 128 bits.
CREATE OR REPLACE MACRO mul_div(a, b, c) AS CASE WHEN a <= 3000000000 AND b <= 3000000000
    THEN CAST(a AS BIGINT) * CAST(b AS BIGINT) // CAST(c AS BIGINT)
    ELSE CAST(CAST(a AS HUGEINT) * CAST(b AS HUGEINT) // CAST(c AS HUGEINT) AS BIGINT) END;
CREATE OR REPLACE MACRO mul_rem(a, b, c) AS CASE WHEN a <= 3000000000 AND b <= 3000000000
    THEN CAST(a AS BIGINT) * CAST(b AS BIGINT) % CAST(c AS BIGINT)
    ELSE CAST(CAST(a AS HUGEINT) * CAST(b AS HUGEINT) % CAST(c AS HUGEINT) AS BIGINT) END;

-- a × b, exact, as a whole number of up to 38 digits.
CREATE OR REPLACE MACRO mul(a, b) AS CAST(CAST(a AS HUGEINT) * CAST(b AS HUGEINT) AS DECIMAL(38, 0));

-- n / d to the nearest whole number, half away from zero, for d > 0.
CREATE OR REPLACE MACRO round_div(n, d) AS CAST(
    CASE WHEN n >= 0 THEN (2 * CAST(n AS HUGEINT) + d) // (2 * CAST(d AS HUGEINT))
         ELSE -((-2 * CAST(n AS HUGEINT) + d) // (2 * CAST(d AS HUGEINT))) END AS BIGINT);

-- a × b / c to the nearest whole number, half away from zero, for c > 0.
CREATE OR REPLACE MACRO mul_round(a, b, c) AS CASE
    WHEN a BETWEEN 0 AND 1000000000 AND b BETWEEN 0 AND 1000000000 AND c <= 1000000000000000000
    THEN (2 * CAST(a AS BIGINT) * CAST(b AS BIGINT) + CAST(c AS BIGINT)) // (2 * CAST(c AS BIGINT))
    ELSE round_div(mul(a, b), c) END;

-- A part of a finding's name: absent, empty and odd values all stay apart.
CREATE OR REPLACE MACRO name_part(value) AS
    COALESCE(replace(replace(CAST(value AS STRING), '%', '%25'), '|', '%7C'), '%');

-- Twenty hexadecimal digits that any engine makes of the same text.
CREATE OR REPLACE MACRO fingerprint(text) AS substr(sha256(text), 1, 20);

-- A whole number of 10^-8 as a decimal with eight places: the digits stay, the point moves.
CREATE OR REPLACE MACRO e8(n) AS CAST(CAST(n AS DECIMAL(38, 0)) * 0.00000001 AS DECIMAL(28, 8));
