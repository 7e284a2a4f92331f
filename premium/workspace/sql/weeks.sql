-- Per grower and pay week: what payroll came, what was set aside of it, and how the week and its pool stand.
-- The weeks are those in which anybody reported payroll; a grower without any in one of them has `lines` 0 there.
-- A pool's week is that of its period; a week belongs to the period that holds its last day.
WITH weekly AS (
    SELECT l.grower_id, period_of(l.period_end, 'week', t.week_start) AS week,
        COUNT(*) AS lines, COUNT(DISTINCT l.worker_id) AS workers,
        CAST(SUM(CASE WHEN l.kind = 'premium' THEN l.amount_cents ELSE 0 END) AS BIGINT) AS premium_cents,
        CAST(SUM(CASE WHEN l.kind IN ('piece', 'hourly', 'overtime', 'makeup', 'other_wage') THEN l.amount_cents ELSE 0 END)
            AS BIGINT) AS wages_cents
    FROM payroll l CROSS JOIN terms t
    GROUP BY l.grower_id, period_of(l.period_end, 'week', t.week_start)
),
parties AS (
    SELECT grower_id FROM weekly UNION SELECT grower_id FROM origins UNION SELECT grower_id FROM purchases
    UNION SELECT grower_id FROM sales
),
weeks AS (SELECT DISTINCT week FROM weekly),
cells AS (
    SELECT p.grower_id, w.week, period_of(days_after(w.week, 6), t.pool, t.week_start) AS period
    FROM parties p CROSS JOIN weeks w CROSS JOIN terms t
),
shipped AS (
    SELECT grower_id, period_of(ship_date, 'week', t.week_start) AS week, COUNT(*) AS shipments
    FROM (SELECT grower_id, ship_date FROM purchases UNION ALL SELECT grower_id, ship_date FROM sales) s CROSS JOIN terms t
    GROUP BY grower_id, period_of(ship_date, 'week', t.week_start)
),
aside AS (
    SELECT r.grower_id, r.week, COUNT(*) AS rejects FROM placed_rejects r
    WHERE r.grower_id IS NOT NULL AND r.week IS NOT NULL GROUP BY r.grower_id, r.week
),
of_weeks AS (
    SELECT f.grower_id, period_of(CAST(split_part(f.ref, '|', 2) AS DATE), 'week', t.week_start) AS week, COUNT(*) AS findings
    FROM findings f CROSS JOIN terms t
    WHERE f.answers = 'grower' AND f.kind IN ('wage_floor_short', 'premium_offset', 'hours_missing', 'class_missing')
    GROUP BY f.grower_id, period_of(CAST(split_part(f.ref, '|', 2) AS DATE), 'week', t.week_start)
),
of_periods AS (
    SELECT grower_id, period, COUNT(*) AS findings FROM findings
    WHERE answers = 'grower' AND period IS NOT NULL GROUP BY grower_id, period
),
stands AS (
    SELECT p.grower_id, p.period,
        CASE WHEN t.as_of > p.deadline THEN p.short_cents ELSE 0 END AS missing_cents,
        CASE WHEN t.as_of <= p.deadline THEN p.short_cents ELSE 0 END AS pending_cents
    FROM pools p CROSS JOIN terms t
)
SELECT c.grower_id, c.week, c.period,
    COALESCE(w.lines, 0) AS lines, COALESCE(w.workers, 0) AS workers,
    COALESCE(w.wages_cents, 0) AS wages_cents, COALESCE(w.premium_cents, 0) AS premium_cents,
    COALESCE(s.shipments, 0) AS shipments, COALESCE(a.rejects, 0) AS rejects,
    COALESCE(f.findings, 0) AS week_findings, COALESCE(o.findings, 0) AS period_findings,
    p.missing_cents, p.pending_cents,
    CASE
        WHEN a.rejects > 0 THEN 'rejects'
        WHEN w.lines IS NULL THEN 'no_data'
        WHEN f.findings > 0 OR o.findings > 0 OR p.missing_cents > 0 THEN 'differs'
        WHEN p.pending_cents > 0 THEN 'pending'
        WHEN p.grower_id IS NULL THEN 'no_pool'
        ELSE 'agrees'
    END AS state
FROM cells c
LEFT JOIN weekly w ON w.grower_id = c.grower_id AND w.week = c.week
LEFT JOIN shipped s ON s.grower_id = c.grower_id AND s.week = c.week
LEFT JOIN aside a ON a.grower_id = c.grower_id AND a.week = c.week
LEFT JOIN of_weeks f ON f.grower_id = c.grower_id AND f.week = c.week
LEFT JOIN of_periods o ON o.grower_id = c.grower_id AND o.period = c.period
LEFT JOIN stands p ON p.grower_id = c.grower_id AND p.period = c.period
