-- A buyer and a grower do not say the same quantity: the buyer answers for what it left out, the grower for the rest.
-- Per buyer, grower, product, payment mode and period, for those who reported at all (contract, section 10).
SELECT CASE WHEN v.difference_e8 > 0 THEN 'buyer' ELSE 'grower' END AS answers,
    v.buyer_id, v.grower_id, NULL AS worker_id, v.period, v.product || '|' || v.payment_mode AS ref,
    NULL AS amount_cents, e8(v.difference_e8) AS quantity, r.source_file, r.source_row
FROM volumes v
JOIN volume_rows r ON r.buyer_id = v.buyer_id AND r.grower_id = v.grower_id AND r.product = v.product
    AND r.payment_mode = v.payment_mode AND r.period = v.period
WHERE v.difference_e8 <> 0
    AND EXISTS (SELECT 1 FROM purchases p WHERE p.buyer_id = v.buyer_id)
    AND EXISTS (SELECT 1 FROM sales s WHERE s.grower_id = v.grower_id)
