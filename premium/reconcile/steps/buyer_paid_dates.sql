-- The latest date on which a buyer paid into a period (contract, section 5). The grower's books speak only for a buyer
-- without any payment row, and then by their earliest receipt: a grower never moves its own deadline.
WITH days AS (
    SELECT grower_id, period, paid_date AS day FROM dated_payments WHERE amount_cents > 0
    UNION ALL
    SELECT r.grower_id, r.period, MIN(r.received_date) AS day
    FROM dated_receipts r
    JOIN words w ON w.buyer_id = r.buyer_id AND w.grower_id = r.grower_id AND NOT w.has_payment_rows
    WHERE r.amount_cents > 0
    GROUP BY r.buyer_id, r.grower_id, r.period
)
SELECT grower_id, period, MAX(day) AS latest_date
FROM days
GROUP BY grower_id, period
