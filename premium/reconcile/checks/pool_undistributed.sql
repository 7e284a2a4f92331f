-- Premium money has found no payroll to be shared over, and its deadline has passed.
-- Per origin that has not landed; the amount is the workers' share of it (contract, sections 5 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, o.grower_id, NULL AS worker_id, o.period, NULL AS ref,
    o.distributable_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM origins o
CROSS JOIN terms t
JOIN origin_rows r ON r.grower_id = o.grower_id AND r.period = o.period
WHERE o.pool_cents > 0 AND o.landed_period IS NULL AND t.as_of > o.deadline
