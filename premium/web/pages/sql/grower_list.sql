-- Per grower, over all periods: what became of its pools, and what was found. Where most is missing comes first.
WITH found AS (
    SELECT grower_id, COUNT(*) AS findings, COUNT(article) AS violations
    FROM findings WHERE answers = 'grower' GROUP BY grower_id
),
placed AS (
    SELECT g.*, COALESCE(f.findings, 0) AS findings, COALESCE(f.violations, 0) AS violations,
        ROW_NUMBER() OVER (ORDER BY g.missing_cents DESC NULLS LAST, g.pool_cents DESC NULLS LAST, g.grower_id) AS place
    FROM grower_totals g
    LEFT JOIN found f ON f.grower_id = g.grower_id
)
SELECT * FROM placed WHERE place > $after ORDER BY place LIMIT $most
