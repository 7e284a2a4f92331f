-- Each pool is told to its buyers to the cent: each column adds up to the pool's, each row across, and none is negative.
-- So is what has not landed.
WITH sides AS (
    SELECT grower_id, period, pool_cents AS pool, distributable_cents AS shared, reached_cents AS reached, 0 AS told_pool,
        0 AS told_shared, 0 AS told_reached, 0 AS negative
    FROM pools
    UNION ALL
    SELECT grower_id, period, 0, 0, 0, pool_cents, distributable_cents, reached_cents,
        CASE WHEN retained_cents < 0 OR short_cents < 0 OR reached_cents < 0
            OR pool_cents <> retained_cents + reached_cents + short_cents THEN 1 ELSE 0 END
    FROM passthrough
    UNION ALL
    SELECT grower_id, period, pool_cents, distributable_cents, 0, 0, 0, 0, 0
    FROM origins
    WHERE landed_period IS NULL AND pool_cents > 0
    UNION ALL
    SELECT grower_id, period, 0, 0, 0, pool_cents, distributable_cents, 0,
        CASE WHEN distributable_cents < 0 OR distributable_cents > pool_cents THEN 1 ELSE 0 END
    FROM not_landed
)
SELECT grower_id || ' ' || CAST(period AS STRING) AS place, SUM(pool + shared + reached) AS left_side,
    SUM(told_pool + told_shared + told_reached) AS right_side
FROM sides
GROUP BY grower_id, period
HAVING SUM(pool) <> SUM(told_pool) OR SUM(shared) <> SUM(told_shared) OR SUM(reached) <> SUM(told_reached)
    OR SUM(negative) > 0
