-- A buyer bought from a grower on a day on which the grower was suspended.
-- Per purchase; the amount is the premium it is due, rounded (contract, section 10).
WITH standings AS (
    SELECT grower_id, standing, from_date, until_date, source_file, source_row,
        LEAD(from_date) OVER (PARTITION BY grower_id ORDER BY from_date) AS next_date
    FROM standing
),
suspended AS (
    SELECT p.buyer_id, p.grower_id, p.period, p.purchase_id,
        round_div(p.due_scaled, 10000 * t.price_scale) AS due_cents,
        p.source_file, p.source_row, s.source_file AS standing_file, s.source_row AS standing_row
    FROM priced_purchases p
    CROSS JOIN terms t
    JOIN standings s ON s.grower_id = p.grower_id AND s.standing = 'suspended' AND s.from_date <= p.ship_date
        AND (s.until_date IS NULL OR p.ship_date < s.until_date)
        AND (s.next_date IS NULL OR p.ship_date < s.next_date)
)
SELECT 'buyer' AS answers, buyer_id, grower_id, NULL AS worker_id, period, purchase_id AS ref,
    due_cents AS amount_cents, NULL AS quantity, source_file, source_row
FROM suspended
UNION ALL
SELECT 'buyer', buyer_id, grower_id, NULL, period, purchase_id, due_cents, NULL, standing_file, standing_row
FROM suspended
