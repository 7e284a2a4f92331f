-- The premium lines of a worker whose road leads to a pool, or, for an orphan, of that period itself.
SELECT l.line_id, l.line_period, d.check_id, d.check_date, l.amount_cents, l.status, l.source_file, l.source_row,
    o.from_file, o.from_sheet, o.from_row
FROM premium_lines l
JOIN payroll d ON d.grower_id = l.grower_id AND d.worker_id = l.worker_id AND d.source_file = l.source_file
    AND d.source_row = l.source_row
LEFT JOIN provenance o ON o.source_file = l.source_file AND o.source_row = l.source_row
WHERE l.grower_id = $grower AND l.worker_id = $worker AND COALESCE(l.period, l.line_period) = $period
ORDER BY d.check_date, l.source_file, l.source_row
