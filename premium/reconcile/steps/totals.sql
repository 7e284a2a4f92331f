-- One row: the sums that a run is told by. NULL means unknown: nobody reported it.
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
        COALESCE(CAST(SUM(CASE WHEN status = 'pending' THEN short_cents ELSE 0 END) AS BIGINT), 0) AS pending_cents,
        COUNT(CASE WHEN status IN ('missing', 'short') THEN 1 END) AS short_worker_periods,
        COUNT(DISTINCT CASE WHEN status IN ('missing', 'short') THEN name_part(grower_id) || '|' || name_part(worker_id) END)
            AS short_workers,
        COUNT(DISTINCT CASE WHEN basis IS NOT NULL THEN name_part(grower_id) || '|' || name_part(worker_id) END)
            AS entitled_workers
    FROM entitlements
),
waiting AS (
    SELECT COALESCE(CAST(SUM(CASE WHEN landed_period IS NULL AND pool_cents > 0 THEN pool_cents ELSE 0 END) AS BIGINT), 0)
        AS not_landed_cents
    FROM origins
)
SELECT money.*, landed.*, workers.*, waiting.*
FROM money CROSS JOIN landed CROSS JOIN workers CROSS JOIN waiting
