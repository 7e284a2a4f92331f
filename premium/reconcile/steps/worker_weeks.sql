-- A worker's wage lines of one pay period, added up: all of them for the wage floor, the qualifying ones for the pool.
-- Each sum here is one more for every worker: what few look for is added up where they do.
SELECT
    l.grower_id, l.worker_id, l.period_start, l.period_end,
    CAST(SUM(l.amount_cents) AS BIGINT) AS earned_cents,
    CAST(SUM(l.hours_e4) AS BIGINT) AS hours_e4,
    COUNT(CASE WHEN l.job_class = '' THEN 1 END) AS classless_lines,
    CAST(SUM(CASE WHEN q.job_class IS NULL THEN 0 ELSE l.amount_cents END) AS BIGINT) AS qualifying_cents
FROM payroll l
LEFT JOIN qualifying q ON q.job_class = l.job_class
WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
GROUP BY l.grower_id, l.worker_id, l.period_start, l.period_end
