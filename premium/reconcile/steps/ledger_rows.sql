-- Evidence: the rows behind a line of the ledger: purchases, and payments, or receipts where nobody reported payments.
SELECT buyer_id, grower_id, period, source_file, source_row FROM priced_purchases
UNION ALL
SELECT buyer_id, grower_id, period, source_file, source_row FROM dated_payments
UNION ALL
SELECT r.buyer_id, r.grower_id, r.period, r.source_file, r.source_row
FROM dated_receipts r
JOIN reported ON NOT reported.payments
