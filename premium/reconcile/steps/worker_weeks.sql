-- A worker's wage lines of one pay period, added up: all of them for the wage floor, the qualifying ones for the pool.
SELECT
    l.grower_id, l.worker_id, l.period_start, l.period_end,
    CAST(SUM(l.amount_cents) AS BIGINT) AS earned_cents,
    CAST(SUM(l.hours_e4) AS BIGINT) AS hours_e4,
    CAST(SUM(CASE WHEN l.kind = 'piece' THEN l.units_e4 ELSE 0 END) AS BIGINT) AS piece_units_e4,
    COUNT(CASE WHEN l.job_class = '' THEN 1 END) AS classless_lines,
    CAST(SUM(CASE WHEN l.job_class = '' THEN l.amount_cents ELSE 0 END) AS BIGINT) AS classless_cents,
    CAST(SUM(CASE WHEN q.job_class IS NULL THEN 0 ELSE l.amount_cents END) AS BIGINT) AS qualifying_cents,
    CAST(SUM(CASE WHEN q.job_class IS NULL THEN 0 ELSE l.hours_e4 END) AS BIGINT) AS qualifying_hours_e4,
    CAST(SUM(CASE WHEN q.job_class IS NULL THEN 0 ELSE l.units_e4 END) AS BIGINT) AS qualifying_units_e4
FROM payroll l
LEFT JOIN qualifying q ON q.job_class = l.job_class
WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
GROUP BY l.grower_id, l.worker_id, l.period_start, l.period_end
