-- The workers' pay periods that are evidence of something wrong with wages, hours, classes or shares: all checks of these
-- want their lines, and so the payroll is looked through once. A pay period that is not here has no lines for them.
SELECT grower_id, worker_id, period_start, period_end
FROM worker_weeks
WHERE classless_lines > 0 OR hours_e4 <= 0
UNION
SELECT grower_id, worker_id, period_start, period_end
FROM wages
WHERE earned_cents < required_cents
UNION
SELECT w.grower_id, w.worker_id, w.period_start, w.period_end
FROM worker_weeks w
CROSS JOIN terms t
JOIN entitlements e ON e.grower_id = w.grower_id AND e.worker_id = w.worker_id
    AND e.period = period_of(w.period_end, t.pool, t.week_start)
WHERE e.status IN ('missing', 'short', 'over', 'unqualified')
