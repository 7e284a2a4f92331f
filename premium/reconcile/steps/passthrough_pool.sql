-- Pass-through, first part: the pool by the buyers' money, largest remainders first (contract, section 8).
WITH parts AS (
    SELECT
        b.buyer_id, b.grower_id, b.period,
        mul_div(p.pool_cents, b.money_cents, SUM(b.money_cents) OVER pool) AS floor_cents,
        mul_rem(p.pool_cents, b.money_cents, SUM(b.money_cents) OVER pool) AS remainder,
        p.pool_cents AS whole_cents
    FROM pool_buyers b
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
    buyer_id, grower_id, period,
    floor_cents + CASE WHEN place <= left_over_cents THEN 1 ELSE 0 END AS pool_cents
FROM placed
