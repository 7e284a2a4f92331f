-- A buyer's payment came later than the terms of the period that it is for.
-- Per positive payment (contract, section 10).
SELECT 'buyer' AS answers, p.buyer_id, p.grower_id, NULL AS worker_id, p.period, p.payment_id AS ref,
    p.amount_cents, NULL AS quantity, p.source_file, p.source_row
FROM dated_payments p
CROSS JOIN terms t
WHERE p.amount_cents > 0
    AND p.paid_date > days_after(period_last(p.period, t.pool), t.buyer_pays_within_days)
