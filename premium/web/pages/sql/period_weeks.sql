-- The weeks of a grower's period.
SELECT week, state, lines, workers, wages_cents, premium_cents, shipments, rejects, week_findings
FROM weeks
WHERE grower_id = $grower AND ($period IS NULL OR period = $period)
ORDER BY week DESC
LIMIT 106
