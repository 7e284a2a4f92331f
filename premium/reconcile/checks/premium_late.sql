-- Premium reached a paycheck after the pool's deadline.
-- Per counted positive premium line (contract, section 10).
SELECT 'grower' AS answers, NULL AS buyer_id, l.grower_id, l.worker_id, l.pool_period AS period, l.line_id AS ref,
    l.amount_cents, NULL AS quantity, l.source_file, l.source_row
FROM premium_pooled l
JOIN landed_pools p ON p.grower_id = l.grower_id AND p.period = l.pool_period
WHERE NOT l.is_duplicate AND l.amount_cents > 0 AND l.check_date > p.deadline
