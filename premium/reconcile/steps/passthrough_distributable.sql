-- Pass-through, second part: the workers' share by what each buyer got of the pool (contract, section 8).
WITH parts AS (
    SELECT
        b.buyer_id, b.grower_id, b.period, b.pool_cents,
        mul_div(p.distributable_cents, b.pool_cents, SUM(b.pool_cents) OVER pool) AS floor_cents,
        mul_rem(p.distributable_cents, b.pool_cents, SUM(b.pool_cents) OVER pool) AS remainder,
        p.distributable_cents AS whole_cents
    FROM passthrough_pool b
    JOIN landed_pools p ON p.grower_id = b.grower_id AND p.period = b.period
    WINDOW pool AS (PARTITION BY b.grower_id, b.period)
),
placed AS (
    SELECT *,
        whole_cents - SUM(floor_cents) OVER (PARTITION BY grower_id, period) AS left_over_cents,
        ROW_NUMBER() OVER (PARTITION BY grower_id, period ORDER BY remainder DESC, buyer_id) AS place
    FROM parts
)
SELECT
    buyer_id, grower_id, period, pool_cents,
    floor_cents + CASE WHEN place <= left_over_cents THEN 1 ELSE 0 END AS distributable_cents
FROM placed
