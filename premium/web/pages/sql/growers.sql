-- Every grower that a run knows of, with its newest name.
WITH known AS (
    SELECT grower_id FROM weeks UNION SELECT grower_id FROM grower_totals UNION SELECT grower_id FROM growers
    UNION SELECT grower_id FROM findings WHERE grower_id IS NOT NULL
),
named AS (
    SELECT g.grower_id, g.name, ROW_NUMBER() OVER (PARTITION BY g.grower_id ORDER BY g.from_date DESC NULLS LAST) AS newest
    FROM growers g CROSS JOIN terms t
    WHERE g.from_date IS NULL OR g.from_date <= t.as_of
)
SELECT k.grower_id, n.name
FROM known k
LEFT JOIN named n ON n.grower_id = k.grower_id AND n.newest = 1
ORDER BY k.grower_id
