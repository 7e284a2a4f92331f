-- Whose word is pooled for a buyer and grower, decided once over all periods (contract, section 4): the payments, unless
-- the grower's own receipts from this buyer add up to more, or nobody reported payments. A grower that under-reports
-- cannot shrink what workers are owed.
WITH pairs AS (
    SELECT buyer_id, grower_id FROM purchases_by_period
    UNION SELECT buyer_id, grower_id FROM dated_payments
    UNION SELECT buyer_id, grower_id FROM dated_receipts
),
payment_sums AS (
    SELECT buyer_id, grower_id, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
    FROM dated_payments GROUP BY buyer_id, grower_id
),
receipt_sums AS (
    SELECT buyer_id, grower_id, CAST(SUM(amount_cents) AS BIGINT) AS amount_cents
    FROM dated_receipts GROUP BY buyer_id, grower_id
)
SELECT
    k.buyer_id, k.grower_id,
    COALESCE(p.amount_cents, 0) AS payments_cents,
    COALESCE(r.amount_cents, 0) AS receipts_cents,
    p.buyer_id IS NOT NULL AS has_payment_rows,
    g.grower_id IS NOT NULL AS grower_reported,
    CASE
        WHEN NOT reported.payments THEN 'receipts'
        WHEN g.grower_id IS NOT NULL AND COALESCE(r.amount_cents, 0) > COALESCE(p.amount_cents, 0) THEN 'receipts'
        ELSE 'payments'
    END AS word
FROM pairs k
CROSS JOIN reported
LEFT JOIN payment_sums p ON p.buyer_id = k.buyer_id AND p.grower_id = k.grower_id
LEFT JOIN receipt_sums r ON r.buyer_id = k.buyer_id AND r.grower_id = k.grower_id
LEFT JOIN reporting_growers g ON g.grower_id = k.grower_id
