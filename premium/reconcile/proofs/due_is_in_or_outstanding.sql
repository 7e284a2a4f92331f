-- What a buyer's purchases from a grower are due came in or is outstanding. It starts from the purchases.
WITH sides AS (
    SELECT buyer_id, grower_id, period, separate_cents + embedded_cents AS left_cents, 0 AS right_cents
    FROM purchases_by_period
    UNION ALL
    SELECT buyer_id, grower_id, period, 0, money_in_cents + outstanding_cents FROM ledger WHERE outstanding_cents IS NOT NULL
)
SELECT s.buyer_id || ' ' || s.grower_id AS place, SUM(s.left_cents) AS left_side, SUM(s.right_cents) AS right_side
FROM sides s
JOIN ledger l ON l.buyer_id = s.buyer_id AND l.grower_id = s.grower_id AND l.period = s.period
    AND l.outstanding_cents IS NOT NULL
GROUP BY s.buyer_id, s.grower_id
HAVING SUM(s.left_cents) <> SUM(s.right_cents)
