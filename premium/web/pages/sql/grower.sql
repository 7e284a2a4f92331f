-- One row: what a grower stands for, over all periods, and where it grows; unknown where nobody said.
WITH placed AS (
    SELECT g.place, ROW_NUMBER() OVER (ORDER BY g.from_date DESC NULLS LAST) AS newest
    FROM growers g CROSS JOIN terms t
    WHERE g.grower_id = $grower AND (g.from_date IS NULL OR g.from_date <= t.as_of)
)
SELECT g.due_cents, g.money_in_cents, g.outstanding_cents, g.pool_cents, g.retained_cents, g.distributable_cents,
    g.reached_cents, g.pending_cents, g.missing_cents, p.place
FROM terms t
LEFT JOIN grower_totals g ON g.grower_id = $grower
LEFT JOIN placed p ON p.newest = 1
