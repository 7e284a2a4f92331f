-- The wage lines of a worker whose work qualifies for a period’s pool: what a share in it is made of.
SELECT l.period_start, l.period_end, l.kind, l.job_class, l.units_e4, l.hours_e4, l.amount_cents, l.source_file, l.source_row,
    o.from_file, o.from_sheet, o.from_row
FROM payroll l
CROSS JOIN terms t
JOIN qualifying q ON q.job_class = l.job_class
LEFT JOIN provenance o ON o.source_file = l.source_file AND o.source_row = l.source_row
WHERE l.grower_id = $grower AND l.worker_id = $worker AND period_of(l.period_end, t.pool, t.week_start) = $period
    AND l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
ORDER BY l.period_end, l.source_file, l.source_row
