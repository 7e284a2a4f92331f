-- A grower's receipts from a buyer do not add up to what the buyer says it paid.
-- Per buyer and grower over all periods, where both reported; the amount is paid - received (contract, section 10).
WITH rows_of AS (
    SELECT buyer_id, grower_id, source_file, source_row FROM dated_payments
    UNION ALL
    SELECT buyer_id, grower_id, source_file, source_row FROM dated_receipts
)
SELECT 'grower' AS answers, w.buyer_id, w.grower_id, NULL AS worker_id, NULL AS period, NULL AS ref,
    w.payments_cents - w.receipts_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM words w
JOIN rows_of r ON r.buyer_id = w.buyer_id AND r.grower_id = w.grower_id
WHERE w.grower_reported AND w.payments_cents <> w.receipts_cents
