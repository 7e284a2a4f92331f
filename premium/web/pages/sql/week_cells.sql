-- Each grower's weeks with their state.
SELECT grower_id, week, period, state, lines, workers, wages_cents, premium_cents, rejects, missing_cents, pending_cents,
    week_findings + period_findings AS findings
FROM weeks
WHERE week BETWEEN $first AND $last AND list_contains($growers, grower_id)
ORDER BY grower_id, week
