-- A grower's premium money that has found no payroll to be shared over.
SELECT o.period, o.pool_cents, o.retained_cents, o.distributable_cents, o.deadline,
    CASE WHEN o.pool_cents <= 0 THEN 'not_positive' WHEN t.as_of > o.deadline THEN 'stranded' ELSE 'waiting' END AS outcome
FROM origins o CROSS JOIN terms t
WHERE o.grower_id = $grower AND o.landed_period IS NULL AND o.pool_cents <> 0 AND ($period IS NULL OR o.period = $period)
ORDER BY o.period DESC
LIMIT 100
