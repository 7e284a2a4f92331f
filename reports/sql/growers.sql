-- Per grower, over all periods: money in on its sales, and what became of its pools. Where most is missing comes first.
-- `unknown_rows` counts the rows of the ledger of which due or paid is not known: what is not known is in no sum.
WITH named AS (
    SELECT g.grower_id, g.name, ROW_NUMBER() OVER (PARTITION BY g.grower_id ORDER BY g.from_date DESC NULLS LAST) AS newest
    FROM growers g CROSS JOIN terms t
    WHERE g.from_date IS NULL OR g.from_date <= t.as_of
),
answered AS (
    SELECT grower_id, COUNT(*) AS findings FROM findings WHERE answers = 'grower' GROUP BY grower_id
),
unknown AS (
    SELECT grower_id, COUNT(*) AS unknown_rows FROM ledger WHERE outstanding_cents IS NULL GROUP BY grower_id
)
SELECT g.grower_id, n.name AS grower_name, g.due_cents, g.money_in_cents, COALESCE(u.unknown_rows, 0) AS unknown_rows, g.pool_cents, g.retained_cents,
    g.distributable_cents, g.reached_cents, g.pending_cents, g.missing_cents, COALESCE(a.findings, 0) AS findings,
    ROW_NUMBER() OVER (ORDER BY g.missing_cents DESC NULLS LAST, g.pool_cents DESC NULLS LAST, g.grower_id) AS place
FROM grower_totals g
LEFT JOIN named n ON n.grower_id = g.grower_id AND n.newest = 1
LEFT JOIN answered a ON a.grower_id = g.grower_id
LEFT JOIN unknown u ON u.grower_id = g.grower_id
