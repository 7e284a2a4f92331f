-- What differs between engines, said once in Spark's words; prelude_duckdb.sql says the same in DuckDB's, and why.
-- Nothing here passes through floating point: `div` is division of whole numbers, and DECIMAL(38, 0) raises an error
-- where it would overflow, because spark.sql.ansi.enabled is asserted.

-- The calendar ends where other programs' calendars do: a day beyond it is its first or last day, an unknown one unknown.
CREATE OR REPLACE TEMPORARY FUNCTION in_calendar(day DATE) RETURNS DATE RETURN
    CASE WHEN day < DATE '0001-01-01' THEN DATE '0001-01-01'
         WHEN day > DATE '9999-12-31' THEN DATE '9999-12-31'
         ELSE day END;

-- The first day of the period that holds `day`; week_start is 1 (Monday) to 7 (contract, section 1).
CREATE OR REPLACE TEMPORARY FUNCTION period_of(day DATE, pool STRING, week_start BIGINT) RETURNS DATE RETURN
    CASE WHEN pool = 'month' THEN trunc(day, 'MM')
         ELSE in_calendar(date_sub(day, CAST((weekday(day) + 1 - week_start + 7) % 7 AS INT))) END;

-- The period `steps` before (negative) or after `period`.
CREATE OR REPLACE TEMPORARY FUNCTION period_moved(period DATE, steps BIGINT, pool STRING) RETURNS DATE RETURN
    in_calendar(CASE WHEN pool = 'month' THEN add_months(period, CAST(steps AS INT))
         ELSE date_add(period, CAST(7 * steps AS INT)) END);

-- The last day of a period.
CREATE OR REPLACE TEMPORARY FUNCTION period_last(period DATE, pool STRING) RETURNS DATE RETURN
    CASE WHEN pool = 'month' THEN last_day(period) ELSE in_calendar(date_add(period, 6)) END;

CREATE OR REPLACE TEMPORARY FUNCTION days_after(day DATE, days BIGINT) RETURNS DATE RETURN
    in_calendar(date_add(day, CAST(days AS INT)));

-- floor(a × b / c) and what is left of it, for a, b >= 0 and c > 0; the product is held in 38 digits.
CREATE OR REPLACE TEMPORARY FUNCTION mul_div(a DECIMAL(38, 0), b DECIMAL(38, 0), c DECIMAL(38, 0)) RETURNS BIGINT RETURN
    a * b div c;
CREATE OR REPLACE TEMPORARY FUNCTION mul_rem(a DECIMAL(38, 0), b DECIMAL(38, 0), c DECIMAL(38, 0)) RETURNS BIGINT RETURN
    CAST(a * b % c AS BIGINT);

-- a × b, exact, as a whole number of up to 38 digits.
CREATE OR REPLACE TEMPORARY FUNCTION mul(a DECIMAL(38, 0), b DECIMAL(38, 0)) RETURNS DECIMAL(38, 0) RETURN a * b;

-- n / d to the nearest whole number, half away from zero, for d > 0.
CREATE OR REPLACE TEMPORARY FUNCTION round_div(n DECIMAL(38, 0), d DECIMAL(38, 0)) RETURNS BIGINT RETURN
    CASE WHEN abs(n % d) >= d - abs(n % d) THEN n div d + CASE WHEN n < 0 THEN -1 ELSE 1 END ELSE n div d END;

-- a × b / c to the nearest whole number, half away from zero, for c > 0.
CREATE OR REPLACE TEMPORARY FUNCTION mul_round(a DECIMAL(38, 0), b DECIMAL(38, 0), c DECIMAL(38, 0)) RETURNS BIGINT RETURN
    round_div(a * b, c);

-- A part of a finding's name: absent, empty and odd values all stay apart.
CREATE OR REPLACE TEMPORARY FUNCTION name_part(value STRING) RETURNS STRING RETURN
    COALESCE(replace(replace(value, '%', '%25'), '|', '%7C'), '%');

-- Twenty hexadecimal digits that any engine makes of the same text.
CREATE OR REPLACE TEMPORARY FUNCTION fingerprint(text STRING) RETURNS STRING RETURN substr(sha2(text, 256), 1, 20);

-- A whole number of 10^-8 as a decimal with eight places: the digits stay, the point moves.
CREATE OR REPLACE TEMPORARY FUNCTION e8(n DECIMAL(38, 0)) RETURNS DECIMAL(28, 8) RETURN
    CAST(n * 0.00000001 AS DECIMAL(28, 8));
