-- Premium was paid to somebody who has no share in the pool, such as a crew leader: it is missing from those who have.
-- Per worker in a pool (contract, sections 7 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, e.grower_id, e.worker_id, e.period, NULL AS ref,
    e.paid_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM entitlements e
JOIN worker_rows r ON r.grower_id = e.grower_id AND r.period = e.period AND r.worker_id = e.worker_id
WHERE e.status = 'unqualified' AND e.paid_cents > 0
