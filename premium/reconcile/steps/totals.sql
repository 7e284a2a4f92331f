-- One row: the sums that a run is told by. NULL means unknown: nobody reported it. What is short is pending until the
-- deadline, and missing after it.
WITH money AS (
    SELECT
        CAST(SUM(due_cents) AS BIGINT) AS due_cents,
        CAST(SUM(money_in_cents) AS BIGINT) AS money_in_cents,
        CAST(SUM(outstanding_cents) AS BIGINT) AS outstanding_cents
    FROM ledger
),
landed AS (
    SELECT
        CAST(SUM(pool_cents) AS BIGINT) AS pool_cents,
        CAST(SUM(retained_cents) AS BIGINT) AS retained_cents,
        CAST(SUM(distributable_cents) AS BIGINT) AS distributable_cents,
        CAST(SUM(reached_cents) AS BIGINT) AS reached_cents,
        CAST(SUM(short_cents) AS BIGINT) AS short_cents,
        CAST(SUM(excess_cents) AS BIGINT) AS excess_cents
    FROM pools
),
workers AS (
    SELECT
        COALESCE(CAST(SUM(CASE WHEN t.as_of <= p.deadline THEN e.short_cents ELSE 0 END) AS BIGINT), 0) AS pending_cents,
        COALESCE(CAST(SUM(CASE WHEN t.as_of > p.deadline THEN e.short_cents ELSE 0 END) AS BIGINT), 0) AS missing_cents,
        COUNT(DISTINCT CASE WHEN e.basis IS NOT NULL THEN name_part(e.grower_id) || '|' || name_part(e.worker_id) END)
            AS entitled_workers
    FROM entitlements e
    CROSS JOIN terms t
    JOIN landed_pools p ON p.grower_id = e.grower_id AND p.period = e.period
),
waiting AS (
    SELECT COALESCE(CAST(SUM(CASE WHEN landed_period IS NULL AND pool_cents > 0 THEN pool_cents ELSE 0 END) AS BIGINT), 0)
        AS not_landed_cents
    FROM origins
)
SELECT money.*, landed.*, workers.*, waiting.*
FROM money CROSS JOIN landed CROSS JOIN workers CROSS JOIN waiting
