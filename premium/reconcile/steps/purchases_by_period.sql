-- What a buyer's purchases from a grower in a period are due, by the way the premium is paid (contract, section 4).
SELECT
    p.buyer_id, p.grower_id, p.period,
    round_div(SUM(CASE WHEN p.payment_mode = 'separate' THEN p.due_scaled ELSE 0 END), 10000 * MIN(t.price_scale))
        AS separate_cents,
    round_div(SUM(CASE WHEN p.payment_mode = 'embedded' THEN p.due_scaled ELSE 0 END), 10000 * MIN(t.price_scale))
        AS embedded_cents,
    MAX(CASE WHEN p.payment_mode = 'embedded' AND p.is_priced THEN 1 ELSE 0 END) = 1 AS has_embedded
FROM priced_purchases p
CROSS JOIN terms t
GROUP BY p.buyer_id, p.grower_id, p.period
