-- Each cent of wages on the payroll is in one worker's pay period, and in one pool period.
WITH sides AS (
    SELECT grower_id, amount_cents AS left_cents, 0 AS right_cents FROM payroll
    WHERE kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
    UNION ALL
    SELECT grower_id, 0, earned_cents FROM worker_weeks
)
SELECT grower_id AS place, SUM(left_cents) AS left_side, SUM(right_cents) AS right_side
FROM sides
GROUP BY grower_id
HAVING SUM(left_cents) <> SUM(right_cents)
