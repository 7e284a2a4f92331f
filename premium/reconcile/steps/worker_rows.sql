-- Evidence: the rows behind a worker who stands wrong in a pool: the wage lines that make the basis, and the premium lines.
WITH wrong AS (
    SELECT grower_id, period, worker_id
    FROM entitlements
    WHERE status IN ('missing', 'short', 'over', 'unqualified')
)
SELECT w.grower_id, w.period, w.worker_id, l.source_file, l.source_row
FROM questioned_lines l
CROSS JOIN terms t
JOIN qualifying q ON q.job_class = l.job_class
JOIN wrong w ON w.grower_id = l.grower_id AND w.worker_id = l.worker_id
    AND w.period = period_of(l.period_end, t.pool, t.week_start)
WHERE l.kind <> 'premium'
UNION ALL
SELECT w.grower_id, w.period, w.worker_id, l.source_file, l.source_row
FROM premium_pooled l
JOIN wrong w ON w.grower_id = l.grower_id AND w.worker_id = l.worker_id AND w.period = l.pool_period
WHERE NOT l.is_duplicate
