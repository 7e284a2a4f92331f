-- A worker with a share in a pool has no premium line for it at all, and its deadline has passed.
-- Per worker in a pool; the amount is the whole share (contract, sections 7 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, e.grower_id, e.worker_id, e.period, NULL AS ref,
    e.short_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM entitlements e
JOIN worker_rows r ON r.grower_id = e.grower_id AND r.period = e.period AND r.worker_id = e.worker_id
WHERE e.status = 'missing'
