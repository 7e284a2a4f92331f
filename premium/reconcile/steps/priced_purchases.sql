-- A purchase with its period and, where a rate was in force on its ship_date, what it is due.
-- due_scaled is in cents × 10,000 × price_scale: unrounded, so that a period is rounded once (contract, section 4).
SELECT
    p.buyer_id, p.grower_id, p.purchase_id, p.product, p.unit, p.payment_mode, p.ship_date,
    period_of(p.ship_date, t.pool, t.week_start) AS period,
    p.quantity_e4,
    r.unit_price IS NOT NULL AS is_priced,
    COALESCE(mul(p.quantity_e4, r.unit_price), 0) AS due_scaled,
    p.source_file, p.source_row
FROM purchases p
CROSS JOIN terms t
LEFT JOIN prices r
    ON r.product = p.product AND r.unit = p.unit AND p.ship_date BETWEEN r.from_date AND r.last_date
