-- The same over all kinds and growers: a worker with several findings is one worker.
SELECT
    became,
    COUNT(*) AS findings,
    COUNT(DISTINCT CASE WHEN worker_id IS NOT NULL THEN name_part(grower_id) || '|' || name_part(worker_id) END) AS workers,
    COALESCE(CAST(SUM(older_cents) AS BIGINT), 0) AS older_cents,
    COALESCE(CAST(SUM(newer_cents) AS BIGINT), 0) AS newer_cents
FROM beside
GROUP BY became
ORDER BY became
