-- Money on a grower's paychecks of a period that pays nobody's share: beyond one, without one, repeated, out of no known
-- pool; and what was taken back. It lessens nothing of what is short.
SELECT item, lines, amount_cents FROM (
    SELECT 1 AS place, 'beyond_share' AS item, COUNT(*) AS lines, CAST(SUM(excess_cents) AS BIGINT) AS amount_cents
    FROM entitlements
    WHERE grower_id = $grower AND period = $period AND excess_cents > 0 AND basis IS NOT NULL
    UNION ALL
    SELECT 2, 'without_share', COUNT(*), CAST(SUM(excess_cents) AS BIGINT)
    FROM entitlements
    WHERE grower_id = $grower AND period = $period AND basis IS NULL AND excess_cents <> 0
    UNION ALL
    SELECT 3, status, COUNT(*), CAST(SUM(amount_cents) AS BIGINT)
    FROM premium_lines
    WHERE grower_id = $grower AND COALESCE(period, line_period) = $period AND status IN ('duplicate', 'orphan')
    GROUP BY status
    UNION ALL
    SELECT 4, kind, COUNT(*), CAST(SUM(amount_cents) AS BIGINT)
    FROM findings
    WHERE grower_id = $grower AND period = $period AND kind IN ('premium_reversed', 'premium_clawback')
    GROUP BY kind
)
WHERE lines > 0
ORDER BY place, item
