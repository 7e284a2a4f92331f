-- What is counted in a pool reached its workers or went beyond their share. It starts from the premium lines.
WITH sides AS (
    SELECT grower_id, period, amount_cents AS left_cents, 0 AS right_cents
    FROM premium_lines WHERE status <> 'duplicate' AND period IS NOT NULL
    UNION ALL
    SELECT grower_id, period, 0, reached_cents + excess_cents FROM pools
)
SELECT grower_id || ' ' || CAST(period AS STRING) AS place, SUM(left_cents) AS left_side, SUM(right_cents) AS right_side
FROM sides
GROUP BY grower_id, period
HAVING SUM(left_cents) <> SUM(right_cents)
