-- The workers from whom most is missing, over all their pools whose deadline has passed.
WITH summed AS (
    SELECT e.grower_id, e.worker_id,
        CAST(SUM(e.entitled_cents) AS BIGINT) AS entitled_cents,
        CAST(SUM(e.reached_cents) AS BIGINT) AS reached_cents,
        CAST(SUM(e.short_cents) AS BIGINT) AS missing_cents,
        COUNT(CASE WHEN e.short_cents > 0 THEN 1 END) AS short_pools
    FROM entitlements e CROSS JOIN terms t
    JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
    WHERE t.as_of > p.deadline
    GROUP BY e.grower_id, e.worker_id
)
SELECT grower_id, worker_id, entitled_cents, reached_cents, missing_cents, short_pools,
    ROW_NUMBER() OVER (ORDER BY missing_cents DESC, grower_id, worker_id) AS place
FROM summed
WHERE missing_cents > 0
