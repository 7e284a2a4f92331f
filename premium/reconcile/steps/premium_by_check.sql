-- The premium on a worker's pay period, orphans too, duplicates not (contract, section 9).
SELECT grower_id, worker_id, period_start, period_end, CAST(SUM(amount_cents) AS BIGINT) AS premium_cents
FROM premium_dated
WHERE NOT is_duplicate
GROUP BY grower_id, worker_id, period_start, period_end
