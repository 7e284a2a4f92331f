-- A pool and the day on which the run looked at it.
SELECT p.*, t.as_of, t.tolerance_cents, t.as_of <= p.deadline AS is_pending
FROM pools p CROSS JOIN terms t
WHERE p.grower_id = $grower AND p.period = $period
