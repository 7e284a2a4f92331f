-- How a worker stands in a pool, with the exact fraction behind the share.
SELECT e.*, b.basis_kind, b.basis_total, b.workers, s.floor_cents, s.remainder, s.place, s.left_over_cents
FROM entitlements e
LEFT JOIN shares s ON s.grower_id = e.grower_id AND s.period = e.period AND s.worker_id = e.worker_id
LEFT JOIN basis_periods b ON b.grower_id = e.grower_id AND b.period = e.period
WHERE e.grower_id = $grower AND e.period = $period AND e.worker_id = $worker
