-- Output: a grower's pool of a period, what reached the workers, and why it fell short (contract, sections 5, 7 and 11).
SELECT
    p.grower_id, p.period, p.pool_cents, p.retained_cents, p.distributable_cents, p.deadline,
    s.reached_cents, s.short_cents, s.excess_cents,
    CASE
        WHEN t.as_of <= p.deadline OR s.reached_cents = p.distributable_cents THEN NULL
        WHEN s.reached_cents = 0 THEN 'not_distributed'
        WHEN u.grower_id IS NULL THEN 'over_retained'
        ELSE 'uneven'
    END AS cause
FROM landed_pools p
CROSS JOIN terms t
JOIN pool_sums s ON s.grower_id = p.grower_id AND s.period = p.period
LEFT JOIN uneven_pools u ON u.grower_id = p.grower_id AND u.period = p.period
