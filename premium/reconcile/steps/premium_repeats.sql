-- A positive premium line that repeats another, and the one it repeats: the first by line_id (lines without one come
-- after), then source file and row (contract, section 7). Lines that are alike in three columns are few, and looked at.
WITH alike AS (
    SELECT worker_id, check_date, amount_cents
    FROM payroll
    WHERE kind = 'premium' AND amount_cents > 0
    GROUP BY worker_id, check_date, amount_cents
    HAVING COUNT(*) > 1
),
lines AS (
    SELECT
        l.grower_id, l.worker_id, l.check_id, l.check_date, l.period_start, l.period_end, l.pay_code, l.amount_cents,
        l.line_id, l.source_file, l.source_row,
        CASE WHEN l.for_period IS NOT NULL THEN period_of(l.for_period, t.pool, t.week_start)
             ELSE period_moved(period_of(l.period_end, t.pool, t.week_start), -t.payout_lag, t.pool) END AS line_period
    FROM payroll l
    CROSS JOIN terms t
    JOIN alike a ON a.worker_id = l.worker_id AND a.check_date = l.check_date AND a.amount_cents = l.amount_cents
    WHERE l.kind = 'premium'
),
placed AS (
    SELECT
        source_file, source_row,
        ROW_NUMBER() OVER same AS place,
        FIRST_VALUE(source_file) OVER same AS first_file,
        FIRST_VALUE(source_row) OVER same AS first_row
    FROM lines
    WINDOW same AS (
        PARTITION BY grower_id, worker_id, check_id, check_date, period_start, period_end, pay_code, amount_cents,
            line_period
        ORDER BY line_id NULLS LAST, source_file, source_row
    )
)
SELECT source_file, source_row, first_file, first_row
FROM placed
WHERE place > 1
