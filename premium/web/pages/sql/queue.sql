-- Growers' periods in which something differs, the worst first: premium missing from paychecks, then money never shared
-- out, then other findings for which the grower answers. `place` counts them.
WITH found AS (
    SELECT grower_id, period, COUNT(*) AS findings,
        COUNT(DISTINCT CASE WHEN kind IN ('premium_missing', 'premium_short') THEN worker_id END) AS workers,
        CAST(SUM(CASE WHEN kind = 'pool_undistributed' THEN amount_cents ELSE 0 END) AS BIGINT) AS stranded_cents
    FROM findings
    WHERE answers = 'grower' AND period IS NOT NULL
    GROUP BY grower_id, period
),
weekly AS (
    SELECT grower_id, period, CAST(SUM(week_findings) AS BIGINT) AS findings
    FROM weeks WHERE week_findings > 0
    GROUP BY grower_id, period
),
missing AS (
    SELECT p.grower_id, p.period, p.short_cents AS missing_cents, p.cause
    FROM pools p CROSS JOIN terms t
    WHERE t.as_of > p.deadline AND p.short_cents > 0
),
places AS (
    SELECT grower_id, period FROM found UNION SELECT grower_id, period FROM weekly UNION SELECT grower_id, period FROM missing
),
placed AS (
    SELECT p.grower_id, p.period, m.cause, COALESCE(m.missing_cents, 0) AS missing_cents,
        COALESCE(f.stranded_cents, 0) AS stranded_cents, COALESCE(f.workers, 0) AS workers,
        COALESCE(f.findings, 0) + COALESCE(w.findings, 0) AS findings
    FROM places p
    LEFT JOIN found f ON f.grower_id = p.grower_id AND f.period = p.period
    LEFT JOIN weekly w ON w.grower_id = p.grower_id AND w.period = p.period
    LEFT JOIN missing m ON m.grower_id = p.grower_id AND m.period = p.period
)
SELECT *, COUNT(*) OVER () AS total,
    ROW_NUMBER() OVER (
        ORDER BY missing_cents + stranded_cents DESC, findings DESC, period DESC, grower_id
    ) AS place
FROM placed
QUALIFY place > $after
ORDER BY place
LIMIT $most
