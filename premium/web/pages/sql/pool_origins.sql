-- The periods whose money landed in a pool; one that is not the pool's own was carried there.
SELECT period, pool_cents, retained_cents, distributable_cents, deadline
FROM origins
WHERE grower_id = $grower AND landed_period = $period
ORDER BY period
