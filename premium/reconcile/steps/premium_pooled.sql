-- A premium line and the pool that it belongs to; NULL where its road leads to no pool (contract, sections 5 and 7).
SELECT
    l.grower_id, l.worker_id, l.line_id, l.check_date, l.amount_cents, l.line_period, l.is_duplicate, l.source_file,
    l.source_row, p.period AS pool_period
FROM premium_dated l
JOIN pool_checks c ON c.run
JOIN roads r ON r.grower_id = l.grower_id AND r.period = l.line_period
LEFT JOIN landed_pools p ON p.grower_id = r.grower_id AND p.period = r.landed_period
