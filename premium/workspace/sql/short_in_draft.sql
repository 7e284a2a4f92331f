-- Workers of a grower whose share is not whole in the pools that a payroll's lines feed or are shared by: what each is owed
-- there, what is on their paychecks with the draft, and what is short.
WITH touched AS (
    SELECT l.period FROM premium_lines l WHERE l.source_file = $draft AND l.period IS NOT NULL
    UNION
    SELECT period_of(l.period_end, t.pool, t.week_start) AS period
    FROM payroll l
    CROSS JOIN terms t
    WHERE l.source_file = $draft AND l.kind <> 'premium'
)
SELECT e.worker_id, e.period, p.deadline, e.entitled_cents, e.paid_cents, e.reached_cents, e.short_cents, e.status
FROM entitlements e
JOIN touched d ON d.period = e.period
JOIN pools p ON p.grower_id = e.grower_id AND p.period = e.period
WHERE e.grower_id = $grower AND e.status IN ('pending', 'missing', 'short')
ORDER BY e.short_cents DESC, e.worker_id, e.period
