-- A positive premium line that repeats another, and the one it repeats: the first by line_id (lines without one come
-- after), then source file and row (contract, section 7).
WITH lines AS (
    SELECT
        l.grower_id, l.worker_id, l.check_id, l.check_date, l.period_start, l.period_end, l.pay_code, l.amount_cents,
        l.line_id, l.source_file, l.source_row,
        CASE WHEN l.for_period IS NOT NULL THEN period_of(l.for_period, t.pool, t.week_start)
             ELSE period_moved(period_of(l.period_end, t.pool, t.week_start), -t.payout_lag, t.pool) END AS line_period
    FROM payroll l
    CROSS JOIN terms t
    WHERE l.kind = 'premium' AND l.amount_cents > 0
),
repeated AS (
    SELECT grower_id, worker_id, check_id, check_date, period_start, period_end, pay_code, amount_cents, line_period
    FROM lines
    GROUP BY grower_id, worker_id, check_id, check_date, period_start, period_end, pay_code, amount_cents, line_period
    HAVING COUNT(*) > 1
),
placed AS (
    SELECT
        l.source_file, l.source_row,
        ROW_NUMBER() OVER same AS place,
        FIRST_VALUE(l.source_file) OVER same AS first_file,
        FIRST_VALUE(l.source_row) OVER same AS first_row
    FROM lines l
    JOIN repeated r
        ON r.grower_id = l.grower_id AND r.worker_id = l.worker_id AND r.check_id = l.check_id
        AND r.check_date = l.check_date AND r.period_start = l.period_start AND r.period_end = l.period_end
        AND r.pay_code = l.pay_code AND r.amount_cents = l.amount_cents AND r.line_period = l.line_period
    WINDOW same AS (
        PARTITION BY l.grower_id, l.worker_id, l.check_id, l.check_date, l.period_start, l.period_end, l.pay_code,
            l.amount_cents, l.line_period
        ORDER BY l.line_id NULLS LAST, l.source_file, l.source_row
    )
)
SELECT source_file, source_row, first_file, first_row
FROM placed
WHERE place > 1
