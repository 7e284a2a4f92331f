-- A pool in which some worker's pay does not follow the shares: somebody entitled got nothing, or a payment is further than
-- the tolerance from that worker's part of all that was paid (contract, section 7, `over_retained`).
SELECT DISTINCT e.grower_id, e.period
FROM entitlements e
CROSS JOIN terms t
JOIN pool_sums s ON s.grower_id = e.grower_id AND s.period = e.period
JOIN landed_pools p ON p.grower_id = e.grower_id AND p.period = e.period
WHERE e.basis IS NOT NULL
    AND (
        (e.entitled_cents > 0 AND e.paid_cents <= 0)
        OR ABS(e.paid_cents - mul_round(e.entitled_cents, s.entitled_paid_cents, p.distributable_cents))
            > t.tolerance_cents
    )
