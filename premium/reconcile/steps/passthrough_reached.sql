-- Pass-through, third part: what reached workers by what each buyer got of their share (contract, section 8).
WITH parts AS (
    SELECT
        b.buyer_id, b.grower_id, b.period, b.pool_cents, b.distributable_cents,
        mul_div(p.reached_cents, b.distributable_cents, SUM(b.distributable_cents) OVER pool) AS floor_cents,
        mul_rem(p.reached_cents, b.distributable_cents, SUM(b.distributable_cents) OVER pool) AS remainder,
        p.reached_cents AS whole_cents
    FROM passthrough_distributable b
    JOIN pools p ON p.grower_id = b.grower_id AND p.period = b.period
    WINDOW pool AS (PARTITION BY b.grower_id, b.period)
),
placed AS (
    SELECT *,
        whole_cents - SUM(floor_cents) OVER (PARTITION BY grower_id, period) AS left_over_cents,
        ROW_NUMBER() OVER (PARTITION BY grower_id, period ORDER BY remainder DESC, buyer_id) AS place
    FROM parts
)
SELECT
    buyer_id, grower_id, period, pool_cents, distributable_cents,
    floor_cents + CASE WHEN place <= left_over_cents THEN 1 ELSE 0 END AS reached_cents
FROM placed
