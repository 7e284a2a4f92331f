-- A premium line and the pool that it belongs to; NULL where its road leads to no pool (contract, sections 5 and 7).
SELECT l.*, p.period AS pool_period
FROM premium_dated l
JOIN pool_checks c ON c.run
JOIN roads r ON r.grower_id = l.grower_id AND r.period = l.line_period
LEFT JOIN landed_pools p ON p.grower_id = r.grower_id AND p.period = r.landed_period
