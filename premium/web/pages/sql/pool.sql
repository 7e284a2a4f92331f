-- A grower's pool of a period, if there is one, and the day on which the run looked at it.
SELECT p.*, t.as_of, t.tolerance_cents, t.as_of <= p.deadline AS is_pending, b.workers, b.basis_total, b.basis_kind,
    CASE WHEN p.cause IS NOT NULL THEN p.cause WHEN p.short_cents > 0 AND t.as_of <= p.deadline THEN 'pending'
        ELSE 'whole' END AS outcome
FROM pools p CROSS JOIN terms t
LEFT JOIN basis_periods b ON b.grower_id = p.grower_id AND b.period = p.period
WHERE p.grower_id = $grower AND p.period = $period
