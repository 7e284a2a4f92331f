-- A grower's pools, the newest first.
SELECT p.period, p.pool_cents, p.retained_cents, p.distributable_cents, p.reached_cents, p.excess_cents, p.deadline,
    p.deadline >= t.as_of AS is_pending,
    CASE WHEN t.as_of <= p.deadline THEN p.short_cents ELSE 0 END AS pending_cents,
    CASE WHEN t.as_of > p.deadline THEN p.short_cents ELSE 0 END AS missing_cents,
    CASE WHEN p.cause IS NOT NULL THEN p.cause WHEN p.short_cents > 0 AND t.as_of <= p.deadline THEN 'pending'
        ELSE 'whole' END AS outcome
FROM pools p CROSS JOIN terms t
WHERE p.grower_id = $grower AND ($before IS NULL OR p.period < $before)
ORDER BY p.period DESC
LIMIT $most
