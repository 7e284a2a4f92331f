-- Each cent that came in for a grower is in a pool that landed, in one that has not, or in one that is not positive.
-- It starts from the rows of the books, not from the ledger.
WITH came_in AS (
    SELECT p.grower_id, p.amount_cents FROM dated_payments p
    JOIN words w ON w.buyer_id = p.buyer_id AND w.grower_id = p.grower_id AND w.word = 'payments'
    UNION ALL
    SELECT r.grower_id, r.amount_cents FROM dated_receipts r
    JOIN words w ON w.buyer_id = r.buyer_id AND w.grower_id = r.grower_id AND w.word = 'receipts'
    UNION ALL
    SELECT grower_id, embedded_cents FROM purchases_by_period
),
sides AS (
    SELECT grower_id, amount_cents AS left_cents, 0 AS right_cents FROM came_in
    UNION ALL
    SELECT grower_id, 0, pool_cents FROM pools
    UNION ALL
    SELECT grower_id, 0, pool_cents FROM origins WHERE landed_period IS NULL
)
SELECT s.grower_id AS place, SUM(s.left_cents) AS left_side, SUM(s.right_cents) AS right_side
FROM sides s
JOIN pool_checks c ON c.run
GROUP BY s.grower_id
HAVING SUM(s.left_cents) <> SUM(s.right_cents)
