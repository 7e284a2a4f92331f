-- What a worker's counted premium lines in a pool add up to (contract, section 7).
SELECT grower_id, pool_period AS period, worker_id, CAST(SUM(amount_cents) AS BIGINT) AS paid_cents
FROM premium_pooled
WHERE pool_period IS NOT NULL AND NOT is_duplicate
GROUP BY grower_id, pool_period, worker_id
