-- The growers on whose payroll a worker stands, also without a share in any pool.
SELECT DISTINCT grower_id
FROM payroll
WHERE worker_id = $worker AND ($grower IS NULL OR grower_id = $grower)
ORDER BY grower_id
