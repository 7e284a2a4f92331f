-- A worker's pay period against the minimum wage.
SELECT w.*, f.hours_e4, f.hourly_e4, f.place, g.earned_cents AS wages_cents, g.classless_lines,
    (
        SELECT CAST(SUM(l.units_e4) AS BIGINT) FROM payroll l
        WHERE l.grower_id = $grower AND l.worker_id = $worker AND l.period_start = $start AND l.period_end = $end
            AND l.kind = 'piece'
    ) AS piece_units_e4
FROM worker_weeks g
LEFT JOIN wages w ON w.grower_id = g.grower_id AND w.worker_id = g.worker_id AND w.period_start = g.period_start
    AND w.period_end = g.period_end
LEFT JOIN floored_weeks f ON f.grower_id = g.grower_id AND f.worker_id = g.worker_id AND f.period_start = g.period_start
    AND f.period_end = g.period_end
WHERE g.grower_id = $grower AND g.worker_id = $worker AND g.period_start = $start AND g.period_end = $end
