-- Each premium line of the payroll is counted in one pool, an orphan, or a duplicate: lines and cents, per grower.
WITH sides AS (
    SELECT l.grower_id, l.amount_cents AS left_cents, 1 AS left_lines, 0 AS right_cents, 0 AS right_lines
    FROM payroll l JOIN pool_checks c ON c.run
    WHERE l.kind = 'premium'
    UNION ALL
    SELECT grower_id, 0, 0, amount_cents, 1 FROM premium_lines
    WHERE (status = 'duplicate') OR (status = 'orphan' AND period IS NULL)
        OR (status NOT IN ('duplicate', 'orphan') AND period IS NOT NULL)
)
SELECT grower_id AS place, SUM(left_cents) AS left_side, SUM(right_cents) AS right_side
FROM sides
GROUP BY grower_id
HAVING SUM(left_cents) <> SUM(right_cents) OR SUM(left_lines) <> SUM(right_lines)
