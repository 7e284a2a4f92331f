-- Output: every worker with a share or a counted premium line in a pool, and how it stands (contract, sections 6, 7, 11).
-- THE LINE THAT DECIDES that a worker is short is the one that ends in 'short'; the order of the lines is the rule.
WITH balanced AS (
    SELECT r.*, r.entitled_cents - r.reached_cents AS short_cents, r.paid_cents - r.reached_cents AS excess_cents
    FROM reached r
)
SELECT
    b.grower_id, b.period, b.worker_id, b.basis, b.entitled_cents, b.paid_cents, b.reached_cents, b.short_cents,
    b.excess_cents,
    CASE
        WHEN b.basis IS NULL THEN 'unqualified'
        WHEN b.short_cents > t.tolerance_cents AND t.as_of <= p.deadline THEN 'pending'
        WHEN b.entitled_cents > t.tolerance_cents AND NOT b.has_lines THEN 'missing'
        WHEN b.short_cents > t.tolerance_cents THEN 'short'
        WHEN b.excess_cents > t.tolerance_cents THEN 'over'
        ELSE 'paid'
    END AS status
FROM balanced b
CROSS JOIN terms t
JOIN landed_pools p ON p.grower_id = b.grower_id AND p.period = b.period
