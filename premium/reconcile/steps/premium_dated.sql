-- A premium line with its name, the period it is for, and whether it repeats another (contract, sections 1, 2 and 7).
SELECT
    l.grower_id, l.worker_id,
    COALESCE(l.line_id, l.source_file || ':' || CAST(l.source_row AS STRING)) AS line_id,
    l.check_date, l.period_start, l.period_end, l.amount_cents,
    CASE WHEN l.for_period IS NOT NULL THEN period_of(l.for_period, t.pool, t.week_start)
         ELSE period_moved(period_of(l.period_end, t.pool, t.week_start), -t.payout_lag, t.pool) END AS line_period,
    r.source_file IS NOT NULL AS is_duplicate,
    l.source_file, l.source_row
FROM payroll l
CROSS JOIN terms t
LEFT JOIN premium_repeats r ON r.source_file = l.source_file AND r.source_row = l.source_row
WHERE l.kind = 'premium'
