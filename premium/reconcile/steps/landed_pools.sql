-- What lands together is one pool; its deadline is the latest of its origins' (contract, section 5).
SELECT
    grower_id, landed_period AS period,
    CAST(SUM(pool_cents) AS BIGINT) AS pool_cents,
    CAST(SUM(retained_cents) AS BIGINT) AS retained_cents,
    CAST(SUM(distributable_cents) AS BIGINT) AS distributable_cents,
    MAX(deadline) AS deadline
FROM origins
WHERE landed_period IS NOT NULL
GROUP BY grower_id, landed_period
