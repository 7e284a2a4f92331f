-- A worker's qualifying wages in a pool period (contract, section 6). Every worker with a wage line is here, also with
-- nothing that qualifies: the period had wage lines.
SELECT
    w.grower_id,
    period_of(w.period_end, t.pool, t.week_start) AS period,
    w.worker_id,
    CAST(SUM(w.qualifying_cents) AS BIGINT) AS gross_cents
FROM worker_weeks w
CROSS JOIN terms t
GROUP BY 1, 2, 3
