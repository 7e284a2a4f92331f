-- A worker's qualifying hours, or units, in ten-thousandths, in the pool periods that are shared by these (contract,
-- section 6).
SELECT
    l.grower_id, p.period, l.worker_id,
    CAST(SUM(CASE WHEN p.basis_kind = 'hours' THEN l.hours_e4 ELSE l.units_e4 END) AS BIGINT) AS measure_e4
FROM payroll l
CROSS JOIN terms t
JOIN qualifying q ON q.job_class = l.job_class
JOIN period_basis p ON p.grower_id = l.grower_id AND p.period = period_of(l.period_end, t.pool, t.week_start)
    AND p.basis_kind IN ('hours', 'units')
WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
GROUP BY l.grower_id, p.period, l.worker_id
