-- There was premium money and there were wages in a period, but nothing that the pool could be shared by: no class, no
-- units, no hours, or no positive sum. The money was carried on, past the workers of that period.
-- Per origin; the amount is the workers' share of it (contract, sections 5 and 10).
WITH bare AS (
    SELECT o.grower_id, o.period, o.distributable_cents
    FROM origins o
    WHERE o.pool_cents > 0
        AND EXISTS (SELECT 1 FROM worked w WHERE w.grower_id = o.grower_id AND w.period = o.period)
        AND NOT EXISTS (SELECT 1 FROM basis_periods b WHERE b.grower_id = o.grower_id AND b.period = o.period)
),
rows_of AS (
    SELECT grower_id, period, source_file, source_row FROM origin_rows
    UNION ALL
    SELECT l.grower_id, period_of(l.period_end, t.pool, t.week_start), l.source_file, l.source_row
    FROM payroll l
    CROSS JOIN terms t
    JOIN bare b ON b.grower_id = l.grower_id AND b.period = period_of(l.period_end, t.pool, t.week_start)
    WHERE l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage')
)
SELECT 'grower' AS answers, NULL AS buyer_id, b.grower_id, NULL AS worker_id, b.period, NULL AS ref,
    b.distributable_cents AS amount_cents, NULL AS quantity, r.source_file, r.source_row
FROM bare b
JOIN rows_of r ON r.grower_id = b.grower_id AND r.period = b.period
