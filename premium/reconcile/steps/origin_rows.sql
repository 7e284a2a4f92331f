-- Evidence: the rows whose money makes an origin's pool: the word that is pooled, and priced embedded purchases.
SELECT p.grower_id, p.period, p.source_file, p.source_row
FROM dated_payments p
JOIN words w ON w.buyer_id = p.buyer_id AND w.grower_id = p.grower_id AND w.word = 'payments'
UNION ALL
SELECT r.grower_id, r.period, r.source_file, r.source_row
FROM dated_receipts r
JOIN words w ON w.buyer_id = r.buyer_id AND w.grower_id = r.grower_id AND w.word = 'receipts'
UNION ALL
SELECT grower_id, period, source_file, source_row
FROM priced_purchases
WHERE payment_mode = 'embedded' AND is_priced
