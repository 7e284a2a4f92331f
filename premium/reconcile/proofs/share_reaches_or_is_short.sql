-- Each pool's share for workers reached them or is short, worker by worker. It starts from the origins' money.
WITH sides AS (
    SELECT grower_id, landed_period AS period, distributable_cents AS left_cents, 0 AS right_cents
    FROM origins WHERE landed_period IS NOT NULL
    UNION ALL
    SELECT grower_id, period, 0, reached_cents + short_cents FROM entitlements
)
SELECT grower_id || ' ' || CAST(period AS STRING) AS place, SUM(left_cents) AS left_side, SUM(right_cents) AS right_side
FROM sides
GROUP BY grower_id, period
HAVING SUM(left_cents) <> SUM(right_cents)
