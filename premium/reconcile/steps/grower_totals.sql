-- What each grower stands for, over all periods, for the report: money in on its sales, and what became of its pools.
-- What is short is pending until the deadline, and missing after it.
WITH parts AS (
    SELECT grower_id, due_cents, money_in_cents, outstanding_cents, NULL AS pool_cents, NULL AS retained_cents,
        NULL AS distributable_cents, NULL AS reached_cents, NULL AS pending_cents, NULL AS missing_cents
    FROM ledger
    UNION ALL
    SELECT grower_id, NULL, NULL, NULL, pool_cents, retained_cents, distributable_cents, reached_cents, NULL, NULL
    FROM pools
    UNION ALL
    SELECT e.grower_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        CASE WHEN t.as_of <= p.deadline THEN e.short_cents ELSE 0 END,
        CASE WHEN t.as_of <= p.deadline THEN 0 ELSE e.short_cents END
    FROM entitlements e CROSS JOIN terms t JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
)
SELECT
    grower_id,
    CAST(SUM(due_cents) AS BIGINT) AS due_cents,
    CAST(SUM(money_in_cents) AS BIGINT) AS money_in_cents,
    CAST(SUM(outstanding_cents) AS BIGINT) AS outstanding_cents,
    CAST(SUM(pool_cents) AS BIGINT) AS pool_cents,
    CAST(SUM(retained_cents) AS BIGINT) AS retained_cents,
    CAST(SUM(distributable_cents) AS BIGINT) AS distributable_cents,
    CAST(SUM(reached_cents) AS BIGINT) AS reached_cents,
    CAST(SUM(pending_cents) AS BIGINT) AS pending_cents,
    CAST(SUM(missing_cents) AS BIGINT) AS missing_cents
FROM parts
GROUP BY grower_id
