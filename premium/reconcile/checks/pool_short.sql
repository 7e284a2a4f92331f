-- Less than the workers' share of a pool reached paychecks by its deadline, however thinly it was shaved.
-- Per pool; the amount is what did not reach them (contract, sections 7 and 10).
SELECT 'grower' AS answers, NULL AS buyer_id, p.grower_id, NULL AS worker_id, p.period, NULL AS ref,
    p.short_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM pools p
JOIN pool_rows r ON r.grower_id = p.grower_id AND r.period = p.period
WHERE p.cause IS NOT NULL
