-- Each cent of a worker's wages on the payroll is in a pay period, and each qualifying cent in a pool period of that worker.
WITH lines AS (
    SELECT l.grower_id, l.worker_id, l.amount_cents, CASE WHEN q.job_class IS NULL THEN 0 ELSE l.amount_cents END AS qualifying
    FROM payroll l
    LEFT JOIN qualifying q ON q.job_class = l.job_class
    WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
),
sides AS (
    SELECT grower_id, worker_id, amount_cents + qualifying AS left_cents, 0 AS right_cents, 1 AS left_rows, 0 AS right_rows
    FROM lines
    UNION ALL
    SELECT grower_id, worker_id, 0, earned_cents, 0, 1 FROM worker_weeks
    UNION ALL
    SELECT grower_id, worker_id, 0, gross_cents, 0, 1 FROM worked
)
SELECT grower_id || ' ' || worker_id AS place, SUM(left_cents) AS left_side, SUM(right_cents) AS right_side
FROM sides
GROUP BY grower_id, worker_id
HAVING SUM(left_cents) <> SUM(right_cents) OR SUM(left_rows) = 0 OR SUM(right_rows) < 2
