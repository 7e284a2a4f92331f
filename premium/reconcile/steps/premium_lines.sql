-- Output: every premium line, the pool that counts it, and its status (contract, sections 7 and 11).
SELECT
    l.grower_id, l.worker_id, l.line_id, l.line_period, l.pool_period AS period, l.amount_cents,
    CASE WHEN l.is_duplicate THEN 'duplicate' WHEN l.pool_period IS NULL THEN 'orphan' ELSE e.status END AS status,
    l.source_file, l.source_row
FROM premium_pooled l
LEFT JOIN entitlements e ON e.grower_id = l.grower_id AND e.period = l.pool_period AND e.worker_id = l.worker_id
