-- A buyer paid less than its purchases are due, and its terms for the period have run out.
-- Per buyer, grower and period; the amount is what is outstanding (contract, sections 4 and 10).
SELECT 'buyer' AS answers, l.buyer_id, l.grower_id, NULL AS worker_id, l.period, NULL AS ref,
    l.outstanding_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM ledger l
CROSS JOIN terms t
CROSS JOIN reported
JOIN ledger_rows r ON r.buyer_id = l.buyer_id AND r.grower_id = l.grower_id AND r.period = l.period
WHERE l.outstanding_cents > 0
    AND (reported.payments OR l.grower_reported)
    AND t.as_of > days_after(period_last(l.period, t.pool), t.buyer_pays_within_days)
