-- Per grower: the worker-weeks whose hours could be held against the minimum wage, and those below it.
SELECT grower_id, COUNT(*) AS worker_periods,
    COUNT(CASE WHEN earned_cents < required_cents THEN 1 END) AS below_minimum,
    COALESCE(CAST(SUM(CASE WHEN earned_cents < required_cents THEN required_cents - earned_cents END) AS BIGINT), 0)
        AS lacking_cents,
    ROW_NUMBER() OVER (
        ORDER BY SUM(CASE WHEN earned_cents < required_cents THEN required_cents - earned_cents ELSE 0 END) DESC, grower_id
    ) AS place
FROM wages
GROUP BY grower_id
