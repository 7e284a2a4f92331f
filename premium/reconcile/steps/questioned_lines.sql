-- The wage and premium lines of the pay periods that some check asks for.
SELECT l.grower_id, l.worker_id, l.period_start, l.period_end, l.kind, l.job_class, l.units_e4, l.amount_cents,
    l.source_file, l.source_row
FROM payroll l
JOIN questioned_weeks w ON w.grower_id = l.grower_id AND w.worker_id = l.worker_id
    AND w.period_start = l.period_start AND w.period_end = l.period_end
WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage', 'premium')
