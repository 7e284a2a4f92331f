-- What the three books say of a buyer, grower and period; 0 where a book has no row for it.
WITH entries AS (
    SELECT buyer_id, grower_id, period, separate_cents, embedded_cents, has_embedded, 0 AS payments_cents,
        0 AS receipts_cents
    FROM purchases_by_period
    UNION ALL
    SELECT buyer_id, grower_id, period, 0, 0, FALSE, amount_cents, 0 FROM dated_payments
    UNION ALL
    SELECT buyer_id, grower_id, period, 0, 0, FALSE, 0, amount_cents FROM dated_receipts
)
SELECT
    buyer_id, grower_id, period,
    CAST(SUM(separate_cents) AS BIGINT) AS separate_cents,
    CAST(SUM(embedded_cents) AS BIGINT) AS embedded_cents,
    MAX(CASE WHEN has_embedded THEN 1 ELSE 0 END) = 1 AS has_embedded,
    CAST(SUM(payments_cents) AS BIGINT) AS payments_cents,
    CAST(SUM(receipts_cents) AS BIGINT) AS receipts_cents
FROM entries
GROUP BY buyer_id, grower_id, period
