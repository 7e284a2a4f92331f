-- A worker's shares, the newest period first.
SELECT e.period, e.basis, e.entitled_cents, e.paid_cents, e.reached_cents, e.short_cents, e.excess_cents, e.status, p.deadline
FROM entitlements e
JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
WHERE e.grower_id = $grower AND e.worker_id = $worker
ORDER BY e.period DESC
LIMIT 120
