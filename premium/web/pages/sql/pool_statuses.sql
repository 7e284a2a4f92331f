-- How many workers of a pool stand how.
SELECT status, COUNT(*) AS workers FROM entitlements WHERE grower_id = $grower AND period = $period GROUP BY status
