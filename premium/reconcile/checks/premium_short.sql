-- A worker's premium lines in a pool add up to less than the share, by more than the tolerance, after the deadline.
-- Per worker in a pool; the amount is what is missing (contract, sections 7 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, e.grower_id, e.worker_id, e.period, NULL AS ref,
    e.short_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM entitlements e
JOIN worker_rows r ON r.grower_id = e.grower_id AND r.period = e.period AND r.worker_id = e.worker_id
WHERE e.status = 'short'
