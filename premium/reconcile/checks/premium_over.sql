-- A worker's premium lines in a pool add up to more than the share, by more than the tolerance.
-- Per worker in a pool; nobody answers: it is told, so that it isn't taken back from workers (contract, sections 7 and 10).
SELECT 'none' AS answers, NULL AS buyer_id, e.grower_id, e.worker_id, e.period, NULL AS ref,
    e.excess_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM entitlements e
JOIN worker_rows r ON r.grower_id = e.grower_id AND r.period = e.period AND r.worker_id = e.worker_id
WHERE e.status = 'over'
