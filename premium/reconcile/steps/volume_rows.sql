-- What a buyer and a grower each say was shipped, row by row, in the product's rate unit (quantity_e8: × 10^8). A unit with
-- neither rate nor pack stands in itself, the product written product/unit (contract, section 10, volume_mismatch).
WITH said AS (
    SELECT buyer_id, grower_id, product, unit, payment_mode, period, -quantity_e4 AS signed_e4, source_file, source_row
    FROM priced_purchases
    UNION ALL
    SELECT s.buyer_id, s.grower_id, s.product, s.unit, s.payment_mode,
        period_of(s.ship_date, t.pool, t.week_start), s.quantity_e4, s.source_file, s.source_row
    FROM sales s CROSS JOIN terms t
)
SELECT
    s.buyer_id, s.grower_id,
    CASE WHEN c.product IS NULL THEN s.product || '/' || s.unit ELSE s.product END AS product,
    s.payment_mode, s.period,
    mul(s.signed_e4, COALESCE(c.contains_e4, 10000)) AS signed_e8,
    s.source_file, s.source_row
FROM said s
LEFT JOIN conversions c ON c.product = s.product AND c.unit = s.unit
