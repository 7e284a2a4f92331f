-- One row: what workers were due by the run's day, what of it did not reach them, and what need not have reached them yet.
WITH placed AS (
    SELECT e.*, t.as_of > p.deadline AS past, name_part(e.grower_id) || '|' || name_part(e.worker_id) AS worker
    FROM entitlements e CROSS JOIN terms t
    JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
),
workers AS (
    SELECT
        COALESCE(CAST(SUM(CASE WHEN past THEN entitled_cents END) AS BIGINT), 0) AS due_cents,
        COALESCE(CAST(SUM(CASE WHEN past THEN short_cents END) AS BIGINT), 0) AS missing_cents,
        COALESCE(CAST(SUM(CASE WHEN NOT past THEN short_cents END) AS BIGINT), 0) AS pending_cents,
        COUNT(DISTINCT CASE WHEN past AND entitled_cents > 0 THEN worker END) AS due_workers,
        COUNT(DISTINCT CASE WHEN past AND entitled_cents > 0 THEN grower_id END) AS due_growers,
        COUNT(DISTINCT CASE WHEN past AND short_cents > 0 THEN worker END) AS short_workers,
        COUNT(DISTINCT CASE WHEN past AND short_cents > 0 THEN grower_id END) AS short_growers,
        COUNT(DISTINCT CASE WHEN status IN ('missing', 'short') THEN worker END) AS beyond_rounding_workers,
        COUNT(DISTINCT CASE WHEN NOT past AND short_cents > 0 THEN worker END) AS pending_workers
    FROM placed
),
not_landed AS (
    SELECT
        COALESCE(CAST(SUM(CASE WHEN t.as_of > o.deadline THEN o.distributable_cents END) AS BIGINT), 0) AS stranded_cents,
        COUNT(DISTINCT CASE WHEN t.as_of > o.deadline THEN o.grower_id END) AS stranded_growers,
        COALESCE(CAST(SUM(CASE WHEN t.as_of <= o.deadline THEN o.distributable_cents END) AS BIGINT), 0) AS waiting_cents
    FROM origins o CROSS JOIN terms t
    WHERE o.landed_period IS NULL AND o.pool_cents > 0
)
SELECT workers.*, not_landed.*, t.tolerance_cents, t.pool, m.due_cents AS buyers_due_cents, m.money_in_cents,
    m.outstanding_cents AS buyers_outstanding_cents
FROM workers CROSS JOIN not_landed CROSS JOIN terms t CROSS JOIN totals m
