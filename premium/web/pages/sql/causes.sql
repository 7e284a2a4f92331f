-- What of a pool is not on paychecks, by why. The rows add up to all that is short; `from_cents` and `to_cents` run down
-- to zero.
WITH short AS (
    SELECT e.short_cents,
        CASE WHEN t.as_of <= p.deadline THEN 'pending' WHEN e.status = 'missing' THEN 'nothing_paid'
             WHEN e.status = 'short' THEN 'too_little' ELSE 'shaved' END AS cause
    FROM entitlements e CROSS JOIN terms t
    JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
    WHERE e.grower_id = $grower AND e.period = $period AND e.short_cents > 0
),
summed AS (
    SELECT cause, COUNT(*) AS workers, CAST(SUM(short_cents) AS BIGINT) AS amount_cents,
        CASE cause WHEN 'nothing_paid' THEN 1 WHEN 'too_little' THEN 2 WHEN 'shaved' THEN 3 ELSE 4 END AS place
    FROM short GROUP BY cause
),
levels AS (
    SELECT *, CAST(SUM(amount_cents) OVER () AS BIGINT) AS total_cents,
        CAST(SUM(amount_cents) OVER (ORDER BY place) AS BIGINT) AS run_cents
    FROM summed
)
SELECT cause, workers, amount_cents, total_cents, total_cents - run_cents + amount_cents AS from_cents,
    total_cents - run_cents AS to_cents
FROM levels
ORDER BY place
