-- What became of findings from one run to another, per kind and grower: findings, workers, and the money on them then and now.
SELECT
    kind, grower_id, became,
    COUNT(*) AS findings,
    COUNT(DISTINCT CASE WHEN worker_id IS NOT NULL THEN name_part(grower_id) || '|' || name_part(worker_id) END) AS workers,
    COALESCE(CAST(SUM(older_cents) AS BIGINT), 0) AS older_cents,
    COALESCE(CAST(SUM(newer_cents) AS BIGINT), 0) AS newer_cents
FROM beside
GROUP BY kind, grower_id, became
ORDER BY kind, grower_id NULLS FIRST, became
