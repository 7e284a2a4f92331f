-- The pools in which a worker stands, worst first; any part of the question may be left open.
SELECT grower_id, period, worker_id
FROM entitlements
WHERE worker_id = $worker AND ($grower IS NULL OR grower_id = $grower) AND ($period IS NULL OR period = $period)
ORDER BY short_cents DESC, grower_id, period
