-- The rows that fed the origins of a pool: whose word they are, and for an embedded purchase its quantity and unit.
WITH fed AS (
    SELECT p.buyer_id, p.grower_id, p.period, 'payment' AS what, p.payment_id AS ref, p.paid_date AS day, p.amount_cents,
        NULL AS goods, p.source_file, p.source_row
    FROM dated_payments p
    JOIN words w ON w.buyer_id = p.buyer_id AND w.grower_id = p.grower_id AND w.word = 'payments'
    UNION ALL
    SELECT r.buyer_id, r.grower_id, r.period, 'receipt', r.receipt_id, r.received_date, r.amount_cents, NULL,
        r.source_file, r.source_row
    FROM dated_receipts r
    JOIN words w ON w.buyer_id = r.buyer_id AND w.grower_id = r.grower_id AND w.word = 'receipts'
    UNION ALL
    SELECT buyer_id, grower_id, period, 'embedded purchase', purchase_id, ship_date, NULL, product || ', ' || unit,
        source_file, source_row
    FROM priced_purchases
    WHERE payment_mode = 'embedded' AND is_priced
)
SELECT f.*, w.from_file, w.from_sheet, w.from_row FROM fed f
JOIN origins o ON o.grower_id = f.grower_id AND o.period = f.period
LEFT JOIN provenance w ON w.source_file = f.source_file AND w.source_row = f.source_row
WHERE f.grower_id = $grower AND (o.landed_period = $period OR (o.landed_period IS NULL AND o.period = $period))
ORDER BY f.period, f.buyer_id, f.day, f.source_file, f.source_row
